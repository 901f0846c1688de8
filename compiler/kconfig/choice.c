// Which symbols a choice has to choose from.
//
// They are those inside it, except those that only go with one of them: if a symbol depends on the
// one before it, menus show it below that one, and it is a symbol like any other. The rule is
// expr_depends_symbol() of the kernel's menu.c. A symbol that depends on one of those that wait in
// `heads` is below it; one that depends on none of them ends all of their menus.
#include "definitions.h"

#include <string.h>

// Whether a relation with `other` on its other side can only hold if this side does: `A = y`,
// `A != n`.
static bool leans_in_relation(enum kconfig_operator relation, const char *other)
{
    return other && ((relation == KCONFIG_EQUAL && kconfig_truth(other)) ||
                     (relation == KCONFIG_NOT_EQUAL && strcmp(other, "n") == 0));
}

// Marks the options without which a condition cannot hold: `A`, `A && X`, `A = y`. `A || X` and
// `!A` do not lean on A. The steps are walked from the last to the first, each with a flag on the
// stack that says whether the whole leans on its part; so one walk finds all options. For a
// relation the other side must be a literal, which is the step before it: an operator has no text.
static void mark_leaning(struct kconfig *kconfig, const struct condition *condition,
                         const struct choice_node *node)
{
    bool *counts = arena_array(kconfig->arena, condition->count + 1, sizeof *counts);
    size_t depth = 0;
    counts[depth++] = true;
    for (size_t i = condition->count; i-- > 0;) {
        const struct step *step = &condition->steps[i];
        bool is_part = counts[--depth];
        if (step->operation == KCONFIG_OPERAND) {
            if (is_part && step->option) {
                step->option->leaning = node;
            }
        } else if (step->operation == KCONFIG_NOT) {
            counts[depth++] = false;
        } else {
            bool is_and = step->operation == KCONFIG_AND;
            counts[depth++] =
                is_part && (is_and || leans_in_relation(step->operation, step[-1].text));
            counts[depth++] =
                is_part && (is_and || leans_in_relation(step->operation, step[-2].text));
        }
    }
}

static void mark_all_leaning(struct kconfig *kconfig, const struct condition_list *conditions,
                             const struct choice_node *node)
{
    for_each (condition, conditions) {
        mark_leaning(kconfig, condition, node);
    }
}

// A symbol belongs to the first choice that has it. Members without a kind of their own are bools.
static void add_member(struct kconfig *kconfig, struct kconfig_choice *choice,
                       struct option *option)
{
    if (!option->choice) {
        option->choice = choice;
        list_append(kconfig->arena, &choice->members, option);
    }
    if (!option->symbol.kind) {
        option->symbol.kind = "bool";
    }
}

// `if` blocks within a choice are looked into; menus are not. Each node is pushed once and popped
// once, and each condition is walked once, so the time is linear. Blocks that are
// too deep were reported, but are in the tree all the same: nothing may recurse into them.
static void take_members(struct kconfig *kconfig, struct kconfig_choice *choice,
                         const struct choice_node_list *nodes)
{
    struct choice_node_list heads = {0};
    for (size_t i = 0; i < nodes->count; i++) {
        const struct choice_node *node = nodes->items[i];
        if (heads.count && node->definition) {
            mark_all_leaning(kconfig, &node->definition->depends, node);
            mark_all_leaning(kconfig, &node->definition->prompts, node);
        }
        while (heads.count && heads.items[heads.count - 1]->option->leaning != node) {
            heads.count--;
        }
        if (heads.count == 0 && node->option) {
            add_member(kconfig, choice, node->option);
        } else if (heads.count == 0 && node->scope && node->scope->depth <= SCOPE_DEPTH_LIMIT) {
            take_members(kconfig, choice, &node->scope->nodes);
        }
        if (node->option && node->definition->prompts.count) {
            list_append(kconfig->arena, &heads, node);
        }
    }
}

void choices_fill(struct kconfig *kconfig)
{
    for (size_t i = 0; i < kconfig->choices.count; i++) {
        struct kconfig_choice *choice = kconfig->choices.items[i];
        take_members(kconfig, choice, &choice->scope->nodes);
    }
}
