// Values: what their texts mean, and what operators make of them.
#include "kconfig.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

unsigned kconfig_truth(const char *text)
{
    return strcmp(text, "y") == 0 ? 2 : strcmp(text, "m") == 0 ? 1 : 0;
}

static bool to_number(const char *text, long long *number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 0);
    return *text && !*end && errno == 0;
}

// Kconfig compares numbers where both sides are numbers, and texts otherwise.
static int compare(const char *a, const char *b)
{
    long long first, second;
    if (to_number(a, &first) && to_number(b, &second)) {
        return (first > second) - (first < second);
    }
    return strcmp(a, b);
}

static bool relation_holds(enum kconfig_operator relation, int order)
{
    switch (relation) {
    case KCONFIG_EQUAL:
        return order == 0;
    case KCONFIG_NOT_EQUAL:
        return order != 0;
    case KCONFIG_LESS:
        return order < 0;
    case KCONFIG_LESS_EQUAL:
        return order <= 0;
    case KCONFIG_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

struct kconfig_operand kconfig_operate(enum kconfig_operator operator, struct kconfig_operand a,
                                       struct kconfig_operand b)
{
    switch (operator) {
    case KCONFIG_NOT:
        return (struct kconfig_operand){2 - a.truth, ""};
    case KCONFIG_BOTH:
        return (struct kconfig_operand){a.truth < b.truth ? a.truth : b.truth, ""};
    case KCONFIG_EITHER:
        return (struct kconfig_operand){a.truth > b.truth ? a.truth : b.truth, ""};
    default:
        return (struct kconfig_operand){relation_holds(operator, compare(a.text, b.text)) ? 2 : 0,
                                        ""};
    }
}

static bool has_only(const char *text, int (*is_good)(int))
{
    const char *at = text;
    while (is_good((unsigned char)*at)) {
        at++;
    }
    return at != text && !*at;
}

// What strtoull() takes for a number of this base, without the blanks and signs that it takes too.
static bool read_digits(const char *text, int base, uint64_t *magnitude)
{
    errno = 0;
    *magnitude = strtoull(text, NULL, base);
    return has_only(text, base == 16 ? isxdigit : isdigit) && errno == 0;
}

static const char *convert_int(struct arena *arena, const char *value)
{
    bool is_negative = *value == '-';
    struct number number;
    uint64_t magnitude;
    if (!read_digits(value + is_negative, 10, &magnitude)) {
        return NULL;
    }
    number = number_of(magnitude);
    return !is_negative || number_negate(number, &number) ? text_number(arena, number) : NULL;
}

static const char *convert_hex(struct arena *arena, const char *value, enum kconfig_form form)
{
    uint64_t magnitude;
    bool has_prefix = value[0] == '0' && (value[1] == 'x' || value[1] == 'X');
    const char *digits = value + (has_prefix && form == KCONFIG_WORD ? 2 : 0);
    return read_digits(digits, form == KCONFIG_DECIMAL ? 10 : 16, &magnitude)
               ? text_offset(arena, magnitude)
               : NULL;
}

const char *kconfig_convert(struct arena *arena, const char *value, enum kconfig_form form,
                            const char *kind)
{
    if (strcmp(kind, "string") == 0) {
        return form == KCONFIG_TEXT ? value : NULL;
    }
    if (form == KCONFIG_TEXT) {
        return NULL;
    }
    if (strcmp(kind, "bool") == 0) {
        return kconfig_truth(value) || strcmp(value, "n") == 0 ? value : NULL;
    }
    if (!*value) {
        return value;
    }
    return strcmp(kind, "int") == 0 ? convert_int(arena, value) : convert_hex(arena, value, form);
}

void kconfig_report_type(struct diagnostics *diagnostics, const struct kconfig_symbol *symbol,
                         const char *kind, struct span declared)
{
    const char *quote = symbol->form == KCONFIG_TEXT ? "\"" : "";
    const char *right = strcmp(kind, "bool") == 0  ? "`y` or `n`"
                        : strcmp(kind, "int") == 0 ? "a decimal number of at most 64 bits"
                        : strcmp(kind, "hex") == 0 ? "a hexadecimal number, such as `0x8000`"
                                                   : "a text in double quotes";
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_SDKCONFIG_TYPE, symbol->value_span,
               "`%s` is %s, which cannot be `%s%s%s`: it is %s", symbol->name,
               strcmp(kind, "int") == 0   ? "an int"
               : strcmp(kind, "hex") == 0 ? "a hex"
                                          : arena_format(diagnostics->arena, "a %s", kind),
               quote, symbol->value, quote, right);
    add_note(diagnostic, declared, "it is declared here");
}
