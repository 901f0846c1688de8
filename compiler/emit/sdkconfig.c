// sdkconfig.defaults: the Kconfig symbols whose values follow from the layout, such as the size of
// the flash and the offset of the table. The platform says which symbols these are.
//
// Source: kconfiglib, write_config(): `CONFIG_X=y`, `# CONFIG_X is not set`, hex
// with 0x, strings in quotes with `\` and `"` escaped.
#include "artifacts.h"

#include <string.h>

static void append_string(struct buffer *out, const char *text)
{
    buffer_byte(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            buffer_byte(out, '\\');
        }
        buffer_byte(out, (uint8_t)*text);
    }
    buffer_text(out, "\"\n");
}

// A bool that is off has no value, but a comment that Kconfig reads as one.
static void append_value(const struct layout *layout, struct buffer *out,
                         const struct kconfig_value *kconfig)
{
    bool is_bool = strcmp(kconfig->kind, "bool") == 0;
    if (is_bool && number_is_zero(kconfig->value.number)) {
        buffer_format(out, "# CONFIG_%s is not set\n", kconfig->symbol);
        return;
    }
    buffer_format(out, "CONFIG_%s=", kconfig->symbol);
    if (is_bool) {
        buffer_text(out, "y\n");
    } else if (strcmp(kconfig->kind, "string") == 0) {
        append_string(out, kconfig->value.text);
    } else if (strcmp(kconfig->kind, "hex") == 0) {
        buffer_format(out, "%s\n", text_offset(layout->arena, kconfig->value.number.magnitude));
    } else {
        buffer_format(out, "%s\n", text_number(layout->arena, kconfig->value.number));
    }
}

// Without any symbol there is no file, rather than an empty one.
void sdkconfig_emit(const struct layout *layout, const struct images *images,
                    struct artifact_list *artifacts)
{
    (void)images;
    if (layout->kconfig.count == 0) {
        return;
    }
    struct buffer out;
    buffer_init(&out, layout->arena);
    comment_append(&out, "#",
                   arena_format(layout->arena, "%s. Made by schemac.", layout_title(layout)));
    for_each (value, &layout->kconfig) {
        append_value(layout, &out, value);
    }
    artifact_add(layout->arena, artifacts, "sdkconfig.defaults", &out);
}
