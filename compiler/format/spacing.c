// What is between two tokens of a row: nothing, a space, or a place where the line may end.
//
// It is decided by the two tokens alone, and by whether the first one is a sign of a value, as in
// `- 1` and `a - 1`. So a row can be put token by token, without looking ahead.
#include "draft.h"

#include <string.h>

static char first_byte(const struct draft *draft, uint32_t token)
{
    return draft->bytes[draft->tokens[token].span.start];
}

static bool is_one_of(char c, const char *characters)
{
    return c && strchr(characters, c);
}

static bool is_word(const struct draft *draft, uint32_t token)
{
    char c = (char)(first_byte(draft, token) | 0x20);
    return (c >= 'a' && c <= 'z') || first_byte(draft, token) == '_';
}

// A sign between two values, or before one.
static bool is_operator(const struct draft *draft, uint32_t token)
{
    return is_one_of(first_byte(draft, token), "?:|^&<>=!+-*/%~") && !is_token(draft, token, "=");
}

bool is_unary(const struct draft *draft, uint32_t token)
{
    uint32_t before = draft->previous;
    if (!is_one_of(first_byte(draft, token), "+-~!") || is_token(draft, token, "!=")) {
        return false;
    }
    return draft->tokens[token].starts_value || before == NO_TOKEN || is_operator(draft, before) ||
           is_token(draft, before, "(") || is_token(draft, before, ",") ||
           is_token(draft, before, "..");
}

// Whether a token stands right behind the one before it.
static bool is_tight(const struct draft *draft, uint32_t token)
{
    uint32_t before = draft->previous;
    if (is_one_of(first_byte(draft, token), ";,)]") || is_token(draft, token, ".")) {
        return true;
    }
    if (draft->pieces[draft->piece_count - 1].is_comment) {
        return false;
    }
    if (draft->previous_is_unary || is_token(draft, token, "[") ||
        (is_token(draft, before, "{") && is_token(draft, token, "}"))) {
        return true;
    }
    if (is_token(draft, token, "(")) {
        return is_token(draft, before, "(") ||
               (is_word(draft, before) && !draft->tokens[token].starts_value);
    }
    return is_token(draft, before, ".") || is_token(draft, before, "(") ||
           is_token(draft, before, "[");
}

enum glue glue_before(const struct draft *draft, uint32_t token)
{
    const struct draft_token *this = &draft->tokens[token];
    if (draft->previous == NO_TOKEN || is_tight(draft, token)) {
        return GLUE_NONE;
    }
    if (draft->inline_depth) {
        return GLUE_SPACE;
    }
    if (this->glue != GLUE_NONE) {
        return this->glue;
    }
    bool is_inner = is_operator(draft, token) && !is_unary(draft, token) && !this->column;
    return is_inner || is_token(draft, draft->previous, ",") ? GLUE_BREAK : GLUE_SPACE;
}
