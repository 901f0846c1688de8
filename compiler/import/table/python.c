// Spaces and numbers as Python has them.
//
// gen_esp32part.py strips fields with str.strip(), which knows Unicode's spaces, and reads numbers
// with int(text, 0), which knows underscores and 0o, and refuses a leading zero. A CSV that the
// tool accepts must be accepted here, and the other way round.
#include "python.h"

#include <ctype.h>
#include <string.h>

// The length of the blank character at `text`, as str.isspace() has them; 0: it is another.
static size_t blank_length(const char *text, const char *end)
{
    static const char *const wide[] = {"\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80",
                                       "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
                                       "\xe2\x81\x9f", "\xe3\x80\x80"};
    unsigned char byte = (unsigned char)*text;
    if (byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1c && byte <= 0x1f)) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t length = strlen(wide[i]);
        if ((size_t)(end - text) >= length && memcmp(text, wide[i], length) == 0) {
            return length;
        }
    }
    bool is_space = end - text >= 3 && memcmp(text, "\xe2\x80", 2) == 0 &&
                    (unsigned char)text[2] <= 0x8a; // U+2000 to U+200A
    return is_space ? 3 : 0;
}

// From the end, whole characters are looked at: the bytes 10xxxxxx of UTF-8 continue one.
void python_strip(const char **text, size_t *length)
{
    const char *end = *text + *length;
    size_t count;
    while (*text < end && (count = blank_length(*text, end)) > 0) {
        *text += count;
    }
    while (*text < end) {
        const char *last = end - 1;
        while (last > *text && ((unsigned char)*last & 0xc0) == 0x80) {
            last--;
        }
        if (blank_length(last, end) != (size_t)(end - last)) {
            break;
        }
        end = last;
    }
    *length = (size_t)(end - *text);
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

// 010 is refused as Python 3 does; 0, 00 and 0_0 are zero.
enum python_result python_integer(const char *text, size_t length, struct number *number)
{
    python_strip(&text, &length);
    const char *end = text + length;
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

// `4kk` is 4 times 1024 times 1024 to the tool, and here; the caller warns.
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
