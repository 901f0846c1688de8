// What an sdkconfig, if a firmware is compiled with one, must not contradict: the place of the
// table, the chip, the size of its flash. A contradiction would otherwise be found on the device,
// by a table that is elsewhere or an image that does not start.
//
// What must hold is what the platform says of Kconfig (`set` and `expect`). The preprocessor can
// compare numbers, and knows a text only if Kconfig derives it from a choice: IDF_TARGET is "esp32"
// if IDF_TARGET_ESP32 is on.
//
// Source: ESP-IDF's sdkconfig.h (kconfgen): `#define CONFIG_X 1` for y, nothing for n, numbers as
// they are. The ESP8266_RTOS_SDK has the same.
#include "header.h"

#include <ctype.h>
#include <string.h>

// Texts that are derived from a choice, and what changes the choice.
struct choice {
    const char *symbol;
    const char *cure; // before the right value
};

static const struct choice choices[] = {
    {"IDF_TARGET", "run idf.py set-target"},
    {"ESPTOOLPY_FLASHSIZE", "in menuconfig, choose"},
};

static const struct choice *find_choice(const char *symbol)
{
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (strcmp(symbol, choices[i].symbol) == 0) {
            return &choices[i];
        }
    }
    return NULL;
}

// A value is a part of its symbol's name: IDF_TARGET_ESP32.
static bool is_word(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)text[i])) {
            return false;
        }
    }
    return length > 0;
}

static void append_error(struct header *header, struct buffer *checks, const char *condition,
                         const struct kconfig_value *kconfig, const char *right, const char *cure)
{
    buffer_format(checks,
                  "#if %s\n"
                  "#error \"sdkconfig and schema %s differ: CONFIG_%s is not %s; %s, or change the "
                  "schema (%s_ANY_SDKCONFIG leaves out this check)\"\n"
                  "#endif\n",
                  condition, header->layout->identifier, kconfig->symbol, right, cure,
                  header->prefix);
}

static void append_number(struct header *header, struct buffer *checks,
                          const struct kconfig_value *kconfig)
{
    struct number value = kconfig->value.number;
    const char *right = strcmp(kconfig->kind, "hex") == 0 ? header_address(header->arena, value)
                                                          : header_constant(header->arena, value);
    const char *condition = arena_format(header->arena, "defined(CONFIG_%s) && CONFIG_%s != %s",
                                         kconfig->symbol, kconfig->symbol, right);
    append_error(header, checks, condition, kconfig, right,
                 "set it in menuconfig (the generated sdkconfig.defaults has it)");
}

// Those other values that the platform knows, too: they may be given without the text.
static const char *other_values(const struct header *header, const char *symbol)
{
    struct buffer out;
    size_t length = strlen(symbol);
    buffer_init(&out, header->arena);
    for_each (other, &header->layout->expected) {
        bool is_of_choice =
            strncmp(other->symbol, symbol, length) == 0 && other->symbol[length] == '_';
        if (is_of_choice && strcmp(other->kind, "bool") == 0 &&
            number_is_zero(other->value.number)) {
            buffer_format(&out, " || \\\n    defined(CONFIG_%s)", other->symbol);
        }
    }
    return out.length ? out.bytes : "";
}

static void append_text(struct header *header, struct buffer *checks,
                        const struct kconfig_value *kconfig)
{
    const struct choice *choice = find_choice(kconfig->symbol);
    const char *right = kconfig->value.text;
    if (choice && is_word(right)) {
        const char *others = other_values(header, kconfig->symbol);
        const char *unlike =
            arena_format(header->arena, "defined(CONFIG_%s) && !defined(CONFIG_%s_%s)",
                         kconfig->symbol, kconfig->symbol, header_upper(header, right));
        const char *condition =
            *others ? arena_format(header->arena, "(%s)%s", unlike, others) : unlike;
        append_error(header, checks, condition, kconfig, right,
                     arena_format(header->arena, "%s %s", choice->cure, right));
    }
}

void header_append_sdkconfig(struct header *header)
{
    struct buffer checks;
    buffer_init(&checks, header->arena);
    for_each (kconfig, &header->layout->kconfig) {
        if (strcmp(kconfig->kind, "hex") == 0 || strcmp(kconfig->kind, "int") == 0) {
            append_number(header, &checks, kconfig);
        }
    }
    for_each (kconfig, &header->layout->expected) {
        if (strcmp(kconfig->kind, "string") == 0) {
            append_text(header, &checks, kconfig);
        }
    }
    if (checks.length) {
        buffer_format(&header->out,
                      "\n// What the sdkconfig must not contradict, if there is one.\n"
                      "#ifndef %s_ANY_SDKCONFIG\n"
                      "#ifdef __has_include\n"
                      "#if __has_include(<sdkconfig.h>)\n"
                      "#include <sdkconfig.h>\n"
                      "#endif\n"
                      "#endif\n"
                      "%s"
                      "#endif\n",
                      header->prefix, checks.bytes);
    }
}
