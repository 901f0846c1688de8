// Text in the encodings that ESP-IDF's tool takes: UTF-8, or UTF-16 or UTF-32 by a byte order mark,
// as editors on Windows write them.
//
// Text in UTF-8 stays the source that it is, so that messages show its lines; the others are
// converted into a source of their own.
#include "importer.h"

#include <string.h>

struct encoding {
    const char *mark;
    size_t mark_length;
    size_t unit; // bytes
    bool is_big_endian;
    const char *name;
};

// The mark of UTF-32 begins as that of UTF-16 does.
static const struct encoding encodings[] = {
    {"\xff\xfe\0\0", 4, 4, false, "UTF-32"}, {"\0\0\xfe\xff", 4, 4, true, "UTF-32"},
    {"\xff\xfe", 2, 2, false, "UTF-16"},     {"\xfe\xff", 2, 2, true, "UTF-16"},
    {"\xef\xbb\xbf", 3, 1, false, "UTF-8"},  {"", 0, 1, false, "UTF-8"},
};

static const struct encoding *find_encoding(const struct source *source)
{
    const struct encoding *encoding = encodings;
    while (source->length < encoding->mark_length ||
           memcmp(source->bytes, encoding->mark, encoding->mark_length) != 0) {
        encoding++;
    }
    return encoding;
}

static uint32_t read_unit(const struct encoding *encoding, const char *bytes)
{
    uint32_t unit = 0;
    for (size_t i = 0; i < encoding->unit; i++) {
        size_t at = encoding->is_big_endian ? i : encoding->unit - 1 - i;
        unit = unit << 8 | (unsigned char)bytes[at];
    }
    return unit;
}

static void append_character(struct buffer *out, uint32_t character)
{
    if (character < 0x80) {
        buffer_byte(out, (uint8_t)character);
    } else if (character < 0x800) {
        buffer_byte(out, (uint8_t)(0xc0 | character >> 6));
    } else if (character < 0x10000) {
        buffer_byte(out, (uint8_t)(0xe0 | character >> 12));
        buffer_byte(out, (uint8_t)(0x80 | (character >> 6 & 0x3f)));
    } else {
        buffer_byte(out, (uint8_t)(0xf0 | character >> 18));
        buffer_byte(out, (uint8_t)(0x80 | (character >> 12 & 0x3f)));
        buffer_byte(out, (uint8_t)(0x80 | (character >> 6 & 0x3f)));
    }
    if (character >= 0x80) {
        buffer_byte(out, (uint8_t)(0x80 | (character & 0x3f)));
    }
}

// Appends the character at `*at`; false if it is none.
static bool convert(const struct source *source, const struct encoding *encoding, size_t *at,
                    struct buffer *out)
{
    if (source->length - *at < encoding->unit) {
        return false;
    }
    uint32_t character = read_unit(encoding, source->bytes + *at);
    *at += encoding->unit;
    if (character >= 0xd800 && character < 0xdc00 && encoding->unit == 2) {
        uint32_t low = source->length - *at >= 2 ? read_unit(encoding, source->bytes + *at) : 0;
        if (low < 0xdc00 || low > 0xdfff) {
            return false;
        }
        *at += encoding->unit;
        character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
    }
    append_character(out, character);
    return character <= 0x10ffff && (character < 0xd800 || character > 0xdfff);
}

static const struct source *report_text(struct importer *importer, const struct source *source,
                                        size_t at, const char *problem)
{
    uint32_t start = source->start + (uint32_t)at;
    report(importer->diagnostics, CODE_IMPORT_TEXT, (struct span){start, start + 1}, "%s", problem);
    return NULL;
}

// Converted as a whole, since every later stage wants offsets in one text.
static const struct source *convert_all(struct importer *importer, const struct source *source,
                                        const struct encoding *encoding)
{
    struct buffer text;
    size_t at = encoding->mark_length;
    buffer_init(&text, importer->arena);
    while (at < source->length) {
        if (!convert(source, encoding, &at, &text)) {
            return report_text(
                importer, source, 0,
                arena_format(
                    importer->arena,
                    "this file is not valid %s, although it starts with its byte order mark",
                    encoding->name));
        }
    }
    struct source *converted =
        sources_add(importer->sources, source->path, text.bytes, text.length);
    if (!converted) {
        return report_text(importer, source, 0, "this text is too large");
    }
    converted->is_data = true;
    return converted;
}

const struct source *decode_text(struct importer *importer, const struct source *source,
                                 size_t *start)
{
    const struct encoding *encoding = find_encoding(source);
    *start = encoding->unit == 1 ? encoding->mark_length : 0;
    const struct source *text =
        encoding->unit == 1 ? source : convert_all(importer, source, encoding);
    for (size_t at = *start; text && at < text->length;) {
        size_t length = text_character(text->bytes + at, text->bytes + text->length);
        if (length == 0 || text->bytes[at] == 0) {
            return report_text(importer, text, at,
                               length ? "a zero byte: this is not a text file"
                                      : "this is not UTF-8; save the file as UTF-8");
        }
        at += length;
    }
    return text;
}
