// The tokens of a file, and the comments between them.
//
// Each token knows the first comment after the token before it, so the comments before a token are
// those from its own up to that of the next one. A last token, the end of the file, has those after
// everything else.
#include "draft.h"
#include "text.h"

#include <string.h>

#define MARK "\xef\xbb\xbf" // of the byte order

bool is_line_comment(const struct comment *comment)
{
    return comment->kind != COMMENT_BLOCK;
}

static bool is_documentation(const struct comment *comment)
{
    return comment->kind == COMMENT_BEFORE || comment->kind == COMMENT_BEHIND;
}

bool is_token(const struct draft *draft, uint32_t token, const char *text)
{
    struct span span = draft->tokens[token].span;
    size_t length = strlen(text);
    return span.end - span.start == length && memcmp(draft->bytes + span.start, text, length) == 0;
}

// Whether documentation is right before or after a token: it may belong to something else once the
// token is gone.
static bool is_documented(const struct draft *draft, uint32_t token)
{
    uint32_t end = token + 2 <= draft->count ? draft->tokens[token + 2].comment
                                             : (uint32_t)draft->file->comment_count;
    for (uint32_t i = draft->tokens[token].comment; i < end; i++) {
        if (is_documentation(&draft->file->comments[i])) {
            return true;
        }
    }
    return false;
}

// A `;` that ends nothing; `last` is the token that was kept last.
static bool is_stray(const struct draft *draft, uint32_t token, uint32_t last)
{
    return is_token(draft, token, ";") &&
           (last == NO_TOKEN || is_token(draft, last, ";") || is_token(draft, last, "{") ||
            is_token(draft, last, "}"));
}

// Leaves stray `;` out. Their comments go to the next token that is kept.
static void drop_strays(struct draft *draft)
{
    uint32_t kept = 0;
    uint32_t comment = 0; // the first after what was kept
    for (uint32_t i = 0; i <= draft->count; i++) {
        bool is_end = i == draft->count;
        if (!is_end && is_stray(draft, i, kept ? kept - 1 : NO_TOKEN) && !is_documented(draft, i)) {
            continue;
        }
        uint32_t next = is_end ? 0 : draft->tokens[i + 1].comment;
        draft->tokens[kept] = draft->tokens[i];
        draft->tokens[kept++].comment = comment;
        comment = next;
    }
    draft->count = kept - 1;
}

// One pass; the stack of open braces is in their own `pair` fields. A file without mistakes has all
// its braces in pairs.
static void pair_braces(struct draft *draft)
{
    uint32_t open = NO_TOKEN; // the innermost; each has the next outer one as its pair until closed
    for (uint32_t i = 0; i < draft->count; i++) {
        struct draft_token *token = &draft->tokens[i];
        if (is_token(draft, i, "{")) {
            token->pair = open;
            open = i;
        } else if (is_token(draft, i, "}") && open != NO_TOKEN) {
            uint32_t outer = draft->tokens[open].pair;
            token->pair = open;
            draft->tokens[open].pair = i;
            open = outer;
        }
    }
}

// One pass over the bytes, the tokens and the comments at once. `bytes` is shifted, so that places
// can be used as indices as they are.
void draft_init(struct draft *draft, struct arena *arena, const struct syntax_file *file)
{
    const struct source *source = file->source;
    *draft = (struct draft){.arena = arena,
                            .file = file,
                            .bytes = source->bytes - source->start,
                            .count = (uint32_t)file->token_count};
    draft->tokens = arena_array(arena, file->token_count + 1, sizeof *draft->tokens);
    uint32_t end = source->start + (uint32_t)source->length;
    uint32_t at = source->start;
    uint32_t line = 0;
    uint32_t comment = 0;
    for (uint32_t i = 0; i <= draft->count; i++) {
        struct draft_token *token = &draft->tokens[i];
        token->span = i < draft->count ? file->tokens[i] : (struct span){end, end};
        token->comment = comment;
        for (; at < token->span.start; at++) {
            line += draft->bytes[at] == '\n';
        }
        token->line = line;
        while (comment < file->comment_count &&
               file->comments[comment].span.start < token->span.start) {
            comment++;
        }
    }
    drop_strays(draft);
    pair_braces(draft);
}

// Binary search: spans of the tree are places, and a draft is asked several times for each node.
uint32_t token_at(const struct draft *draft, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = draft->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (draft->tokens[middle].span.start < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t token_before(const struct draft *draft, uint32_t offset)
{
    return token_at(draft, offset) - 1;
}

void mark_value(struct draft *draft, const struct expression *value)
{
    if (value) {
        draft->tokens[token_at(draft, value->span.start)].starts_value = true;
    }
}

static size_t count_lines(const struct draft *draft, uint32_t from, uint32_t to)
{
    size_t lines = 0;
    for (uint32_t at = from; at < to; at++) {
        lines += draft->bytes[at] == '\n';
    }
    return lines;
}

// One past the last comment before a token.
static uint32_t comments_end(const struct draft *draft, uint32_t token)
{
    return token < draft->count ? draft->tokens[token + 1].comment
                                : (uint32_t)draft->file->comment_count;
}

// Only between neighbours, so that the bytes of the file are looked at a bounded number of times.
size_t lines_before(const struct draft *draft, uint32_t token, uint32_t comment)
{
    const struct comment *comments = draft->file->comments;
    uint32_t to = comment < comments_end(draft, token) ? comments[comment].span.start
                                                       : draft->tokens[token].span.start;
    if (comment > draft->tokens[token].comment) {
        return count_lines(draft, comments[comment - 1].span.end, to);
    }
    return token ? count_lines(draft, draft->tokens[token - 1].span.end, to) : 0;
}

bool is_space_byte(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

const char *without_spaces(const char *start, const char *end)
{
    while (end > start && is_space_byte(end[-1])) {
        end--;
    }
    return end;
}

uint32_t column_after(char space, uint32_t column)
{
    return space == '\t' ? (column / 8 + 1) * 8 : column + 1;
}

uint32_t column_of(const struct draft *draft, uint32_t offset)
{
    const struct source *source = draft->file->source;
    uint32_t start = offset;
    uint32_t column = 0;
    while (start > source->start && draft->bytes[start - 1] != '\n') {
        start--;
    }
    if (start == source->start && source->length >= 3 && memcmp(source->bytes, MARK, 3) == 0) {
        start += 3;
    }
    for (; start < offset && (draft->bytes[start] == ' ' || draft->bytes[start] == '\t'); start++) {
        column = column_after(draft->bytes[start], column);
    }
    return column + (uint32_t)text_characters(draft->bytes + start, offset - start);
}

// Whether a comment on a line of its own goes on with the one on the line before it, which is after
// an element whose first comment is `first`: the same kind of documentation, or the same column.
static bool goes_on(const struct draft *draft, const struct comment *first,
                    const struct comment *comment)
{
    const struct comment *before = comment - 1;
    if (!is_line_comment(before) ||
        count_lines(draft, before->span.end, comment->span.start) != 1) {
        return false;
    }
    return comment->kind == COMMENT_BEHIND
               ? before->kind == COMMENT_BEHIND
               : comment->kind == COMMENT_LINE &&
                     column_of(draft, comment->span.start) == column_of(draft, first->span.start);
}

// The rule that decides what a comment belongs to: comments that begin on the line of the element
// before belong to it, with those that go on below; but not if the next element is on that line,
// too.
uint32_t comments_split(const struct draft *draft, uint32_t token, bool is_within)
{
    const struct comment *comments = draft->file->comments;
    uint32_t first = draft->tokens[token].comment;
    uint32_t end = comments_end(draft, token);
    uint32_t split = first;
    if (token == 0) {
        return first;
    }
    while (split < end && lines_before(draft, token, split) == 0 &&
           (is_within || comments[split].kind != COMMENT_BEFORE)) {
        split++;
    }
    if (is_within) {
        return split;
    }
    bool is_last = token == draft->count || is_token(draft, token, "}");
    if (split == end && !is_last && lines_before(draft, token, end) == 0) {
        return first;
    }
    while (split > first && split < end && goes_on(draft, &comments[first], &comments[split])) {
        split++;
    }
    return split;
}
