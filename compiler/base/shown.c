// The one place that decides what a terminal sees. Every character keeps its width of one column,
// so that tables and carets stay where they are.
#include "shown.h"

#include "text.h"

#include <string.h>

// Characters from `first` to `last` in UTF-8, which orders them as their numbers do.
// NOLINTBEGIN(misc-misleading-bidirectional): these are what is looked for
static const struct {
    const char *first, *last;
} unsafe[] = {
    {"\xc2\x80", "\xc2\x9f"},         // U+0080 to U+009F, controls
    {"\xd8\x9c", "\xd8\x9c"},         // U+061C, a mark of direction
    {"\xe2\x80\x8e", "\xe2\x80\x8f"}, // U+200E, U+200F, likewise
    {"\xe2\x80\xa8", "\xe2\x80\xae"}, // U+2028, U+2029, line ends; U+202A to U+202E, overrides
    {"\xe2\x81\xa6", "\xe2\x81\xa9"}, // U+2066 to U+2069, isolates
};
// NOLINTEND(misc-misleading-bidirectional)

bool shown_is_unsafe(const char *character, size_t bytes)
{
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++) {
        if (strlen(unsafe[i].first) == bytes && memcmp(character, unsafe[i].first, bytes) >= 0 &&
            memcmp(character, unsafe[i].last, bytes) <= 0) {
            return true;
        }
    }
    return false;
}

// ASCII's own; those of U+0080 to U+009F are in the table.
static bool is_control(char character)
{
    return (unsigned char)character < 0x20 || character == 0x7f;
}

// How much of a text is plain from its start on, as nearly all is.
static size_t plain_length(const char *text, const char *end)
{
    const char *at = text;
    while (at < end && *at >= ' ' && *at < 0x7f) {
        at++;
    }
    return (size_t)(at - text);
}

// `text` may be null where its length is 0.
static void append(struct buffer *out, const char *text, size_t length, bool is_line)
{
    const char *end = length ? text + length : text;
    while (text < end) {
        size_t plain = plain_length(text, end);
        if (plain) {
            buffer_bytes(out, text, plain);
            text += plain;
            continue;
        }
        size_t bytes = text_character(text, end);
        bool is_bad = bytes == 0 || (bytes > 1 && shown_is_unsafe(text, bytes)) ||
                      (is_line && bytes == 1 && is_control(*text));
        if (is_line && *text == '\t') {
            buffer_byte(out, ' ');
        } else if (is_bad) {
            buffer_byte(out, '?');
        } else {
            buffer_bytes(out, text, bytes);
        }
        text += bytes ? bytes : 1;
    }
}

void shown_line(struct buffer *out, const char *text, size_t length)
{
    append(out, text, length, true);
}

void shown_text(struct buffer *out, const char *text, size_t length)
{
    append(out, text, length, false);
}
