// The values that an sdkconfig gives, for what has to do as firmware does.
//
// A symbol without a value is left out: whoever asks for it must be told that there is none.
#include "define.h"

#include <stdlib.h>
#include <string.h>

// A number is kept as a number, a bool as 0 or 1. kconfig_convert() has checked the text, so that
// strtoull() reads all of it; base 0, since a `hex` may be written either way.
static struct value symbol_value(const struct kconfig_symbol *symbol, const char *text)
{
    struct value value = {.kind = VALUE_INTEGER, .span = symbol->value_span};
    if (strcmp(symbol->kind, "string") == 0) {
        value.kind = VALUE_STRING;
        value.text = text;
    } else if (strcmp(symbol->kind, "bool") == 0) {
        value.number = number_of(strcmp(text, "n") != 0);
    } else {
        bool is_negative = *text == '-';
        value.number = (struct number){strtoull(text + is_negative, NULL, 0), is_negative};
    }
    return value;
}

void define_symbols(struct layout_builder *builder)
{
    const struct kconfig *kconfig = builder->model->kconfig;
    if (!kconfig || !kconfig_has_sdkconfig(kconfig)) {
        return;
    }
    const struct kconfig_symbol_list symbols = kconfig_symbols(kconfig);
    for (size_t i = 0; i < symbols.count; i++) {
        const struct kconfig_symbol *from = symbols.items[i];
        if (from->kind && strcmp(from->kind, "float") == 0) {
            continue; // no image has a fraction
        }
        const char *text =
            from->value ? kconfig_convert(builder->arena, from->value, from->form, from->kind)
                        : NULL;
        if (text && (*text || strcmp(from->kind, "string") == 0)) {
            struct layout_symbol *symbol = arena_new(builder->arena, sizeof *symbol);
            *symbol = (struct layout_symbol){from->name, text, symbol_value(from, text)};
            list_append(builder->arena, &builder->layout->symbols, symbol);
        }
    }
}
