// Which conditions hold: what may be there, and what a user may change.
//
// A block bounds what is in it: a menu and an `if` by what they depend on, a choice by whether
// there is anything to choose. Once everything that a block or a definition needs is known, its
// result is kept with it.
#include "evaluate.h"

#include <string.h>

bool option_is_bool(const struct option *option)
{
    return option->symbol.kind && strcmp(option->symbol.kind, "bool") == 0;
}

// What an option is worth in an expression. One without a value counts as its own name, which is
// how Kconfig reads an undefined symbol; of a known kind, it is empty or `n`.
static struct kconfig_operand operand_of(const struct option *option, const char *name)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    if (symbol->value) {
        return (struct kconfig_operand){option_is_bool(option) ? kconfig_truth(symbol->value) : 0,
                                        symbol->value, symbol->kind};
    }
    const char *none = option_is_bool(option) ? "n" : symbol->kind ? "" : name;
    return (struct kconfig_operand){0, none, symbol->kind};
}

unsigned option_truth(const struct option *option)
{
    return operand_of(option, "").truth;
}

// The stack has `longest` places, enough for any condition of the files (condition.c). An empty
// condition is true.
struct kconfig_operand condition_value(const struct kconfig *kconfig,
                                       const struct condition *condition)
{
    struct kconfig_operand *values = kconfig->values;
    size_t count = 0;
    for (size_t i = 0; i < condition->count; i++) {
        const struct step *step = &condition->steps[i];
        if (step->operation == KCONFIG_OPERAND) {
            values[count++] =
                step->option ? operand_of(step->option, step->text) : kconfig_constant(step->text);
        } else if (step->operation == KCONFIG_NOT) {
            values[count - 1] = kconfig_operate(KCONFIG_NOT, values[count - 1], values[count - 1]);
        } else {
            count--;
            values[count - 1] = kconfig_operate(step->operation, values[count - 1], values[count]);
        }
    }
    return count ? values[0] : kconfig_constant("y");
}

unsigned condition_truth(const struct kconfig *kconfig, const struct condition *condition)
{
    return condition_value(kconfig, condition).truth;
}

unsigned truth_least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

unsigned conditions_hold(const struct kconfig *kconfig, const struct condition_list *conditions)
{
    unsigned least = 2;
    for (size_t i = 0; i < conditions->count; i++) {
        least = truth_least(least, condition_truth(kconfig, conditions->items[i]));
    }
    return least;
}

// Whether any prompt is shown. A definition without one is never visible.
static unsigned prompted(const struct kconfig *kconfig, const struct definition *definition)
{
    unsigned most = 0;
    for (size_t i = 0; i < definition->prompts.count; i++) {
        unsigned next = condition_truth(kconfig, definition->prompts.items[i]);
        most = next > most ? next : most;
    }
    return most;
}

// An optional choice that nobody set has no members. What is not visible in menus around a choice
// cannot be chosen there.
struct inside scope_inside(const struct kconfig *kconfig, const struct scope *scope)
{
    if (!scope || scope->is_known) {
        return scope ? scope->inside : (struct inside){2, 2};
    }
    const struct definition *definition = scope->definition;
    struct inside outer = scope_inside(kconfig, scope->parent); // at most SCOPE_DEPTH_LIMIT deep
    struct inside inside = {
        truth_least(outer.available, conditions_hold(kconfig, &definition->depends)),
        truth_least(outer.shown, conditions_hold(kconfig, &definition->visible)),
    };
    if (scope->is_choice) {
        bool is_off = scope->choice->is_optional && !scope->choice->set;
        unsigned prompt = is_off ? 0 : prompted(kconfig, definition);
        inside.available = truth_least(truth_least(inside.available, prompt), outer.shown);
    }
    return inside;
}

unsigned definition_available(const struct kconfig *kconfig, const struct definition *definition)
{
    if (definition->is_known) {
        return definition->truth;
    }
    return truth_least(conditions_hold(kconfig, &definition->depends),
                       scope_inside(kconfig, definition->scope).available);
}

unsigned definition_visible(const struct kconfig *kconfig, const struct definition *definition)
{
    unsigned least =
        truth_least(prompted(kconfig, definition), scope_inside(kconfig, definition->scope).shown);
    return least ? truth_least(least, definition_available(kconfig, definition)) : 0;
}

unsigned selection_truth(const struct kconfig *kconfig, const struct selection *selection)
{
    unsigned condition = condition_truth(kconfig, &selection->property->condition);
    return truth_least(truth_least(option_truth(selection->by), condition),
                       definition_available(kconfig, selection->definition));
}

unsigned option_available(const struct kconfig *kconfig, const struct option *option)
{
    unsigned most = 0;
    for (size_t i = 0; i < option->definitions.count; i++) {
        unsigned next = definition_available(kconfig, option->definitions.items[i]);
        most = next > most ? next : most;
    }
    return most;
}

// A bool cannot be `m`: if its condition is, the bool counts as `y` (sym_calc_visibility() of the
// kernel's symbol.c).
unsigned option_visible(const struct kconfig *kconfig, const struct option *option)
{
    unsigned most = 0;
    for (size_t i = 0; i < option->definitions.count; i++) {
        unsigned next = definition_visible(kconfig, option->definitions.items[i]);
        most = next > most ? next : most;
    }
    return most == 1 && !option->is_tristate ? 2 : most;
}
