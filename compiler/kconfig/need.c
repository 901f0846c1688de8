// What must be known before a value can be found.
//
// A walk over all that an option's value may depend on: conditions, defaults, ranges, what selects
// it, its choice, and the blocks around it. Options that are not known yet go on top of the
// evaluator's stack, and are computed first. What a block or a definition comes to is settled as
// soon as nothing that it depends on is waiting, once for all options in it.
#include "evaluate.h"

// What is open already is not pushed again: it is a circle, in which it counts as without a value.
static void need_option(struct evaluator *evaluator, struct option *option)
{
    if (option && option->progress == PROGRESS_FRESH) {
        list_append(evaluator->kconfig->arena, &evaluator->open, option);
        evaluator->is_waiting = true;
    }
}

static void need_condition(struct evaluator *evaluator, const struct condition *condition)
{
    for (size_t i = 0; i < condition->count; i++) {
        need_option(evaluator, condition->steps[i].option);
    }
}

static void need_conditions(struct evaluator *evaluator, const struct condition_list *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        need_condition(evaluator, conditions->items[i]);
    }
}

static void need_properties(struct evaluator *evaluator, const struct property_list *properties)
{
    for (size_t i = 0; i < properties->count; i++) {
        const struct property *property = properties->items[i];
        need_condition(evaluator, &property->value);
        need_condition(evaluator, &property->high);
        need_condition(evaluator, &property->condition);
    }
}

// Keeps what a block comes to, the outer ones first, as the inner one needs them.
static void settle(struct kconfig *kconfig, struct scope *scope)
{
    if (scope && !scope->is_known) {
        settle(kconfig, scope->parent); // at most SCOPE_DEPTH_LIMIT deep
        scope->inside = scope_inside(kconfig, scope);
        scope->is_known = true;
    }
}

// The flag is saved and set again, so that it is about this block alone. Without this, one option
// that waits would keep all blocks around from being settled, and each option in them would walk
// all blocks.
static void need_inside(struct evaluator *evaluator, struct scope *inner)
{
    bool was_waiting = evaluator->is_waiting;
    evaluator->is_waiting = false;
    for (const struct scope *scope = inner; scope && !scope->is_known; scope = scope->parent) {
        need_conditions(evaluator, &scope->definition->depends);
        need_conditions(evaluator, &scope->definition->visible);
        if (scope->is_choice) {
            need_conditions(evaluator, &scope->definition->prompts);
        }
    }
    if (!evaluator->is_waiting) {
        settle(evaluator->kconfig, inner);
    }
    evaluator->is_waiting |= was_waiting;
}

static void need_available(struct evaluator *evaluator, struct definition *definition)
{
    if (definition->is_known) {
        return;
    }
    bool was_waiting = evaluator->is_waiting;
    evaluator->is_waiting = false;
    need_conditions(evaluator, &definition->depends);
    need_inside(evaluator, definition->scope);
    if (!evaluator->is_waiting) {
        definition->truth = definition_available(evaluator->kconfig, definition);
        definition->is_known = true;
    }
    evaluator->is_waiting |= was_waiting;
}

static void need_visible(struct evaluator *evaluator, struct definition *definition)
{
    need_available(evaluator, definition);
    need_conditions(evaluator, &definition->prompts);
}

// Everything a choice may need, for all its members at once. Once is enough: it is asked for last,
// so that it is on top of the stack, and known before anything else of the choice.
static void need_choice(struct evaluator *evaluator, struct kconfig_choice *choice)
{
    if (choice->is_needed) {
        return;
    }
    choice->is_needed = true;
    need_visible(evaluator, choice->definition);
    for (size_t i = 0; i < choice->definition->defaults.count; i++) {
        const struct property *property = choice->definition->defaults.items[i];
        need_condition(evaluator, &property->condition);
    }
    for (size_t i = 0; i < choice->members.count; i++) {
        const struct option *member = choice->members.items[i];
        for (size_t j = 0; j < member->definitions.count; j++) {
            need_visible(evaluator, member->definitions.items[j]);
        }
    }
}

static void need_selections(struct evaluator *evaluator, const struct selection_list *selections)
{
    for (size_t i = 0; i < selections->count; i++) {
        const struct selection *selection = selections->items[i];
        need_option(evaluator, selection->by);
        need_condition(evaluator, &selection->property->value);
        need_condition(evaluator, &selection->property->condition);
        need_available(evaluator, selection->definition);
    }
}

// Prompts only matter if there is a value that a user gave.
void option_need(struct evaluator *evaluator, const struct option *option)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        struct definition *definition = option->definitions.items[i];
        need_available(evaluator, definition);
        need_properties(evaluator, &definition->defaults);
        need_properties(evaluator, &definition->ranges);
        if (option->given.value) {
            need_conditions(evaluator, &definition->prompts);
        }
    }
    need_selections(evaluator, &option->selections);
    need_selections(evaluator, &option->sets);
    if (option->choice) {
        need_choice(evaluator, option->choice);
    }
}
