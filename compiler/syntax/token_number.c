// Numbers: integers with their bases, underscores and suffixes, and floats.
//
// The scanner takes whatever begins with a digit, with all letters and digits that follow, so that
// a number with a mistake is one token, and gets one message.
#include "token.h"

#include "schema.h"

#include <string.h>

// The value of a digit in a base, or -1.
static int digit_value(char c, unsigned base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return value < (int)base ? value : -1;
}

struct scanned {
    uint64_t value;
    size_t digits; // characters that belong to the number itself; the suffix is after them
    unsigned base;
    bool is_misplaced; // an underscore that is not between digits
    bool is_too_large;
};

// The value wraps if it is too large, which is defined for unsigned numbers and noted before.
static struct scanned scan_digits(const char *text, size_t length)
{
    struct scanned scanned = {.base = 10};
    size_t at = 0;
    if (length > 1 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        scanned.base = 16;
        at = 2;
    } else if (length > 1 && text[0] == '0' && (text[1] | 0x20) == 'b') {
        scanned.base = 2;
        at = 2;
    }
    bool after_digit = false;
    for (; at < length; at++) {
        int digit = digit_value(text[at], scanned.base);
        if (digit >= 0) {
            scanned.is_too_large |= scanned.value > (UINT64_MAX - (unsigned)digit) / scanned.base;
            scanned.value = scanned.value * scanned.base + (unsigned)digit;
        } else if (text[at] != '_') {
            break;
        } else {
            scanned.is_misplaced |= !after_digit;
        }
        after_digit = digit >= 0;
    }
    scanned.is_misplaced |= !after_digit;
    scanned.digits = at;
    return scanned;
}

// The binary units of ESP-IDF's partitions.csv: K is 1024.
static unsigned suffix_shift(char suffix)
{
    switch (suffix) {
    case 'K':
    case 'k':
        return 10;
    case 'M':
    case 'm':
        return 20;
    case 'G':
    case 'g':
        return 30;
    default:
        return 0;
    }
}

static bool is_exact_suffix(const char *suffix, size_t length)
{
    return length == 0 || (length == 1 && strchr("KMG", *suffix));
}

// `kB`, `KiB`, `k`: what people write for K. It gets a fix, and counts as healed.
static bool is_meant_as_suffix(const char *suffix, size_t length)
{
    static const char *const behind[] = {"", "b", "B", "ib", "iB"};
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        if (length == strlen(behind[i]) + 1 && suffix_shift(*suffix) &&
            strncmp(suffix + 1, behind[i], length - 1) == 0) {
            return true;
        }
    }
    return false;
}

// What C would read as octal, and people as decimal: refused, as both would be surprised.
static bool has_leading_zero(const char *text, const struct scanned *scanned)
{
    return scanned->base == 10 && scanned->digits > 1 && text[0] == '0';
}

// A fix is only offered if the rest of the number is good: it must be accepted once it is applied.
static void report_bad_number(struct parser *parser, struct span place, const char *text,
                              size_t length, const struct scanned *scanned)
{
    struct diagnostics *diagnostics = parser->syntax->diagnostics;
    const char *suffix = text + scanned->digits;
    size_t suffix_length = length - scanned->digits;
    bool is_clear = !scanned->is_misplaced && !has_leading_zero(text, scanned) &&
                    !scanned->is_too_large && scanned->value <= UINT64_MAX >> suffix_shift(*suffix);
    if (is_clear && is_meant_as_suffix(suffix, suffix_length)) {
        char unit = (char)(*suffix & ~0x20);
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_BAD_NUMBER, place, "`%.*s` is not a number; write `%.*s%c`",
                   (int)length, text, (int)scanned->digits, text, unit);
        add_fix(diagnostic, place, "%.*s%c", (int)scanned->digits, text, unit);
        parser->syntax->healed++;
        return;
    }
    parser->is_broken = true; // it was a name, perhaps
    token_damage(parser, place);
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_BAD_NUMBER, place, "`%.*s` is not a number", (int)length, text);
    add_note(diagnostic, (struct span){0},
             "numbers are decimal, `0x` or `0b`, with `_` between digits and K, M or G at the "
             "end; a name that begins with a digit is written as a string");
}

static void report_leading_zero(struct parser *parser, struct span place, const char *text,
                                size_t length)
{
    size_t zeros = 0;
    while (zeros + 1 < length && (text[zeros] == '0' || text[zeros] == '_')) {
        zeros++;
    }
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_BAD_NUMBER, place,
               "`%.*s` has a leading zero; write `%.*s` (there are no octal numbers)", (int)length,
               text, (int)(length - zeros), text + zeros);
    add_guess(diagnostic, place, "%.*s", (int)(length - zeros), text + zeros);
}

// The suffix is checked before the shift: `value << shift` of a number that is too large is never
// used, since an error was reported.
int token_number(struct parser *parser, union semantic *value, struct span place, const char *text,
                 size_t length)
{
    struct scanned scanned = scan_digits(text, length);
    const char *suffix = text + scanned.digits;
    size_t suffix_length = length - scanned.digits;
    unsigned shift = suffix_length ? suffix_shift(*suffix) : 0;
    if (!is_exact_suffix(suffix, suffix_length) || scanned.is_misplaced) {
        report_bad_number(parser, place, text, length, &scanned);
    } else if (has_leading_zero(text, &scanned)) {
        report_leading_zero(parser, place, text, length);
        token_damage(parser, place);
    } else if (scanned.is_too_large || scanned.value > UINT64_MAX >> shift) {
        report(parser->syntax->diagnostics, CODE_NUMBER_TOO_LARGE, place,
               "`%.*s` is too large; the largest number is 2^64-1", (int)length, text);
        token_damage(parser, place);
    }
    value->word = (struct syntax_word){
        .kind = WORD_INTEGER,
        .span = place,
        .text = names_intern(parser->syntax->names, text, length),
        .integer = scanned.value << shift,
    };
    return TOKEN_INTEGER;
}

// The text is kept, not its value: only the place where it is used has the type that it is read as.
int token_float(struct parser *parser, union semantic *value, struct span place, const char *text,
                size_t length)
{
    char *digits = arena_copy(parser->arena, text, length - 1);
    size_t count = 0;
    for (size_t i = 0; i + 1 < length; i++) { // without `_`
        digits[count] = text[i];
        count += text[i] != '_';
    }
    digits[count] = 0;
    value->word = (struct syntax_word){
        .kind = WORD_FLOAT,
        .span = place,
        .text = names_intern(parser->syntax->names, digits, strlen(digits)),
    };
    return TOKEN_FLOAT;
}
