// Which symbols a choice has to choose from.
//
// They are those inside it, except those that only go with one of them: if a symbol depends on the
// one before it, menus show it below that one, and it is a symbol like any other. The rule is
// expr_depends_symbol() of the kernel's menu.c. A symbol that depends on one of those that wait in
// `heads` is below it; one that depends on none of them ends all of their menus.
#include "definitions.h"

#include <string.h>

// Whether a condition can only hold if an option does: `A`, `A && X`, `A = y`, `A != n`. The stack
// has one truth for each value: whether that part of the expression leans on the option. `A || X`
// and `!A` do not. For a relation the other side must be a literal, which is the step before it:
// one with an operator there has no text.
static bool condition_leans(struct kconfig *kconfig, const struct condition *condition,
                            const struct option *option)
{
    bool *leans = arena_array(kconfig->arena, condition->count + 1, sizeof *leans);
    size_t count = 0;
    for (size_t i = 0; i < condition->count; i++) {
        const struct step *step = &condition->steps[i];
        if (step->operation == KCONFIG_OPERAND) {
            leans[count++] = step->option == option;
            continue;
        }
        if (step->operation == KCONFIG_NOT) {
            leans[count - 1] = false;
            continue;
        }
        bool is_either = leans[count - 1] || leans[count - 2];
        const char *other = step[leans[count - 1] ? -2 : -1].text;
        bool is_equal = step->operation == KCONFIG_EQUAL && other && kconfig_truth(other);
        bool is_unequal = step->operation == KCONFIG_NOT_EQUAL && other && strcmp(other, "n") == 0;
        bool is_kept = step->operation == KCONFIG_AND || is_equal || is_unequal;
        leans[--count - 1] = is_either && is_kept;
    }
    return count && leans[0];
}

static bool any_leans(struct kconfig *kconfig, const struct condition_list *conditions,
                      const struct option *option)
{
    for (size_t i = 0; i < conditions->count; i++) {
        if (condition_leans(kconfig, conditions->items[i], option)) {
            return true;
        }
    }
    return false;
}

static bool node_leans(struct kconfig *kconfig, const struct choice_node *node,
                       const struct choice_node *on)
{
    return node->definition && (any_leans(kconfig, &node->definition->depends, on->option) ||
                                any_leans(kconfig, &node->definition->prompts, on->option));
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
// once, so the time is linear in the nodes, times the length of their conditions. Blocks that are
// too deep were reported, but are in the tree all the same: nothing may recurse into them.
static void take_members(struct kconfig *kconfig, struct kconfig_choice *choice,
                         const struct choice_node_list *nodes)
{
    struct choice_node_list heads = {0};
    for (size_t i = 0; i < nodes->count; i++) {
        const struct choice_node *node = nodes->items[i];
        while (heads.count && !node_leans(kconfig, node, heads.items[heads.count - 1])) {
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
