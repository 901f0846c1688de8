#include "python.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static unsigned digit_value(char c)
{
    if (isdigit((unsigned char)c)) {
        return (unsigned)(c - '0');
    }
    return isalpha((unsigned char)c) ? (unsigned)(tolower((unsigned char)c) - 'a') + 10 : 99;
}

static unsigned read_base(const char **text, const char *end)
{
    static const char letters[] = "xob";
    static const unsigned bases[] = {16, 8, 2};
    const char *letter = end - *text > 2 && **text == '0'
                             ? strchr(letters, tolower((unsigned char)(*text)[1]))
                             : NULL;
    if (!letter || !*letter) {
        return 10;
    }
    *text += 2;
    *text += **text == '_';
    return bases[letter - letters];
}

// Digits with single `_` between them.
static enum python_result read_digits(const char *text, const char *end, unsigned base,
                                      uint64_t *value)
{
    bool is_digit = false;
    bool is_large = false;
    *value = 0;
    for (; text < end; text++) {
        if (*text == '_' && is_digit) {
            is_digit = false;
            continue;
        }
        unsigned digit = digit_value(*text);
        if (digit >= base) {
            return PYTHON_NO_NUMBER;
        }
        is_digit = true;
        is_large |= *value > (UINT64_MAX - digit) / base;
        *value = *value * base + digit;
    }
    return !is_digit ? PYTHON_NO_NUMBER : is_large ? PYTHON_TOO_LARGE : PYTHON_NUMBER;
}

enum python_result python_integer(const char *text, size_t length, struct number *number)
{
    const char *end = text + length;
    while (text < end && is_blank(*text)) {
        text++;
    }
    while (text < end && is_blank(end[-1])) {
        end--;
    }
    bool is_negative = text < end && *text == '-';
    text += text < end && (*text == '-' || *text == '+');
    unsigned base = read_base(&text, end);
    uint64_t value;
    enum python_result result = read_digits(text, end, base, &value);
    if (result == PYTHON_NUMBER && base == 10 && *text == '0' && value) {
        return PYTHON_LEADING_ZERO;
    }
    if (result == PYTHON_NUMBER && is_negative && value > UINT64_C(1) << 63) {
        return PYTHON_TOO_LARGE;
    }
    *number = (struct number){value, is_negative && value};
    return result;
}

enum python_result python_size(const char *text, size_t length, struct number *number,
                               size_t *suffixes)
{
    struct number factor = number_of(1);
    bool is_large = false;
    *suffixes = 0;
    while (length && strchr("kKmM", text[length - 1])) {
        uint64_t unit = tolower((unsigned char)text[length - 1]) == 'k' ? 1 << 10 : 1 << 20;
        is_large |= !number_multiply(factor, number_of(unit), &factor);
        length--;
        ++*suffixes;
    }
    enum python_result result = python_integer(text, length, number);
    if (result == PYTHON_NUMBER && (is_large || !number_multiply(*number, factor, number))) {
        return PYTHON_TOO_LARGE;
    }
    return result;
}
