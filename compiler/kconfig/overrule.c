// What Kconfig makes of an sdkconfig's values if that is something else, and why: so that nobody
// looks in vain for the partition that went with an option.
//
// Only what the layout asks for is reported, and what that follows from: a long sdkconfig has more
// that Kconfig overrules, and that is the business of the project's own build.
#include "evaluate.h"

#include <string.h>

// A value by default is nobody's wish, and is not missed.
static bool is_overruled(const struct option *option)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    const struct given *given = &option->given;
    if (!given->value || symbol->is_set || given->is_default) {
        return false;
    }
    // That a choice has another member was said by the sdkconfig itself, further down.
    const struct kconfig_choice *choice = option->choice;
    return !choice || !choice->set || choice->set == option || choice->selected != choice->set;
}

static const struct condition *find_false(const struct kconfig *kconfig,
                                          const struct condition_list *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        if (!condition_truth(kconfig, conditions->items[i])) {
            return conditions->items[i];
        }
    }
    return NULL;
}

// The first condition that hides a definition; null if none does. The inner ones come first: they
// say most about the option.
static const struct condition *find_obstacle(const struct kconfig *kconfig,
                                             const struct definition *definition)
{
    const struct condition *found = find_false(kconfig, &definition->depends);
    found = found ? found : find_false(kconfig, &definition->prompts);
    for (const struct scope *scope = definition->scope; !found && scope; scope = scope->parent) {
        found = find_false(kconfig, &scope->definition->depends);
        found = found ? found : find_false(kconfig, &scope->definition->visible);
        if (!found && scope->is_choice) {
            found = find_false(kconfig, &scope->definition->prompts);
        }
    }
    return found;
}

// Values of strings are shown as an sdkconfig writes them.
static const char *quote_of(const struct option *option)
{
    return strcmp(option->symbol.kind, "string") == 0 ? "\"" : "";
}

// Whether a symbol was named by an earlier step: each is noted once.
static bool is_among(const struct condition *condition, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (condition->steps[i].option == condition->steps[index].option) {
            return true;
        }
    }
    return false;
}

// By a Kconfig file, rather than by an sdkconfig alone.
static bool is_defined(const struct option *option)
{
    return span_is_known(option->symbol.span);
}

// Notes what the symbols of a condition are, so that it is clear why it is false. A generated
// condition may have thousands; the first few are enough, and is_among is quadratic.
static void note_symbols(struct diagnostic *diagnostic, const struct condition *condition)
{
    enum { NAMED = 4, LOOKED_AT = 100 };
    size_t count = 0;
    for (size_t i = 0; i < condition->count && i < LOOKED_AT && count < NAMED; i++) {
        const struct option *option = condition->steps[i].option;
        if (!option || is_among(condition, i)) {
            continue;
        }
        const struct kconfig_symbol *symbol = &option->symbol;
        count++;
        if (!is_defined(option) && !symbol->is_set) {
            add_note(diagnostic, (struct span){0}, "nothing defines `%s`, so it is `n`",
                     symbol->name);
        } else {
            bool has_place = span_is_known(symbol->value_span);
            add_note(diagnostic, has_place ? symbol->value_span : symbol->span,
                     "`%s` is `%s%s%s`%s", symbol->name, quote_of(option),
                     symbol->value ? symbol->value : "", quote_of(option),
                     symbol->is_set        ? " here"
                     : option->given.value ? ", whatever the sdkconfig says"
                                           : " by default");
        }
    }
}

// Why a user cannot set the option: nothing shows it.
static void explain_hidden(const struct kconfig *kconfig, struct diagnostic *diagnostic,
                           const struct option *option)
{
    const struct definition *definition = NULL;
    for (size_t i = 0; i < option->definitions.count && !definition; i++) {
        const struct definition *next = option->definitions.items[i];
        definition = next->prompts.count ? next : NULL;
    }
    if (!definition) {
        add_note(diagnostic, option->symbol.span,
                 "it has no prompt, so only Kconfig itself can set it");
        return;
    }
    const struct condition *obstacle = find_obstacle(kconfig, definition);
    if (obstacle) {
        add_note(diagnostic, obstacle->span, "it only counts if this is true");
        note_symbols(diagnostic, obstacle);
    } else {
        add_note(diagnostic, option->symbol.span,
                 "the menus or the choice around it are not visible");
    }
}

static const struct selection *find_selection(const struct kconfig *kconfig,
                                              const struct selection_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct selection *selection = list->items[i];
        if (!selection->is_weak && selection_truth(kconfig, selection)) {
            return selection;
        }
    }
    return NULL;
}

// The reasons in the order in which evaluate.c applies them; the first that fits is the one.
static void explain(const struct kconfig *kconfig, struct diagnostic *diagnostic,
                    const struct option *option)
{
    const char *low, *high;
    bool is_bool = option_is_bool(option);
    const struct selection *selection =
        find_selection(kconfig, is_bool ? &option->selections : &option->sets);
    const struct property *range = is_bool ? NULL : option_range(kconfig, option, &low, &high);
    if (!is_defined(option)) {
        kconfig_note_files(kconfig, diagnostic);
    } else if (selection && !option->choice) {
        add_note(diagnostic, selection->property->span, "`%s` %s it, and is on",
                 selection->by->symbol.name, is_bool ? "selects" : "sets");
    } else if (!option_visible(kconfig, option)) {
        explain_hidden(kconfig, diagnostic, option);
    } else if (option->choice && option->choice->selected) {
        add_note(diagnostic, option->choice->span, "`%s` is selected in its choice",
                 option->choice->selected->symbol.name);
    } else if (range) {
        add_note(diagnostic, range->span, "it must be from %s to %s", low, high);
    }
}

// A variable that is not set may be the true reason, as the project's own build sets it; so it is
// mentioned with each warning.
static void warn(const struct kconfig *kconfig, const struct option *option,
                 const struct option *asked, struct span used)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    const char *quote = quote_of(option);
    const char *what = symbol->value ? arena_format(kconfig->arena, "Kconfig makes it `%s%s%s`",
                                                    quote, symbol->value, quote)
                       : is_defined(option) ? "Kconfig gives it no value"
                                            : "no Kconfig file defines it, so the build ignores it";
    struct diagnostic *diagnostic = report(kconfig->diagnostics, CODE_SDKCONFIG_OVERRULED,
                                           option->given.span, "`%s` is `%s%s%s` here, but %s",
                                           symbol->name, quote, option->given.value, quote, what);
    explain(kconfig, diagnostic, option);
    if (kconfig->missing) {
        add_note(
            diagnostic, (struct span){0},
            "the environment variable `%s`, which the Kconfig files use, is not set; the project's "
            "build system sets it",
            kconfig->missing);
    }
    add_note(diagnostic, used,
             option == asked ? "the layout uses it here"
                             : "the layout uses `%s` here, which depends on it",
             asked->symbol.name);
}

// Adds an option to those to be looked at, once in the whole compilation: the walk is linear in the
// options, however many the layout asks for.
static void look_at(const struct kconfig *kconfig, struct option_list *open, struct option *option)
{
    if (option && !option->is_told) {
        option->is_told = true;
        list_append(kconfig->arena, open, option);
    }
}

static void look_at_condition(const struct kconfig *kconfig, struct option_list *open,
                              const struct condition *condition)
{
    for (size_t i = 0; i < condition->count; i++) {
        look_at(kconfig, open, condition->steps[i].option);
    }
}

static void look_at_conditions(const struct kconfig *kconfig, struct option_list *open,
                               const struct condition_list *conditions)
{
    for (size_t i = 0; i < conditions->count; i++) {
        look_at_condition(kconfig, open, conditions->items[i]);
    }
}

// Once for each choice, or each member would look at all the others.
static void look_at_members(const struct kconfig *kconfig, struct option_list *open,
                            struct kconfig_choice *choice)
{
    bool is_new = choice && !choice->is_told;
    for (size_t i = 0; is_new && i < choice->members.count; i++) {
        look_at(kconfig, open, choice->members.items[i]);
    }
    if (choice) {
        choice->is_told = true;
    }
}

// What an option's own value follows from. The mark `is_told` ends circles.
static void look_behind(const struct kconfig *kconfig, struct option_list *open,
                        const struct option *option)
{
    for (size_t i = 0; i < option->definitions.count; i++) {
        const struct definition *definition = option->definitions.items[i];
        look_at_conditions(kconfig, open, &definition->depends);
        for (const struct scope *at = definition->scope; at; at = at->parent) {
            look_at_conditions(kconfig, open, &at->definition->depends);
        }
        if (option->given.value) {
            look_at_conditions(kconfig, open, &definition->prompts);
        }
        for (size_t j = 0; j < definition->defaults.count; j++) {
            const struct property *property = definition->defaults.items[j];
            look_at_condition(kconfig, open, &property->value);
            look_at_condition(kconfig, open, &property->condition);
        }
    }
    for (size_t i = 0; i < option->selections.count; i++) {
        const struct selection *selection = option->selections.items[i];
        look_at(kconfig, open, selection->by);
    }
    look_at_members(kconfig, open, option->choice);
}

// Layouts of all variants ask, but the answer is the same, and is reported without their names.
void kconfig_warn(const struct kconfig *kconfig, const char *name, struct span used)
{
    const struct rename *rename = map_find(&kconfig->renames, name);
    struct option *asked = map_find(&kconfig->option_names, rename ? rename->name : name);
    const char *context = kconfig->diagnostics->context;
    struct option_list open = {0};
    if (!asked || !kconfig_has_definitions(kconfig) || !kconfig_has_sdkconfig(kconfig)) {
        return;
    }
    kconfig->diagnostics->context = NULL; // it is so in all variants
    look_at(kconfig, &open, asked);
    while (open.count) {
        const struct option *option = open.items[--open.count];
        if (is_overruled(option)) {
            warn(kconfig, option, asked, used);
        }
        look_behind(kconfig, &open, option);
    }
    kconfig->diagnostics->context = context;
}
