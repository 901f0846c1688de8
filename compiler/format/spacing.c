// What is between two tokens of a row: nothing, a space, or a place where the line may end.
//
// It depends only on the two tokens, and on whether the first one is the sign of a value, as in `-
// 1`, or an operator, as in `a - 1`. So a row can be put token by token, without looking ahead.
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

// An operator between two values, or before one. The bytes are enough: no other token begins with
// them.
static bool is_operator(const struct draft *draft, uint32_t token)
{
    return is_one_of(first_byte(draft, token), "?:|^&<>=!+-*/%~") && !is_token(draft, token, "=");
}

// After an operator, a parenthesis or a comma a value begins, so this cannot be between two values.
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

// Whether there is no space between a token and the one before it. A `(` follows a function's name
// tightly; a value in parentheses after a word does not (`size (A + B)`), which only the tree knows
// (`starts_value`).
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

// Within a block on one line nothing is broken. Otherwise what was asked for counts, then the
// operator rule: lines are broken before operators and after commas.
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
