// What is known of a mistake: what could have been at its place, and the bytes around it. All that
// is quoted is taken from one line of the source, and copied.
#include "mistake.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

bool expected_has(const struct expected *expected, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(expected[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

bool text_is_word(const char *text)
{
    return isalpha((unsigned char)*text) || *text == '_';
}

const char *parser_text(const struct parser *parser, struct span span)
{
    return sources_text(parser->syntax->sources, span);
}

// Words that begin an item and are hardly ever a name, so that they show where a statement before
// them broke off. `flash`, `type` and `record`, for example, are words of lines, too.
bool text_starts_item(const char *text)
{
    static const char *const items[] = {"schema",   "include", "const",    "target",
                                        "platform", "chip",    "table",    "require",
                                        "assert",   "variant", "partition"};
    return text_is_one_of(text, items, sizeof items / sizeof *items);
}

// A file of one long line, with a mistake in each statement, would otherwise take quadratic time.
const char *parser_line_start(const struct parser *parser, uint32_t place)
{
    enum { LINE_LIMIT = 512 };
    const char *first = parser->file->source->bytes;
    const char *at = parser_bytes(parser, place);
    const char *least = at - first > LINE_LIMIT ? at - LINE_LIMIT : first;
    while (at > least && at[-1] != '\n') {
        at--;
    }
    return at;
}

const char *parser_line_word(struct parser *parser, struct span brace)
{
    const char *end = parser_bytes(parser, brace.start);
    const char *start = parser_line_start(parser, brace.start);
    while (start < end && isspace((unsigned char)*start)) {
        start++;
    }
    const char *after = start;
    while (after < end && text_is_word(after)) {
        after++;
    }
    return arena_copy(parser->arena, start, (size_t)(after - start));
}

const char *parser_bytes(const struct parser *parser, uint32_t place)
{
    return parser->file->source->bytes + (place - parser->file->source->start);
}

bool mistake_takes(const struct mistake *mistake, const char *name)
{
    return expected_has(mistake->expected, mistake->count, name);
}

bool mistake_is_clause(const struct mistake *mistake)
{
    return mistake_takes(mistake, "depends");
}

void mistake_note(const struct mistake *mistake, const char *text)
{
    add_note(mistake->diagnostic, (struct span){0}, "%s", text);
}

// Never past the end of the line: the bytes end with a line end or with 0, which strcspn also stops
// at.
const char *mistake_run(const struct mistake *mistake, const char *from, const char *ends)
{
    size_t length = strcspn(from, "\n\r");
    size_t end = strcspn(from, ends);
    length = end < length ? end : length;
    while (length && isspace((unsigned char)*from)) {
        from++;
        length--;
    }
    while (length && isspace((unsigned char)from[length - 1])) {
        length--;
    }
    return arena_copy(mistake->parser->arena, from, length);
}

// White space at the end does not count, so that a token on the next line still has its line before
// it.
const char *mistake_between(const struct mistake *mistake, uint32_t from, uint32_t to)
{
    const char *bytes = parser_bytes(mistake->parser, from);
    while (to > from && isspace((unsigned char)bytes[to - from - 1])) {
        to--;
    }
    return memchr(bytes, '\n', to - from) ? NULL
                                          : arena_copy(mistake->parser->arena, bytes, to - from);
}
