// The values of everything that Kconfig files define: what an sdkconfig says, as far as Kconfig
// allows; else a default.
//
// An option is computed once everything that it needs is; those that wait are in a list, not on the
// stack. If an option needs itself, it counts as `n`, or as without a value, where the circle
// closes.
#include "evaluate.h"

#include <stdlib.h>
#include <string.h>

// A value, and what gives it.
struct found {
    const char *value; // null: none
    struct span span;
};

// The place is that of the line which decided; members show it as theirs.
static void choice_select(struct kconfig_choice *choice, const struct option *option,
                          struct span span)
{
    choice->selected = option;
    choice->span = span;
}

// What an sdkconfig sets, else what it has by default, else the first default of the choice that is
// visible, else its first member that is: sym_choice_default() of the kernel's symbol.c.
static void choice_compute(const struct kconfig *kconfig, struct kconfig_choice *choice)
{
    const struct property_list *defaults = &choice->definition->defaults;
    choice->is_known = true;
    const struct option *given[] = {choice->set, choice->preset};
    for (size_t i = 0; i < 2; i++) {
        if (given[i] && option_visible(kconfig, given[i])) {
            choice_select(choice, given[i], given[i]->given.span);
            return;
        }
    }
    for (size_t i = 0; i < defaults->count; i++) {
        const struct property *property = defaults->items[i];
        const struct option *option =
            property->value.count ? property->value.steps[0].option : NULL;
        if (option && option->choice == choice && condition_truth(kconfig, &property->condition) &&
            option_visible(kconfig, option)) {
            choice_select(choice, option, property->span);
            return;
        }
    }
    for (size_t i = 0; i < choice->members.count; i++) {
        const struct option *member = choice->members.items[i];
        if (option_visible(kconfig, member)) {
            choice_select(choice, member, member->symbol.span);
            return;
        }
    }
}

// The first default that applies, of all definitions in their order; null if there is none.
// `condition` is the truth it applies with, which bounds the value of a tristate.
static const struct property *find_default(const struct kconfig *kconfig,
                                           const struct option *option, unsigned *condition)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        const struct definition *definition = option->definitions.items[i];
        unsigned outer = definition_available(kconfig, definition);
        for (size_t j = 0; outer && j < definition->defaults.count; j++) {
            const struct property *property = definition->defaults.items[j];
            *condition = truth_least(outer, condition_truth(kconfig, &property->condition));
            if (*condition) {
                return property;
            }
        }
    }
    return NULL;
}

static void set_bool(struct option *option, unsigned value, struct span span)
{
    option->symbol.value = value == 0 ? "n" : value == 1 && option->is_tristate ? "m" : "y";
    option->symbol.value_span = span;
}

// What an sdkconfig gives counts before defaults and `imply`, but not before `select`, which raises
// a value and never lowers it, whatever the option depends on.
static void compute_bool(const struct kconfig *kconfig, struct option *option)
{
    unsigned visible = option->given.value ? option_visible(kconfig, option) : 0;
    unsigned condition = 0, value = 0;
    struct span span = {0};
    const struct property *property = visible ? NULL : find_default(kconfig, option, &condition);
    if (visible) {
        value = truth_least(visible, kconfig_truth(option->given.value));
    } else if (property) {
        value = truth_least(condition, condition_truth(kconfig, &property->value));
        span = property->span;
    }
    bool takes_weak = (!visible || option->given.is_default) && option_available(kconfig, option);
    for (size_t i = 0; i < option->selections.count; i++) {
        const struct selection *selection = option->selections.items[i];
        unsigned forced =
            selection->is_weak && !takes_weak ? 0 : selection_truth(kconfig, selection);
        if (forced > value) {
            value = forced;
            span = selection->property->span;
        }
    }
    set_bool(option, value, span);
}

static bool is_string(const struct option *option)
{
    return strcmp(option->symbol.kind, "string") == 0;
}

// Both texts were made by kconfig_convert, so that they are numbers within 64 bits.
int option_order(const struct option *option, const char *a, const char *b)
{
    if (strcmp(option->symbol.kind, "float") == 0) {
        double left = strtod(a, NULL), right = strtod(b, NULL);
        return (left > right) - (left < right);
    }
    bool is_negative = *a == '-', other_negative = *b == '-';
    return number_compare((struct number){strtoull(a + is_negative, NULL, 0), is_negative},
                          (struct number){strtoull(b + other_negative, NULL, 0), other_negative});
}

// A text as a number of the option's kind. What is not one counts as 0, as in Kconfig's own tools.
static const char *number_text(const struct kconfig *kconfig, const struct option *option,
                               const char *text)
{
    const char *number =
        text ? kconfig_convert(kconfig->arena, text, KCONFIG_WORD, option->symbol.kind) : NULL;
    return number && *number
               ? number
               : kconfig_convert(kconfig->arena, "0", KCONFIG_WORD, option->symbol.kind);
}

const struct property *option_range(const struct kconfig *kconfig, const struct option *option,
                                    const char **low, const char **high)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        const struct definition *definition = option->definitions.items[i];
        bool is_there = definition->ranges.count && definition_available(kconfig, definition);
        for (size_t j = 0; is_there && j < definition->ranges.count; j++) {
            const struct property *range = definition->ranges.items[j];
            if (condition_truth(kconfig, &range->condition)) {
                *low = number_text(kconfig, option, condition_value(kconfig, &range->value).text);
                *high = number_text(kconfig, option, condition_value(kconfig, &range->high).text);
                return range;
            }
        }
    }
    return NULL;
}

// Brings a value into the range that applies. Only the first range whose condition is true counts.
static void limit(const struct kconfig *kconfig, const struct option *option, struct found *found)
{
    const char *low = NULL, *high = NULL;
    const struct property *range = option_range(kconfig, option, &low, &high);
    const char *number = range ? number_text(kconfig, option, found->value) : NULL;
    if (range && option_order(option, number, low) < 0) {
        *found = (struct found){low, range->span};
    } else if (range && option_order(option, number, high) > 0) {
        *found = (struct found){high, range->span};
    }
}

// What `set`, or `set default` if `is_weak`, makes of an option. Only the first that applies
// counts, even if its value is bad. A number is written there itself, not as another symbol's
// value.
static bool find_set(const struct kconfig *kconfig, const struct option *option, bool is_weak,
                     struct found *found)
{
    for (size_t i = 0; i < option->sets.count; i++) {
        const struct selection *set = option->sets.items[i];
        bool applies = set->is_weak == is_weak && selection_truth(kconfig, set) &&
                       (!is_weak || option_available(kconfig, option));
        if (!applies) {
            continue;
        }
        const struct condition *value = &set->property->value;
        const char *text = is_string(option) ? condition_value(kconfig, value).text
                           : value->count    ? value->steps[0].text
                                             : "";
        bool is_good =
            is_string(option)
                ? *text || !is_weak
                : kconfig_convert(kconfig->arena, text, KCONFIG_WORD, option->symbol.kind) && *text;
        *found = is_good ? (struct found){text, set->property->span} : *found;
        return is_good;
    }
    return false;
}

// What an sdkconfig says, if a user may say it (the option is visible) and it is within the range.
// A value that is there by default (`is_default`) is brought into the range later.
static bool find_given(const struct kconfig *kconfig, const struct option *option, bool is_default,
                       struct found *found)
{
    const char *value = option->given.value, *low = NULL, *high = NULL;
    if (!value || option->given.is_default != is_default || !option_visible(kconfig, option)) {
        return false;
    }
    if (!is_string(option) && !is_default && option_range(kconfig, option, &low, &high) &&
        (option_order(option, value, low) < 0 || option_order(option, value, high) > 0)) {
        return false;
    }
    *found = (struct found){value, option->given.span};
    return true;
}

// A default that uses a variable of a build that is not running means nothing, but that build wrote
// its value into the sdkconfig.
static void find_else(const struct kconfig *kconfig, const struct option *option,
                      struct found *found)
{
    unsigned condition = 0;
    const struct property *property = find_default(kconfig, option, &condition);
    if (property && property->missing && option->given.value) {
        *found = (struct found){option->given.value, option->given.span};
    } else if (property) {
        *found = (struct found){condition_value(kconfig, &property->value).text, property->span};
    }
}

// The order of esp-idf-kconfig 3: `set`, the user's value, `set default`, a value marked `#
// default:`, and Kconfig's defaults at last.
static void compute_value(const struct kconfig *kconfig, struct option *option)
{
    struct kconfig_symbol *symbol = &option->symbol;
    struct found found = {0};
    if (!find_set(kconfig, option, false, &found) && !find_given(kconfig, option, false, &found) &&
        !find_set(kconfig, option, true, &found) && !find_given(kconfig, option, true, &found)) {
        find_else(kconfig, option, &found);
    }
    if (!is_string(option)) {
        limit(kconfig, option, &found);
    }
    symbol->value_span = found.span;
    symbol->form = is_string(option) ? KCONFIG_TEXT : KCONFIG_WORD;
    bool has_value = found.value && (is_string(option) || *found.value);
    symbol->value =
        has_value ? kconfig_convert(kconfig->arena, found.value, symbol->form, symbol->kind) : NULL;
}

// `is_set` is about the result: the sdkconfig's value and the final one are the same. Otherwise the
// sdkconfig was overruled, see overrule.c.
static void option_compute(const struct kconfig *kconfig, struct option *option)
{
    struct kconfig_symbol *symbol = &option->symbol;
    if (option->choice && !option->choice->is_known) {
        choice_compute(kconfig, option->choice);
    }
    if (option->choice && option_is_bool(option)) {
        bool is_selected = option->choice->selected == option;
        set_bool(option, is_selected ? 2 : 0, option->choice->span);
    } else if (option_is_bool(option)) {
        compute_bool(kconfig, option);
    } else {
        compute_value(kconfig, option);
    }
    if (option->given.value && symbol->value && strcmp(option->given.value, symbol->value) == 0) {
        symbol->is_set = true;
        symbol->value_span = option->given.span;
    }
}

// The top of the stack is looked at twice: first it puts what it needs above itself, then it is
// computed. What is in progress is never pushed again, so that a circle ends, and each option is
// computed once.
static void option_evaluate(struct evaluator *evaluator, struct option *first)
{
    list_append(evaluator->kconfig->arena, &evaluator->open, first);
    while (evaluator->open.count) {
        struct option *option = evaluator->open.items[evaluator->open.count - 1];
        if (option->progress == PROGRESS_FRESH) {
            option->progress = PROGRESS_OPEN;
            option_need(evaluator, option);
            continue;
        }
        evaluator->open.count--;
        if (option->progress == PROGRESS_OPEN) {
            option_compute(evaluator->kconfig, option);
            option->progress = PROGRESS_KNOWN;
        }
    }
}

// Options without a definition or a kind have no value of their own. `values` is shared by all
// conditions: they are evaluated one after the other, and none while another one is.
void options_evaluate(struct kconfig *kconfig)
{
    struct evaluator evaluator = {.kconfig = kconfig};
    kconfig->values = arena_array(kconfig->arena, kconfig->longest + 1, sizeof *kconfig->values);
    for (size_t i = 0; i < kconfig->options.count; i++) {
        struct option *option = kconfig->options.items[i];
        bool is_computed = span_is_known(option->symbol.span) && option->symbol.kind;
        option->progress = is_computed ? PROGRESS_FRESH : PROGRESS_KNOWN;
    }
    for (size_t i = 0; i < kconfig->options.count; i++) {
        struct option *option = kconfig->options.items[i];
        if (option->progress == PROGRESS_FRESH) {
            option_evaluate(&evaluator, option);
        }
    }
}
