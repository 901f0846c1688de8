// Rows: the tokens of an element, each with what may be before it, and the comments around them.
//
// A row takes all comments between its tokens, so that none is lost wherever it is. Comments
// before its first token get rows of their own, those after its last one are at its end.
#include "draft.h"
#include "text.h"

#include <string.h>

static struct piece *append_piece(struct draft *draft)
{
    if (draft->piece_count == draft->piece_capacity) {
        draft->pieces =
            arena_grow(draft->arena, draft->pieces, &draft->piece_capacity, sizeof *draft->pieces);
    }
    draft->rows[draft->row_count - 1].piece_count++;
    struct piece *piece = &draft->pieces[draft->piece_count++];
    *piece = (struct piece){0};
    return piece;
}

static struct row *append_row(struct draft *draft, enum row_kind kind)
{
    if (draft->row_count == draft->row_capacity) {
        draft->rows =
            arena_grow(draft->arena, draft->rows, &draft->row_capacity, sizeof *draft->rows);
    }
    struct row *row = &draft->rows[draft->row_count++];
    *row = (struct row){
        .first_piece = draft->piece_count, .level = draft->level, .kind = (uint8_t)kind};
    draft->previous = NO_TOKEN;
    draft->width = draft->clause_width = 0;
    return row;
}

static struct row *last_row(struct draft *draft)
{
    return &draft->rows[draft->row_count - 1];
}

// Counts what was put into a block on this line; if it does not fit, it is taken back. After a
// place where a clause may be broken, only the rest counts.
static void count_width(struct draft *draft, const struct piece *piece)
{
    draft->width += piece->width + (piece->glue != GLUE_NONE);
    uint32_t level = draft->level < LEVEL_LIMIT ? draft->level : LEVEL_LIMIT;
    uint32_t start = draft->clause_width ? draft->clause_width - INDENT : 0;
    draft->is_too_long |=
        draft->inline_depth > 0 && level * INDENT + draft->width - start > LINE_LIMIT;
}

static void put_comment(struct draft *draft, uint32_t index, enum glue glue)
{
    const struct comment *comment = &draft->file->comments[index];
    const char *text = draft->bytes + comment->span.start;
    uint32_t length = comment->span.end - comment->span.start;
    const char *line_end = memchr(text, '\n', length);
    const char *end = without_spaces(text, line_end ? line_end : text + length);
    struct piece *piece = append_piece(draft);
    *piece = (struct piece){
        .span = comment->span,
        .width = (uint32_t)text_characters(text, (size_t)(end - text)),
        .glue = (uint8_t)glue,
        .is_comment = true,
        .ends_line = is_line_comment(comment),
        .has_lines = line_end != NULL,
    };
    count_width(draft, piece);
}

void move_comments(struct draft *draft, uint32_t comment, uint32_t end)
{
    for (; comment < end; comment++) {
        if (draft->moved_count == draft->moved_capacity) {
            draft->moved = arena_grow(draft->arena, draft->moved, &draft->moved_capacity,
                                      sizeof *draft->moved);
        }
        draft->moved[draft->moved_count++] = comment;
    }
}

// A comment within the row; one that may as well be after the row goes there, if asked to.
static void put_inner_comment(struct draft *draft, uint32_t index, bool may_move)
{
    const struct comment *comment = &draft->file->comments[index];
    if (may_move && comment->kind == COMMENT_LINE) {
        move_comments(draft, index, index + 1);
        return;
    }
    put_comment(draft, index, GLUE_SPACE);
    struct row *row = last_row(draft);
    const struct piece *piece = &draft->pieces[draft->piece_count - 1];
    row->is_broken |= piece->ends_line || piece->has_lines;
}

// The comments between the token that was put last and this one: those of each, if they were not
// neighbours in the source.
static void put_inner_comments(struct draft *draft, uint32_t token, bool may_move)
{
    uint32_t behind = draft->previous + 1;
    if (behind != token) {
        uint32_t split = comments_split(draft, behind, true);
        for (uint32_t i = draft->tokens[behind].comment; i < split; i++) {
            put_inner_comment(draft, i, may_move);
        }
    }
    uint32_t first =
        behind != token ? comments_split(draft, token, true) : draft->tokens[token].comment;
    for (uint32_t i = first; i < draft->tokens[token + 1].comment; i++) {
        put_inner_comment(draft, i, may_move);
    }
}

// Comments before the row's first token have rows of their own; between others they are within the
// row.
static void put_token(struct draft *draft, uint32_t token, bool may_move)
{
    const struct draft_token *this = &draft->tokens[token];
    if (draft->is_too_long) {
        return;
    }
    if (draft->previous != NO_TOKEN) {
        put_inner_comments(draft, token, may_move);
    }
    enum glue glue = glue_before(draft, token);
    if (glue == GLUE_CLAUSE) {
        draft->clause_width = draft->width + 1;
    }
    bool is_prefix = is_unary(draft, token);
    struct piece *piece = append_piece(draft);
    uint32_t length = this->span.end - this->span.start;
    *piece = (struct piece){
        .span = this->span,
        .width = (uint32_t)text_characters(draft->bytes + this->span.start, length),
        .glue = (uint8_t)glue,
        .column = draft->inline_depth ? 0 : this->column,
        .is_bounded = this->is_bounded,
    };
    count_width(draft, piece);
    draft->previous = token;
    draft->previous_is_unary = is_prefix;
}

void put_tokens(struct draft *draft, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last && !draft->is_too_long; i++) {
        put_token(draft, i, is_token(draft, i, ";"));
    }
}

void put_comments(struct draft *draft, uint32_t token, uint32_t comment, uint32_t end)
{
    for (; comment < end; comment++) {
        bool has_blank = lines_before(draft, token, comment) > 1;
        append_row(draft, ROW_COMMENT)->has_blank = has_blank;
        put_comment(draft, comment, GLUE_NONE);
    }
}

// The comments that belong to the row before are not put here: comments_split says which.
static void start_row(struct draft *draft, enum row_kind kind, uint32_t token)
{
    uint32_t end = draft->tokens[token + 1].comment;
    put_comments(draft, token, comments_split(draft, token, false), end);
    bool has_blank = lines_before(draft, token, end) > 1;
    append_row(draft, kind)->has_blank = has_blank;
}

void put_strays(struct draft *draft, uint32_t token)
{
    for (uint32_t i = draft->next; i < token && !draft->inline_depth; i++) {
        start_row(draft, ROW_PLAIN, i);
        put_tokens(draft, i, i);
        draft_end_row(draft, i);
    }
}

void draft_begin_row(struct draft *draft, enum row_kind kind, uint32_t token)
{
    if (!draft->inline_depth) {
        put_strays(draft, token);
        start_row(draft, kind, token);
    }
}

// A comment after the row is a piece of the row that does not count as one of its pieces.
static void put_behind(struct draft *draft, uint32_t index)
{
    put_comment(draft, index, GLUE_SPACE);
    struct row *row = last_row(draft);
    row->piece_count--;
    row->behind_count++;
}

static void put_all_behind(struct draft *draft, const uint32_t *moved, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_behind(draft, moved[i]);
    }
}

// Comments that were moved come before others, unless those would then belong to something else.
void draft_end_row(struct draft *draft, uint32_t last)
{
    if (draft->inline_depth) {
        return;
    }
    uint32_t first = draft->tokens[last + 1].comment;
    uint32_t split = comments_split(draft, last + 1, false);
    bool are_first = true;
    for (uint32_t i = first; i < split; i++) {
        are_first &= draft->file->comments[i].kind == COMMENT_LINE;
    }
    put_all_behind(draft, draft->moved, are_first ? draft->moved_count : 0);
    for (uint32_t i = first; i < split; i++) {
        put_behind(draft, i);
    }
    put_all_behind(draft, draft->moved, are_first ? 0 : draft->moved_count);
    draft->moved_count = 0;
    draft->next = last + 1;
}

static bool has_line_comment(const struct draft *draft, uint32_t comment, uint32_t end)
{
    for (; comment < end; comment++) {
        if (is_line_comment(&draft->file->comments[comment])) {
            return true;
        }
    }
    return false;
}

// Whether a block was written on one line, and nothing before it ends the line. The user decides
// whether a block is on one line; it must only fit.
static bool is_on_one_line(const struct draft *draft, uint32_t open)
{
    const struct draft_token *tokens = draft->tokens;
    uint32_t behind = draft->previous + 1; // what was put last: clauses may have changed places
    return tokens[open].line == tokens[tokens[open].pair].line &&
           !has_line_comment(draft, tokens[open].comment, tokens[open + 1].comment) &&
           !has_line_comment(draft, tokens[behind].comment, comments_split(draft, behind, true));
}

// Tries to put a block on this line; false, and nothing is put, if it does not fit. An attempt ends
// as soon as the line is full, so its cost is bounded, however deep blocks nest.
static bool put_inline(struct draft *draft, uint32_t open,
                       void (*put_children)(struct draft *, const void *), const void *node)
{
    const struct draft before = *draft;
    const struct row row = *last_row(draft);
    draft->inline_depth++;
    put_tokens(draft, open, open);
    put_children(draft, node);
    put_tokens(draft, draft->tokens[open].pair, draft->tokens[open].pair);
    draft->inline_depth--;
    if (draft->is_too_long && draft->inline_depth == 0) {
        draft->piece_count = before.piece_count;
        draft->previous = before.previous;
        draft->previous_is_unary = before.previous_is_unary;
        draft->width = before.width;
        draft->is_too_long = false;
        *last_row(draft) = row;
        return false;
    }
    return true;
}

// A block of several lines ends its row; its children have rows of their own, and its brace the
// last.
static void put_outline(struct draft *draft, uint32_t open,
                        void (*put_children)(struct draft *, const void *), const void *node)
{
    uint32_t close = draft->tokens[open].pair;
    put_token(draft, open, true);
    struct row *row = last_row(draft);
    row->opens = true;
    if (row->kind != ROW_PARTITION && row->kind != ROW_AMENDMENT) {
        row->kind = ROW_PLAIN;
    }
    draft_end_row(draft, open);
    draft->level++;
    put_children(draft, node);
    put_strays(draft, close);
    put_comments(draft, close, comments_split(draft, close, false),
                 draft->tokens[close + 1].comment);
    draft->level--;
    append_row(draft, ROW_CLOSE);
    put_tokens(draft, close, close);
}

void put_block(struct draft *draft, uint32_t open,
               void (*put_children)(struct draft *draft, const void *node), const void *node)
{
    uint32_t close = draft->tokens[open].pair;
    bool is_empty =
        close == open + 1 && draft->tokens[close].comment == draft->tokens[close + 1].comment;
    if (draft->inline_depth || is_empty || is_on_one_line(draft, open)) {
        if (put_inline(draft, open, put_children, node)) {
            return;
        }
    }
    put_outline(draft, open, put_children, node);
}
