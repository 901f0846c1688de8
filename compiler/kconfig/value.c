// Values: what their texts mean, and what operators make of them.
//
// Kconfig only knows texts. A relation compares two of them as numbers if both are numbers (and not
// both of kind string), else byte by byte; a truth is 0, 1 or 2 for n, m and y, so that AND is the
// lesser and OR the greater.
#include "reader.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

unsigned kconfig_truth(const char *text)
{
    return strcmp(text, "y") == 0 ? 2 : strcmp(text, "m") == 0 ? 1 : 0;
}

// As C reads a number, octal ones too, since the kernel's tools call strtoll() as well; more than
// 64 bits are not a number.
static bool to_number(const char *text, long long *number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 0);
    return *text && !*end && errno == 0;
}

// `y`, `m` and `n` are bools wherever they are written.
struct kconfig_operand kconfig_constant(const char *text)
{
    bool is_bool = kconfig_truth(text) || strcmp(text, "n") == 0;
    return (struct kconfig_operand){kconfig_truth(text), text, is_bool ? "bool" : NULL};
}

static bool is_kind(const struct kconfig_operand *operand, const char *kind)
{
    return operand->kind && strcmp(operand->kind, kind) == 0;
}

static bool operand_number(const struct kconfig_operand *operand, long long *number)
{
    *number = operand->truth;
    return is_kind(operand, "bool") || to_number(operand->text, number);
}

// Infinities and NaN are not values: no relation with them would be as people expect.
static bool to_float(const char *text, double *number)
{
    char *end;
    *number = strtod(text, &end);
    return *text && !*end && isfinite(*number);
}

// Two strings are compared as such; else numbers are, if both sides are numbers: a bool counts 0, 1
// or 2. Fractions are numbers only beside a float.
static int compare(const struct kconfig_operand *a, const struct kconfig_operand *b)
{
    long long first, second;
    double left, right;
    bool has_float = is_kind(a, "float") || is_kind(b, "float");
    if (is_kind(a, "string") && is_kind(b, "string")) {
        return strcmp(a->text, b->text);
    }
    if (operand_number(a, &first) && operand_number(b, &second)) {
        return (first > second) - (first < second);
    }
    if (has_float && to_float(a->text, &left) && to_float(b->text, &right)) {
        return (left > right) - (left < right);
    }
    return strcmp(a->text, b->text);
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
    case KCONFIG_GREATER_EQUAL:
        return order >= 0;
    case KCONFIG_OPERAND:
    case KCONFIG_NOT:
    case KCONFIG_AND:
    case KCONFIG_OR:
        break;
    }
    assert(false && "a relation");
    return false;
}

struct kconfig_operand kconfig_operate(enum kconfig_operator operation, struct kconfig_operand a,
                                       struct kconfig_operand b)
{
    struct kconfig_operand result = {.text = ""};
    if (operation == KCONFIG_NOT) {
        result.truth = 2 - a.truth;
    } else if (operation == KCONFIG_AND) {
        result.truth = a.truth < b.truth ? a.truth : b.truth;
    } else if (operation == KCONFIG_OR) {
        result.truth = a.truth > b.truth ? a.truth : b.truth;
    } else {
        result.truth = relation_holds(operation, compare(&a, &b)) ? 2 : 0;
    }
    return result;
}

static bool has_only(const char *text, int (*is_good)(int))
{
    const char *at = text;
    while (is_good((unsigned char)*at)) {
        at++;
    }
    return at != text && !*at;
}

static int is_float_sign(int c)
{
    return isdigit(c) || (c && strchr("+-.eE", c));
}

// What strtoull() takes as a number of this base, without the spaces and signs that it allows, too.
static bool read_digits(const char *text, int base, uint64_t *magnitude)
{
    errno = 0;
    *magnitude = strtoull(text, NULL, base);
    return has_only(text, base == 16 ? isxdigit : isdigit) && errno == 0;
}

// The same number has one text: `+5` and `0x5` are refused, and leading zeros are dropped.
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

// Hex symbols may be written without `0x`. In JSON they are decimal.
static const char *convert_hex(struct arena *arena, const char *value, enum kconfig_form form)
{
    uint64_t magnitude;
    bool has_prefix = value[0] == '0' && (value[1] == 'x' || value[1] == 'X');
    const char *digits = value + (has_prefix && form == KCONFIG_WORD ? 2 : 0);
    return read_digits(digits, form == KCONFIG_DECIMAL ? 10 : 16, &magnitude)
               ? text_offset(arena, magnitude)
               : NULL;
}

// As few digits as make this number and no other, so that one number has one text.
static const char *convert_float(struct arena *arena, const char *value)
{
    double number;
    if (!has_only(value, is_float_sign) || !to_float(value, &number)) {
        return NULL;
    }
    char *text = NULL;
    for (int digits = 1; digits <= 17; digits++) {
        text = arena_format(arena, "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    return strpbrk(text, ".e") ? text : arena_format(arena, "%s.0", text);
}

// Values written by hand have many forms: `yes`, `n # not yet`, or nothing at all. Kconfig's own
// tools look at the first letter only.
static const char *convert_bool(const char *value)
{
    return *value == 'y'              ? "y"
           : *value == 'n' || !*value ? "n"
           : strcmp(value, "m") == 0  ? "m"
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
        return convert_bool(value);
    }
    if (!*value) {
        return value;
    }
    return strcmp(kind, "int") == 0     ? convert_int(arena, value)
           : strcmp(kind, "float") == 0 ? convert_float(arena, value)
                                        : convert_hex(arena, value, form);
}

void kconfig_report_type(struct diagnostics *diagnostics, const struct kconfig_symbol *symbol,
                         const char *kind, struct span declared)
{
    const char *quote = symbol->form == KCONFIG_TEXT ? "\"" : "";
    const char *right = strcmp(kind, "bool") == 0    ? "`y` or `n`"
                        : strcmp(kind, "int") == 0   ? "a decimal number of at most 64 bits"
                        : strcmp(kind, "hex") == 0   ? "a hexadecimal number, such as `0x8000`"
                        : strcmp(kind, "float") == 0 ? "a number, such as `1.5`"
                                                     : "text in double quotes";
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_SDKCONFIG_TYPE, symbol->value_span,
               "`%s` is %s, which cannot be `%s%s%s`: it must be %s", symbol->name,
               strcmp(kind, "int") == 0   ? "an int"
               : strcmp(kind, "hex") == 0 ? "a hex"
                                          : arena_format(diagnostics->arena, "a %s", kind),
               quote, symbol->value, quote, right);
    add_note(diagnostic, declared, "it is declared here");
}

const char *value_inverse(const char *value)
{
    return strcmp(value, "n") == 0 ? "y" : kconfig_truth(value) ? "n" : value;
}
