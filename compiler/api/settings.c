// Whether what is said of warnings names any: ours, or rules of the platforms that were read. It
// can only be told once these were read, long after the words themselves were.
#include "driver.h"

#include "model.h"
#include "text.h"

#include <string.h>

// A name that is near, among ours and those of platforms; what other compilers take is explained.
static const char *warning_hint(const struct syntax *syntax, struct arena *arena, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_get((enum code)i);
        if (entry->severity != SEVERITY_ERROR) {
            nearest_offer(&nearest, entry->name);
        }
    }
    struct syntax_items rules = model_rules(syntax);
    for (size_t i = 0; i < rules.count; i++) {
        nearest_offer(&nearest, model_rule_name(arena, rules.items[i]));
    }
    bool is_of_compilers = strcmp(name, "all") == 0 || strcmp(name, "extra") == 0;
    return nearest.found     ? nearest_hint(arena, &nearest)
           : is_of_compilers ? ": all warnings are on; -Wno-NAME disables one"
                             : "; `schemac explain` lists them";
}

// Platforms declare rules of their own, some of which are warnings.
static bool is_warning_of_platform(const struct syntax *syntax, const char *name)
{
    struct syntax_items rules = model_rules(syntax);
    for (size_t i = 0; i < rules.count; i++) {
        const struct syntax_item *rule = rules.items[i];
        if (rule->rule.is_warning && strcmp(model_rule_name(syntax->arena, rule), name) == 0) {
            return true;
        }
    }
    return false;
}

// The first wrong setting is enough, as with other mistakes of the command line. An error cannot
// be turned off, nor made a warning: an output that was made in spite of one could not be trusted.
const char *compilation_check_settings(struct compilation *compilation)
{
    struct arena *arena = &compilation->arena;
    for_each (setting, &compilation->diagnostics.settings) {
        const struct code_entry *entry = setting->name ? code_find(setting->name) : NULL;
        if (!setting->name || is_warning_of_platform(&compilation->syntax, setting->name) ||
            (entry && entry->severity != SEVERITY_ERROR)) {
            continue;
        }
        return entry ? arena_format(arena, "`%s` is an error, and errors cannot be disabled",
                                    setting->name)
                     : arena_format(arena, "there is no warning `%s`%s", setting->name,
                                    warning_hint(&compilation->syntax, arena, setting->name));
    }
    return NULL;
}
