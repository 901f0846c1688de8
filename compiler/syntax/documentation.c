// Which comments document what: `///` before a statement, and `///<` after it on its line, with any
// of its kind that follow on lines of their own. Nothing but white space is between.
#include "syntax.h"

#include <ctype.h>

// The last byte of a file and the one after it both count as in it: a comment may end the file.
static const struct syntax_file *file_at(const struct syntax *syntax, uint32_t offset)
{
    for (size_t i = 0; i < syntax->files.count; i++) {
        const struct syntax_file *file = syntax->files.items[i];
        const struct source *source = file->source;
        if (offset >= source->start && offset <= source->start + source->length) {
            return file;
        }
    }
    return NULL;
}

// The number of comments that begin before `offset`.
static size_t count_before(const struct syntax_file *file, uint32_t offset)
{
    size_t low = 0;
    size_t high = file->comment_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->comments[middle].span.start < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// Whether there is nothing but white space between two places; `lines` counts the line ends.
static bool is_space_between(const struct syntax_file *file, uint32_t from, uint32_t to,
                             size_t *lines)
{
    *lines = 0;
    for (uint32_t at = from; at < to; at++) {
        char c = file->source->bytes[at - file->source->start];
        if (!isspace((unsigned char)c)) {
            return false;
        }
        *lines += c == '\n';
    }
    return true;
}

// The mark is three bytes, or four with its `<`, and one space after it belongs to the mark.
// Further spaces are kept: they may indent a list or code.
static void append_comment(struct buffer *text, const struct syntax_file *file,
                           const struct comment *comment)
{
    const char *bytes = file->source->bytes - file->source->start;
    uint32_t start = comment->span.start + (comment->kind == COMMENT_BEHIND ? 4 : 3);
    uint32_t end = comment->span.end;
    start += start < end && bytes[start] == ' ';
    while (end > start && isspace((unsigned char)bytes[end - 1])) {
        end--;
    }
    buffer_text(text, text->length ? "\n" : "");
    buffer_bytes(text, bytes + start, end - start);
}

const char *syntax_documentation(struct syntax *syntax, struct span span)
{
    const struct syntax_file *file = file_at(syntax, span.start);
    if (!file || file->comment_count == 0) {
        return NULL;
    }
    struct buffer text;
    buffer_init(&text, syntax->arena);
    size_t lines;
    size_t last = count_before(file, span.start);
    size_t first = last;
    uint32_t start = span.start;
    while (first > 0 && file->comments[first - 1].kind == COMMENT_BEFORE &&
           is_space_between(file, file->comments[first - 1].span.end, start, &lines)) {
        start = file->comments[--first].span.start;
    }
    for (size_t i = first; i < last; i++) {
        append_comment(&text, file, &file->comments[i]);
    }
    uint32_t end = span.end;
    size_t allowed = 0; // line ends before it: none before the first, one before each further one
    for (size_t i = count_before(file, end);
         i < file->comment_count && file->comments[i].kind == COMMENT_BEHIND &&
         is_space_between(file, end, file->comments[i].span.start, &lines) && lines <= allowed;
         i++) {
        append_comment(&text, file, &file->comments[i]);
        end = file->comments[i].span.end;
        allowed = 1;
    }
    return text.length ? text.bytes : NULL;
}
