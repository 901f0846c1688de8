// Values of NVS keys: from texts, numbers and files.
//
// All ways end in nvs_set_number or set_bytes, where ranges and sizes are judged; before that, a
// decoder for each encoding makes bytes of characters. No message quotes a value of a secret key:
// all texts go through `shown`, or name only a position. Limits are those of nvs_partition_gen
// 0.2.0.
#include "nvs.h"

#include "record.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

// A value as a message may show it: cut to 80 bytes, since a value can be a file of half a
// megabyte.
static const char *shown(const struct nvs *nvs, const struct nvs_key *key, const char *text)
{
    return key->is_secret ? "this value" : arena_format(nvs->request->arena, "`%.80s`", text);
}

static struct diagnostic *report_value(struct nvs *nvs, struct span span, const char *text)
{
    return report(nvs->request->diagnostics, CODE_NVS_VALUE, span, "%s", text);
}

// The number is kept as bits in two's complement; the writer takes as many of its low bytes as the
// type has. That the range was judged before makes this exact.
bool nvs_set_number(struct nvs *nvs, struct nvs_key *key, struct number number, struct span span)
{
    struct arena *arena = nvs->request->arena;
    if (key->encoding != NVS_DECIMAL) {
        report_value(nvs, span,
                     arena_format(arena, "`%s` is a %s: its value is written in quotes",
                                  key->item.name, key->encoding == NVS_TEXT ? "string" : "blob"));
        return false;
    }
    if (!nvs_check_type(nvs, key, number, span) || !nvs_check_range(nvs, key, number, span)) {
        return false;
    }
    key->item.number = number.negative ? -number.magnitude : number.magnitude;
    return true;
}

// A decimal number with an optional minus, and nothing else: no plus, no spaces, no `0x`, as in
// nvs_partition_gen. Digits are counted on after an overflow, so that a number that is too large
// is told from a text that is none. `-0` is 0.
static bool read_decimal(const char *text, size_t length, struct number *number, bool *is_large)
{
    bool is_negative = length > 0 && text[0] == '-';
    size_t at = is_negative;
    uint64_t value = 0;
    for (; at < length && isdigit((unsigned char)text[at]); at++) {
        uint64_t digit = (uint64_t)(text[at] - '0');
        *is_large |= value > (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    *number = number_of(value);
    *is_large |= is_negative && value > 0 && !number_negate(number_of(value), number);
    return at == length && length > is_negative;
}

// Hexadecimal is what people write next; the message gives them the decimal number, unless it is
// secret. The text may come from a file and contain a NUL: then it is not decimal, and strtoull
// sees only what is before it.
static bool set_decimal(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                        struct span span)
{
    struct arena *arena = nvs->request->arena;
    const char *type = field_type_name(nvs_integer_type(key->item.type));
    struct number number;
    bool is_large = false;
    if (read_decimal(text, length, &number, &is_large)) {
        if (is_large) {
            nvs_report_range(nvs, key, shown(nvs, key, text), span);
        }
        return !is_large && nvs_set_number(nvs, key, number, span);
    }
    char *end;
    bool is_hex = length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    errno = 0;
    unsigned long long value = strtoull(text, &end, 16);
    const char *hint = is_hex && !*end && !errno && !key->is_secret
                           ? arena_format(arena, "; write %llu", value)
                           : "";
    report_value(nvs, span,
                 length == 0
                     ? arena_format(arena, "`%s` (%s) has no value", key->item.name, type)
                     : arena_format(arena, "%s is not a decimal integer, which `%s` (%s) needs%s",
                                    shown(nvs, key, text), key->item.name, type, hint));
    return false;
}

// A NUL within a string would end it for firmware, and the rest would be dead weight.
static bool set_bytes(struct nvs *nvs, struct nvs_key *key, const char *bytes, size_t length,
                      struct span span)
{
    bool is_string = key->item.type == NVS_STRING;
    uint64_t limit = nvs_size_limit(nvs, key->item.type);
    size_t size = length + is_string;
    if (is_string && memchr(bytes, 0, length)) {
        report_value(
            nvs, span,
            arena_format(nvs->request->arena, "the string `%s` has a NUL in it", key->item.name));
        return false;
    }
    if (size > limit) {
        report_value(nvs, span,
                     arena_format(nvs->request->arena,
                                  "`%s` has %zu bytes%s; a %s of version %u has at most %s",
                                  key->item.name, size, is_string ? " with its NUL" : "",
                                  is_string ? "string" : "blob", nvs->form.version,
                                  text_number(nvs->request->arena, number_of(limit))));
        return false;
    }
    if (!nvs_check_max(nvs, key, size, span)) {
        return false;
    }
    key->item.bytes = bytes;
    key->item.length = size;
    return true;
}

// Works on ASCII: in `0` to `9` the low four bits are the digit, in letters of either case they
// count from 1.
static int hex_digit(char character)
{
    if (!isxdigit((unsigned char)character)) {
        return -1;
    }
    return (character & 0xf) + (character > '9' ? 9 : 0);
}

// Counts from 1. The character itself is shown only where it is printable and not of a secret; its
// position gives nothing away.
static void report_character(struct nvs *nvs, const struct nvs_key *key, const char *text,
                             size_t at, const char *wanted, struct span span)
{
    struct arena *arena = nvs->request->arena;
    bool is_shown = !key->is_secret && text[at] >= ' ' && text[at] <= '~';
    const char *shown = is_shown ? arena_format(arena, "`%c`, ", text[at]) : "";
    report_value(nvs, span,
                 arena_format(arena, "character %zu of `%s` is %snot a %s", at + 1, key->item.name,
                              shown, wanted));
}

// All digits are judged before any is decoded, so that the message names the first wrong one, even
// where the count is odd as well.
static bool set_hex(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                    struct span span)
{
    struct arena *arena = nvs->request->arena;
    for (size_t i = 0; i < length; i++) {
        if (hex_digit(text[i]) < 0) {
            report_character(nvs, key, text, i, "hexadecimal digit", span);
            return false;
        }
    }
    if (length % 2) {
        report_value(nvs, span,
                     arena_format(arena, "`%s` has %zu hexadecimal digits; each byte needs two",
                                  key->item.name, length));
        return false;
    }
    char *bytes = arena_new(arena, length / 2 + 1);
    for (size_t i = 0; i < length; i += 2) {
        bytes[i / 2] = (char)(hex_digit(text[i]) * 16 + hex_digit(text[i + 1]));
    }
    return set_bytes(nvs, key, bytes, length / 2, span);
}

static int base64_digit(char character)
{
    return character >= 'A' && character <= 'Z'   ? character - 'A'
           : character >= 'a' && character <= 'z' ? character - 'a' + 26
           : character >= '0' && character <= '9' ? character - '0' + 52
           : character == '+'                     ? 62
           : character == '/'                     ? 63
                                                  : -1;
}

// RFC 4648, section 4, with padding required and no line ends (those of files were removed
// before). Unused bits of the last digit are not looked at. Up to two `=` are taken off first;
// more, or one elsewhere, is a character that is not a digit.
static bool set_base64(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                       struct span span)
{
    struct arena *arena = nvs->request->arena;
    char *bytes = arena_new(arena, length + 1);
    size_t size = 0;
    size_t digits = length;
    uint32_t bits = 0;
    while (digits > 0 && length - digits < 2 && text[digits - 1] == '=') {
        digits--;
    }
    for (size_t i = 0; i < digits; i++) {
        int digit = base64_digit(text[i]);
        if (digit < 0) {
            report_character(nvs, key, text, i, "character of base64", span);
            return false;
        }
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4) { // three bytes of four digits
            bytes[size++] = (char)(uint8_t)(bits >> (6 - 2 * (i % 4)));
        }
    }
    if (length % 4 || digits % 4 == 1) {
        report_value(
            nvs, span,
            arena_format(
                arena,
                "`%s` has %zu characters of base64; they come in groups of four, padded with `=`",
                key->item.name, length));
        return false;
    }
    return set_bytes(nvs, key, bytes, size, span);
}

// A text in a blob of a fixed size, as `blob_fill` and `blob_sz_fill` of nvs_partition_gen make
// it. Its length, where that is kept, comes before it as 32 bits, and is not counted in the size.
// `fill_size` is at most NVS_BLOB_LIMIT, as read_fill has checked, so that nothing here can
// overflow.
static bool set_filled(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                       struct span span)
{
    struct buffer bytes;
    buffer_init(&bytes, nvs->request->arena);
    if (length > key->fill_size) {
        report_value(nvs, span,
                     arena_format(nvs->request->arena, "`%s` needs %zu bytes; its encoding has %s",
                                  key->item.name, length,
                                  text_number(nvs->request->arena, number_of(key->fill_size))));
        return false;
    }
    if (key->encoding == NVS_SIZE_FILL) {
        buffer_integer(&bytes, length, 4, false);
    }
    key->filled = text;
    buffer_bytes(&bytes, text, length);
    buffer_fill(&bytes, key->fill, (size_t)key->fill_size - length);
    return set_bytes(nvs, key, bytes.length ? bytes.bytes : "", bytes.length, span);
}

// `text` has a NUL after its `length` bytes, which decoders of decimals rely on. Bytes are not
// copied where they are taken as they are: the text must live as long as the key.
bool nvs_set_text(struct nvs *nvs, struct nvs_key *key, const char *text, size_t length,
                  struct span span)
{
    switch (key->encoding) {
    case NVS_DECIMAL:
        return set_decimal(nvs, key, text, length, span);
    case NVS_HEX:
        return set_hex(nvs, key, text, length, span);
    case NVS_BASE64:
        return set_base64(nvs, key, text, length, span);
    case NVS_FILL:
    case NVS_SIZE_FILL:
        return set_filled(nvs, key, text, length, span);
    case NVS_TEXT:
    case NVS_BINARY:
        break;
    }
    return set_bytes(nvs, key, text, length, span);
}

// Text files end with a line end, and base64 has them in it. Works in place, and writes a NUL
// after what is left, for which there is room: callers have one after the text.
static size_t without_blanks(char *text, size_t length, bool is_inner)
{
    size_t start = 0;
    size_t kept = 0;
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    while (start < length && isspace((unsigned char)text[start])) {
        start++;
    }
    for (size_t i = start; i < length; i++) {
        if (!is_inner || !isspace((unsigned char)text[i])) {
            text[kept++] = text[i];
        }
    }
    text[kept] = 0;
    return kept;
}

// The limit is in bytes of the file: hexadecimal takes two characters a byte, base64 with line
// ends a bit more than one, so four times the largest blob lets nothing legal out and bounds the
// memory. A string that is not UTF-8 is a warning only: firmware does not care.
bool nvs_set_file(struct nvs *nvs, struct nvs_key *key)
{
    struct buffer content;
    buffer_init(&content, nvs->request->arena);
    uint64_t limit = 4 * (uint64_t)NVS_BLOB_LIMIT; // of texts that encode so many bytes
    if (!input_bytes(nvs->request, key->path, key->path_span, limit, &content)) {
        return false;
    }
    char *text = content.length ? content.bytes : arena_new(nvs->request->arena, 1);
    size_t length = content.length;
    if (key->encoding == NVS_HEX || key->encoding == NVS_BASE64) {
        length = without_blanks(text, length, key->encoding == NVS_BASE64);
    }
    if (key->encoding == NVS_TEXT && !text_is_utf8(text, length)) {
        report(nvs->request->diagnostics, CODE_CSV_ENCODING, key->path_span,
               "`%s` is a string, and its file is not UTF-8", key->item.name);
    }
    return nvs_set_text(nvs, key, text, length, key->path_span);
}
