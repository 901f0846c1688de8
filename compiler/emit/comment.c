// Comments in generated files. Texts come from the schema and may contain anything: none may end
// its comment early, or extend it into the next line of code.
#include "artifacts.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

// The length of a line end: also of what Python and editors take for one, but C does not, since a
// comment line must be one line for every reader.
static size_t line_end_length(const char *at)
{
    static const char *const ends[] = {"\n",   "\r",   "\v",       "\f",           "\x1c",
                                       "\x1d", "\x1e", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strncmp(at, ends[i], strlen(ends[i])) == 0) {
            return strlen(ends[i]);
        }
    }
    return 0;
}

// A backslash at its end would continue a `//` comment in the next line; so would `?\?/`, the
// trigraph for a backslash.
static size_t trimmed_length(const char *line, size_t length)
{
    for (;;) {
        if (length > 0 && strchr(" \t\\", line[length - 1])) {
            length--;
        } else if (length > 2 && strncmp(line + length - 3,
                                         "?"
                                         "?/",
                                         3) == 0) {
            length -= 3;
        } else {
            return length;
        }
    }
}

// The characters that change the direction of text, U+202A to U+202E and U+2066 to U+2069.
// Compilers warn of them in comments, since they can make code look like something else ("Trojan
// Source", CVE-2021-42574).
static size_t direction_length(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    bool is_direction =
        bytes[0] == 0xe2 && ((bytes[1] == 0x80 && bytes[2] >= 0xaa && bytes[2] <= 0xae) ||
                             (bytes[1] == 0x81 && bytes[2] >= 0xa6 && bytes[2] <= 0xa9));
    return is_direction ? 3 : 0;
}

// Directions are left out and nothing takes their place: the text reads the same without them.
static void append_line(struct buffer *out, const char *mark, const char *line, size_t length)
{
    buffer_text(out, mark);
    buffer_text(out, length ? " " : "");
    for (const char *end = line + length; line < end;) {
        size_t direction = direction_length(line);
        if (direction == 0) {
            buffer_byte(out, (uint8_t)*line);
        }
        line += direction ? direction : 1;
    }
    buffer_text(out, "\n");
}

// A documentation text may have megabytes; each byte is looked at a bounded number of times.
void comment_append(struct buffer *out, const char *mark, const char *text)
{
    while (text && *text) {
        size_t length = 0;
        while (text[length] && !line_end_length(text + length)) {
            length++;
        }
        append_line(out, mark, text, trimmed_length(text, length));
        text += length + line_end_length(text + length);
    }
}

const char *layout_title(const struct layout *layout)
{
    const char *variant = layout->invocation.variant;
    return arena_format(layout->arena, "%s%s%s, revision %" PRIu64, layout->name,
                        variant ? ", variant " : "", variant ? variant : "", layout->revision);
}

// The first line tells whose file it is (program/build/ownership.c). The schema's path is as it was
// given: from where schemac runs, unless the user wants it absolute.
const char *artifact_origin(const struct layout *layout)
{
    const char *schema = layout->invocation.schema;
    bool is_stream = strcmp(schema, "-") == 0;
    return arena_format(layout->arena,
                        "%s, for %s. Made by schemac %s; do not edit.\nThe schema is %s.",
                        layout_title(layout), layout->platform->chip, SCHEMAC_VERSION,
                        is_stream ? "from standard input" : schema);
}

// For templates, which have the mark themselves: the text is made safe as a comment, and taken
// out.
const char *comment_title(const struct layout *layout, const char *mark)
{
    struct buffer out;
    size_t before = strlen(mark) + strlen(" ");
    buffer_init(&out, layout->arena);
    comment_append(&out, mark, arena_format(layout->arena, "%s.", layout_title(layout)));
    assert(out.length >= before + strlen(".\n")); // the full stop keeps the line from being empty
    return arena_copy(layout->arena, out.bytes + before, out.length - before - strlen(".\n"));
}
