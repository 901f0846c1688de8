// The lines in the block of a generator. They keep their order, since that of NVS keys or of rows
// has a meaning.
#include "draft.h"

// An expression that begins with a sign (`-1`, `(A)`) is not joined with the word before it.
static void mark_word(struct draft *draft, const struct syntax_word *word)
{
    bool is_value = word->kind == WORD_EXPRESSION || word->kind == WORD_RANGE;
    draft->tokens[token_at(draft, word->span.start)].starts_value |= is_value;
}

// Columns: the first word, the second, and what follows; attributes, which follow a value, are in
// none. In a list of strings columns would only tear the list apart.
static void mark_line(struct draft *draft, const struct syntax_line *line)
{
    size_t head = line->words.count - line->attribute_count;
    for (size_t i = 1; i < line->words.count; i++) {
        const struct syntax_word *word = line->words.items[i];
        const struct syntax_word *before = line->words.items[i - 1];
        bool is_list = i > 1 && word->kind == WORD_STRING && before->kind == WORD_STRING;
        struct draft_token *token = &draft->tokens[token_at(draft, word->span.start)];
        mark_word(draft, word);
        token->column = i <= 2 && i < head && !is_list ? (uint8_t)i : 0;
        token->glue = i > 1 ? GLUE_BREAK : GLUE_NONE;
    }
    if (line->value) {
        mark_value(draft, line->value);
        struct draft_token *token = &draft->tokens[token_at(draft, line->value->span.start) - 1];
        token->column = head < 3 ? 2 : 0;
    }
    if (line->depends) {
        mark_value(draft, line->depends);
        draft->tokens[token_at(draft, line->depends->span.start) - 2].glue = GLUE_CLAUSE;
    }
}

static void put_line(struct draft *draft, const struct syntax_line *line)
{
    uint32_t first = token_at(draft, line->span.start);
    uint32_t last = token_before(draft, line->span.end);
    mark_line(draft, line);
    draft_begin_row(draft, line->has_block ? ROW_PLAIN : ROW_LINE, first);
    if (line->has_block) {
        uint32_t open = draft->tokens[last].pair;
        put_tokens(draft, first, open - 1);
        put_block(draft, open, put_lines, &line->lines);
    } else {
        put_tokens(draft, first, last);
    }
    draft_end_row(draft, last);
}

void put_lines(struct draft *draft, const void *lines)
{
    const struct syntax_lines *list = lines;
    for (size_t i = 0; i < list->count && !draft->is_too_long; i++) {
        put_line(draft, list->items[i]);
    }
}
