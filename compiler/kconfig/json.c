// sdkconfig.json: one flat object (RFC 8259), names without CONFIG_, bools as true and false, the
// numbers of hex symbols in decimal.
//
// Reading is a walk of one pointer. The NUL after the last byte ends every loop, so no end has to
// be checked; nothing nests, so nothing recurses. The first mistake ends the reading: what follows
// a broken string could be anything.
#include "reader.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct json_reader {
    struct kconfig *kconfig;
    const struct source *source;
    const char *at; // a NUL follows the last byte
};

// From a place to the one that is being read.
static struct span span_from(const struct json_reader *reader, const char *start)
{
    uint32_t base = reader->source->start;
    const char *bytes = reader->source->bytes;
    return (struct span){base + (uint32_t)(start - bytes), base + (uint32_t)(reader->at - bytes)};
}

// Always false, so that callers can return it.
static bool report_json(struct json_reader *reader, const char *start, const char *message)
{
    report(reader->kconfig->diagnostics, CODE_SDKCONFIG_JSON, span_from(reader, start), "%s",
           message);
    return false;
}

static void skip_spaces(struct json_reader *reader)
{
    while (*reader->at && strchr(" \t\r\n", *reader->at)) {
        reader->at++;
    }
}

// Whether a punctuation mark comes next, which is then read.
static bool take(struct json_reader *reader, char mark)
{
    skip_spaces(reader);
    bool is_there = *reader->at == mark;
    reader->at += is_there;
    return is_there;
}

// Four hexadecimal digits. False at the end of the file, too, since a NUL is none.
static bool read_four(const char *text, unsigned *value)
{
    *value = 0;
    for (size_t i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)text[i])) {
            return false;
        }
        char digit[] = {text[i], 0};
        *value = *value * 16 + (unsigned)strtoul(digit, NULL, 16);
    }
    return true;
}

// RFC 3629: the lead byte says by its high bits how many bytes follow.
static void append_utf8(struct buffer *text, unsigned code)
{
    if (code < 0x80) {
        buffer_byte(text, (uint8_t)code);
        return;
    }
    unsigned shift = code < 0x800 ? 6 : code < 0x10000 ? 12 : 18;
    unsigned head = code < 0x800 ? 0xc0 : code < 0x10000 ? 0xe0 : 0xf0;
    buffer_byte(text, (uint8_t)(head | code >> shift));
    while (shift) {
        shift -= 6;
        buffer_byte(text, (uint8_t)(0x80 | (code >> shift & 0x3f)));
    }
}

// `uXXXX`, or two of them for what is beyond the first 64K characters (RFC 8259, section 7:
// surrogate pairs). A lone surrogate has no UTF-8, and U+0000 would end a text: both are refused.
static bool read_code(struct json_reader *reader, struct buffer *text)
{
    unsigned code, low;
    if (!read_four(reader->at + 1, &code)) {
        return false;
    }
    reader->at += 5;
    if (code >= 0xd800 && code < 0xe000) {
        bool is_pair = code < 0xdc00 && reader->at[0] == '\\' && reader->at[1] == 'u' &&
                       read_four(reader->at + 2, &low) && low >= 0xdc00 && low < 0xe000;
        if (!is_pair) {
            return false;
        }
        code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
        reader->at += 6;
    }
    append_utf8(text, code);
    return code != 0;
}

static bool read_escape(struct json_reader *reader, struct buffer *text)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = *reader->at ? strchr(letters, *reader->at) : NULL;
    if (letter) {
        buffer_byte(text, (uint8_t)meanings[letter - letters]);
        reader->at++;
        return true;
    }
    return *reader->at == 'u' && read_code(reader, text);
}

// The text in quotes that begins here; null, and reported, if it is not a good one.
static const char *read_text(struct json_reader *reader)
{
    struct buffer text;
    buffer_init(&text, reader->kconfig->arena);
    const char *start = reader->at++;
    while (*reader->at != '"') {
        const char *character = reader->at;
        if ((unsigned char)*character < 0x20) {
            report_json(reader, start, "this string has no closing quote");
            return NULL;
        }
        reader->at++;
        if (*character != '\\') {
            buffer_byte(&text, (uint8_t)*character);
        } else if (!read_escape(reader, &text)) {
            reader->at = character + 1;
            report_json(reader, character, "JSON has no such escape sequence");
            return NULL;
        }
    }
    reader->at++;
    return text.length ? text.bytes : "";
}

// true, false, null or a number. The number's text is kept: whether it is decimal for a hex symbol
// is only known with the symbol.
static bool read_word(struct json_reader *reader, struct setting *setting)
{
    const char *start = reader->at;
    while (isalnum((unsigned char)*reader->at) || (*reader->at && strchr("+-.", *reader->at))) {
        reader->at++;
    }
    const char *word = arena_copy(reader->kconfig->arena, start, (size_t)(reader->at - start));
    const char *digits = word + (*word == '-');
    bool is_true = strcmp(word, "true") == 0;
    setting->form = KCONFIG_WORD;
    setting->value = is_true ? "y" : strcmp(word, "false") == 0 ? "n" : "";
    if (*setting->value || strcmp(word, "null") == 0) {
        return true;
    }
    bool is_integer = *digits && digits[strspn(digits, "0123456789")] == 0;
    bool is_float = isdigit((unsigned char)*digits) &&
                    digits[strspn(digits, "0123456789.eE+-")] == 0; // of newer kinds of symbols
    setting->form = is_integer ? KCONFIG_DECIMAL : KCONFIG_WORD;
    setting->value = word;
    reader->at += !*word && *reader->at; // so that there is something to show
    return is_integer || is_float ||
           report_json(reader, start, "a value is `true`, `false`, a number or a string");
}

static bool read_value(struct json_reader *reader, struct setting *setting)
{
    skip_spaces(reader);
    if (*reader->at != '"') {
        return read_word(reader, setting);
    }
    setting->form = KCONFIG_TEXT;
    setting->value = read_text(reader);
    return setting->value != NULL;
}

static bool read_member(struct json_reader *reader)
{
    skip_spaces(reader);
    const char *start = reader->at;
    if (*start != '"') {
        return report_json(reader, start, "expected the name of a symbol in double quotes");
    }
    const char *name = read_text(reader);
    if (!name) {
        return false;
    }
    if (!take(reader, ':')) {
        return report_json(reader, reader->at, "expected `:`");
    }
    struct setting setting = {
        .source = reader->source,
        .name = names_intern(reader->kconfig->names, name, strlen(name)),
    };
    if (!read_value(reader, &setting)) {
        return false;
    }
    setting.span = span_from(reader, start);
    option_set(reader->kconfig, &setting);
    return true;
}

void json_read(struct kconfig *kconfig, const struct source *source)
{
    bool has_mark = source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
    struct json_reader reader = {kconfig, source, source->bytes + (has_mark ? 3 : 0)};
    take(&reader, '{');
    if (!take(&reader, '}')) {
        do {
            if (!read_member(&reader)) {
                return;
            }
        } while (take(&reader, ','));
        if (!take(&reader, '}')) {
            report_json(&reader, reader.at, "expected `,` or `}`");
            return;
        }
    }
    skip_spaces(&reader);
    if (reader.at < source->bytes + source->length) {
        report_json(&reader, reader.at, "expected the end of the file");
    }
}
