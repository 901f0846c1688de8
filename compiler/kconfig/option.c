// Options by their names, and what the files say of them.
//
// An option is made as soon as it is named anywhere, since a condition may come before the
// definition; one that nothing defines or sets is not a symbol. Of several files the last counts,
// of several lines in one file, too, but for what is said by default or by an old name.
#include "reader.h"

#include <string.h>

struct option *option_get(struct kconfig *kconfig, const char *name)
{
    struct option *option = map_find(&kconfig->option_names, name);
    if (!option) {
        option = arena_new(kconfig->arena, sizeof *option);
        option->symbol.name = name;
        list_append(kconfig->arena, &kconfig->options, option);
        map_set(kconfig->arena, &kconfig->option_names, name, option);
    }
    return option;
}

// Makes what is given a value of the option's kind, if Kconfig files say what that is. False if it
// is left out: an empty value is none, and only tristates can be `m`.
static bool given_convert(struct kconfig *kconfig, const struct option *option, struct given *given)
{
    const struct kconfig_symbol *symbol = &option->symbol;
    if (!symbol->kind || !span_is_known(symbol->span)) {
        return true;
    }
    if (!*given->value && given->form != KCONFIG_TEXT) {
        return false;
    }
    const char *value = kconfig_convert(kconfig->arena, given->value, given->form, symbol->kind);
    bool is_bool = strcmp(symbol->kind, "bool") == 0;
    if (!value || (is_bool && kconfig_truth(value) == 1 && !option->is_tristate)) {
        struct kconfig_symbol wrong = *symbol;
        wrong.value = given->value;
        wrong.form = given->form;
        wrong.value_span = given->span;
        kconfig_report_type(kconfig->diagnostics, &wrong, symbol->kind, symbol->span);
        return false;
    }
    given->value = value;
    given->form = strcmp(symbol->kind, "string") == 0 ? KCONFIG_TEXT : KCONFIG_WORD;
    return true;
}

// `was_here` says that this very file set the option before: an old name at the end of an sdkconfig
// must not replace the new one above it. A value that somebody chose wins over one marked as
// default, even in a later file. Without Kconfig files there are no defaults to prefer, and the
// mark does not count.
static void set(struct kconfig *kconfig, struct option *option, const struct setting *setting,
                bool is_inverse)
{
    bool is_default = setting->is_default && kconfig->files->roots.count > 0;
    struct given given = {setting->value, setting->form, setting->span, setting->is_deprecated,
                          is_default};
    bool was_here = option->given.value && option->given.span.start >= setting->source->start &&
                    option->given.span.start <= setting->source->start + setting->source->length;
    bool is_chosen = option->given.value && !option->given.is_default;
    if ((setting->is_deprecated && was_here) || (is_default && is_chosen) ||
        !given_convert(kconfig, option, &given)) {
        return;
    }
    given.value = is_inverse ? value_inverse(given.value) : given.value;
    option->given = given;
    if (option->choice && strcmp(given.value, "y") == 0) { // of several the last counts
        *(given.is_default ? &option->choice->preset : &option->choice->set) = option;
    }
}

// Both names get the value: the old one may still be defined, or be asked for by a schema.
void option_set(struct kconfig *kconfig, const struct setting *setting)
{
    const struct rename *rename = map_find(&kconfig->renames, setting->name);
    set(kconfig, option_get(kconfig, setting->name), setting, false);
    if (rename) {
        set(kconfig, option_get(kconfig, rename->name), setting, rename->is_inverse);
    }
}
