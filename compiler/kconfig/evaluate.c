// The values that Kconfig gives to what no sdkconfig sets.
//
// An option is computed once all that it needs is; those that wait lie in a list, not on the stack.
// What needs itself counts as `n`, or as without a value, where the circle closes.
#include "evaluate.h"

#include <stdlib.h>
#include <string.h>

static bool is_bool(const struct option *option)
{
    return option->symbol.kind && strcmp(option->symbol.kind, "bool") == 0;
}

static struct kconfig_operand operand_of(const struct option *option, const char *name)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    if (symbol->value) {
        return (struct kconfig_operand){is_bool(option) ? kconfig_truth(symbol->value) : 0,
                                        symbol->value};
    }
    return (struct kconfig_operand){0, is_bool(option) ? "n" : symbol->kind ? "" : name};
}

static struct kconfig_operand evaluate(struct kconfig *kconfig, const struct condition *condition)
{
    struct kconfig_operand *values = kconfig->values;
    size_t count = 0;
    for (size_t i = 0; i < condition->count; i++) {
        const struct step *step = &condition->steps[i];
        if (step->operator== KCONFIG_OPERAND) {
            values[count++] = step->option
                                  ? operand_of(step->option, step->text)
                                  : (struct kconfig_operand){kconfig_truth(step->text), step->text};
        } else if (step->operator== KCONFIG_NOT) {
            values[count - 1] = kconfig_operate(KCONFIG_NOT, values[count - 1], values[count - 1]);
        } else {
            count--;
            values[count - 1] = kconfig_operate(step->operator, values[count - 1], values[count]);
        }
    }
    return count ? values[0] : (struct kconfig_operand){2, "y"};
}

static unsigned truth(struct kconfig *kconfig, const struct condition *condition)
{
    return evaluate(kconfig, condition).truth;
}

static unsigned lesser(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned all_hold(struct kconfig *kconfig, const struct list *conditions)
{
    unsigned least = 2;
    for (size_t i = 0; i < conditions->count; i++) {
        least = lesser(least, truth(kconfig, conditions->items[i]));
    }
    return least;
}

// A choice is there where it can be seen.
static unsigned prompted(struct kconfig *kconfig, const struct definition *definition)
{
    unsigned most = 0;
    for (size_t i = 0; i < definition->prompts.count; i++) {
        unsigned next = truth(kconfig, definition->prompts.items[i]);
        most = next > most ? next : most;
    }
    return most;
}

unsigned definition_available(struct kconfig *kconfig, const struct definition *definition)
{
    if (definition->is_known) {
        return definition->truth;
    }
    unsigned least = all_hold(kconfig, &definition->depends);
    for (const struct scope *scope = definition->scope; scope; scope = scope->parent) {
        const struct definition *outer = scope->definition;
        least = lesser(least, outer->is_known ? outer->truth : all_hold(kconfig, &outer->depends));
        if (outer->is_known) {
            break;
        }
    }
    return least;
}

static unsigned visible(struct kconfig *kconfig, struct definition *definition)
{
    unsigned least =
        lesser(prompted(kconfig, definition), definition_available(kconfig, definition));
    for (const struct scope *scope = definition->scope; scope; scope = scope->parent) {
        least = lesser(least, all_hold(kconfig, &scope->definition->visible));
    }
    return least;
}

static unsigned option_visible(struct kconfig *kconfig, const struct option *option)
{
    unsigned most = 0;
    for (size_t i = 0; i < option->definitions.count; i++) {
        unsigned next = visible(kconfig, (struct definition *)option->definitions.items[i]);
        most = next > most ? next : most;
    }
    return most;
}

static void choice_select(struct choice *choice, const struct option *option, struct span span)
{
    choice->selected = option;
    choice->span = span;
}

// What an sdkconfig sets, else the first default that can be seen, else the first that can be seen.
static void choice_compute(struct kconfig *kconfig, struct choice *choice)
{
    const struct list *defaults = &choice->definition->defaults;
    choice->is_known = true;
    if (choice->set) {
        choice_select(choice, choice->set, choice->set->symbol.value_span);
        return;
    }
    if (choice->is_optional || !visible(kconfig, choice->definition)) {
        return;
    }
    for (size_t i = 0; i < defaults->count; i++) {
        const struct property *property = defaults->items[i];
        const struct option *option =
            property->value.count ? property->value.steps[0].option : NULL;
        if (option && option->choice == choice && !option->symbol.is_set &&
            truth(kconfig, &property->condition) && option_visible(kconfig, option)) {
            choice_select(choice, option, property->span);
            return;
        }
    }
    for (size_t i = 0; i < choice->members.count; i++) {
        const struct option *member = choice->members.items[i];
        if (!member->symbol.is_set && option_visible(kconfig, member)) {
            choice_select(choice, member, member->symbol.span);
            return;
        }
    }
}

// The first default that applies, of all definitions; null if there is none.
static const struct property *find_default(struct kconfig *kconfig, const struct option *option,
                                           unsigned *condition)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        struct definition *definition = (struct definition *)option->definitions.items[i];
        unsigned outer = definition_available(kconfig, definition);
        for (size_t j = 0; outer && j < definition->defaults.count; j++) {
            const struct property *property = definition->defaults.items[j];
            *condition = lesser(outer, truth(kconfig, &property->condition));
            if (*condition) {
                return property;
            }
        }
    }
    return NULL;
}

static bool is_available(struct kconfig *kconfig, const struct option *option)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        if (definition_available(kconfig, (struct definition *)option->definitions.items[i])) {
            return true;
        }
    }
    return false;
}

static unsigned selected(struct kconfig *kconfig, const struct selection *selection)
{
    unsigned by = operand_of(selection->by, "").truth;
    unsigned condition = truth(kconfig, &selection->property->condition);
    return lesser(lesser(by, condition), definition_available(kconfig, selection->definition));
}

static void set_bool(struct option *option, unsigned value, struct span span)
{
    option->symbol.value = value == 0 ? "n" : value == 1 && option->is_tristate ? "m" : "y";
    option->symbol.value_span = span;
}

static void compute_bool(struct kconfig *kconfig, struct option *option)
{
    unsigned condition = 0;
    const struct property *property = find_default(kconfig, option, &condition);
    unsigned value = property ? lesser(condition, truth(kconfig, &property->value)) : 0;
    struct span span = property ? property->span : (struct span){0};
    bool takes_weak = is_available(kconfig, option);
    for (size_t i = 0; i < option->selections.count; i++) {
        const struct selection *selection = option->selections.items[i];
        unsigned forced = selection->is_weak && !takes_weak ? 0 : selected(kconfig, selection);
        if (forced > value) {
            value = forced;
            span = selection->property->span;
        }
    }
    set_bool(option, value, span);
}

// `text` as a number of the option's kind; false if it is none.
static bool to_number(const struct option *option, const char *text, long long *number)
{
    char *end;
    *number = strtoll(text, &end, strcmp(option->symbol.kind, "hex") == 0 ? 16 : 10);
    return end != text && !*end;
}

// Within the first range that applies; what has no number is taken for 0.
static void limit(struct kconfig *kconfig, struct option *option)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        struct definition *definition = (struct definition *)option->definitions.items[i];
        for (size_t j = 0;
             definition_available(kconfig, definition) && j < definition->ranges.count; j++) {
            const struct property *range = definition->ranges.items[j];
            if (!truth(kconfig, &range->condition)) {
                continue;
            }
            long long low, high, number = 0;
            const char *low_text = evaluate(kconfig, &range->value).text;
            bool is_good = to_number(option, low_text, &low);
            const char *high_text = evaluate(kconfig, &range->high).text;
            is_good &= to_number(option, high_text, &high);
            if (!option->symbol.value || !to_number(option, option->symbol.value, &number)) {
                number = 0;
            }
            if (is_good && (number < low || number > high)) {
                option->symbol.value = number < low ? low_text : high_text;
                option->symbol.value_span = range->span;
            }
            return;
        }
    }
}

static void compute_value(struct kconfig *kconfig, struct option *option)
{
    struct kconfig_symbol *symbol = &option->symbol;
    bool is_string = strcmp(symbol->kind, "string") == 0;
    unsigned condition = 0;
    const struct property *property = find_default(kconfig, option, &condition);
    if (property) {
        symbol->value = evaluate(kconfig, &property->value).text;
        symbol->value_span = property->span;
    }
    if (!is_string) {
        limit(kconfig, option);
    }
    symbol->form = is_string ? KCONFIG_TEXT : KCONFIG_WORD;
    bool has_value = symbol->value && (is_string || *symbol->value);
    symbol->value = has_value
                        ? kconfig_convert(kconfig->arena, symbol->value, symbol->form, symbol->kind)
                        : NULL;
}

static void option_compute(struct kconfig *kconfig, struct option *option)
{
    if (option->choice && !option->choice->is_known) {
        choice_compute(kconfig, option->choice);
    }
    if (option->choice && is_bool(option)) {
        bool is_selected = option->choice->selected == option;
        set_bool(option, is_selected ? 2 : 0, option->choice->span);
    } else if (is_bool(option)) {
        compute_bool(kconfig, option);
    } else {
        compute_value(kconfig, option);
    }
}

static void option_evaluate(struct evaluator *evaluator, struct option *first)
{
    list_append(evaluator->kconfig->arena, &evaluator->open, first);
    while (evaluator->open.count) {
        struct option *option = (struct option *)evaluator->open.items[evaluator->open.count - 1];
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

static bool is_set_on(const struct option *option)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    return symbol->is_set && symbol->value && strcmp(symbol->value, "y") == 0;
}

// Files of defaults on top of each other may set several of a choice; as in Kconfig the last
// counts.
static void choices_settle(struct kconfig *kconfig)
{
    for (size_t i = 0; i < kconfig->options.count; i++) {
        const struct option *option = kconfig->options.items[i];
        struct choice *choice = is_set_on(option) ? option->choice : NULL;
        if (choice && (!choice->set ||
                       choice->set->symbol.value_span.start < option->symbol.value_span.start)) {
            choice->set = option;
        }
    }
    for (size_t i = 0; i < kconfig->options.count; i++) {
        struct option *option = (struct option *)kconfig->options.items[i];
        if (option->choice && option->choice->set != option && is_set_on(option)) {
            option->symbol.value = "n";
            option->symbol.value_span = option->choice->set->symbol.value_span;
        }
    }
}

void options_evaluate(struct kconfig *kconfig)
{
    struct evaluator evaluator = {.kconfig = kconfig};
    choices_settle(kconfig);
    kconfig->values = arena_array(kconfig->arena, kconfig->longest + 1, sizeof *kconfig->values);
    for (size_t i = 0; i < kconfig->options.count; i++) {
        struct option *option = (struct option *)kconfig->options.items[i];
        bool is_computed = !option->symbol.is_set && option->symbol.kind;
        option->progress = is_computed ? PROGRESS_FRESH : PROGRESS_KNOWN;
    }
    for (size_t i = 0; i < kconfig->options.count; i++) {
        struct option *option = (struct option *)kconfig->options.items[i];
        if (option->progress == PROGRESS_FRESH) {
            option_evaluate(&evaluator, option);
        }
    }
}
