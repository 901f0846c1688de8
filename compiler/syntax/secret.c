// No message shows a secret: the value of a line that says `secret`, wherever it says so and
// however the line is broken, and even if the word is misspelled. A value that is shown because of
// a slip of the hand is shown all the same.
//
// The tokens of a file are looked at before the grammar sees them, a statement at a time, since the
// grammar knows nothing of a line that it cannot read. In `string token = "x" secret;` the word
// comes last: what may be a value is noted, and is hidden once the word is met. That is soon
// enough, since messages are written when all was read. Each token is hidden, and all between the
// `=` and the word, which need not be tokens. What a slip has cut off (`"x"; secret;`, `{ "x" }
// secret;`) still counts.
//
// What a variant amends stays secret without the word. So the values of amending lines are kept by
// the names of their keys, and hidden once a key of this name is known to be secret, in whatever
// order both are read: the model, which knows what amends what, may never see a line with a
// mistake.
#include "secret.h"

#include "schema.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

static const char *bytes_at(const struct parser *parser, uint32_t offset)
{
    const struct source *source = parser->file->source;
    return source->bytes + (offset - source->start);
}

// Called once a string at most that does not end on its line, so that a line is walked once.
static uint32_t line_start(const struct parser *parser, uint32_t offset)
{
    while (offset > parser->file->source->start && *bytes_at(parser, offset - 1) != '\n') {
        offset--;
    }
    return offset;
}

static uint32_t line_end(const struct parser *parser, uint32_t offset)
{
    return offset + (uint32_t)strcspn(bytes_at(parser, offset), "\n");
}

// What is between two places, without the white space at its ends.
static struct span trimmed(const struct parser *parser, uint32_t start, uint32_t end)
{
    while (start < end && isspace((unsigned char)*bytes_at(parser, start))) {
        start++;
    }
    while (start < end && isspace((unsigned char)*bytes_at(parser, end - 1))) {
        end--;
    }
    return (struct span){start, end};
}

static void note_token(struct parser *parser, struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    if (secrecy->count == secrecy->capacity) {
        secrecy->tokens =
            arena_grow(parser->arena, secrecy->tokens, &secrecy->capacity, sizeof *secrecy->tokens);
    }
    secrecy->tokens[secrecy->count++] = place;
}

// Hides what was noted, and everything between two places. The whole is hidden in addition to its
// tokens, since a message may quote either; it is left out if it is one of the tokens.
static void hide_noted(struct parser *parser, uint32_t start, uint32_t end)
{
    struct secrecy *secrecy = &parser->secrecy;
    struct span all = trimmed(parser, start ? start : end, end);
    bool is_one = false;
    for (size_t i = 0; i < secrecy->count; i++) {
        const struct span *token = &secrecy->tokens[i];
        sources_hide(parser->syntax->sources, *token);
        is_one |= token->start == all.start && token->end == all.end;
    }
    if (all.start < all.end && !is_one) {
        sources_hide(parser->syntax->sources, all);
    }
    secrecy->count = 0;
}

// Whether a word before a key's `=` marks it: it may come after the key's name, before its type or
// before its name. In `hex secret = "00";` it is the name of the key itself: the second word only
// marks if a third one follows (`is_late`).
static bool marks_early(struct parser *parser, const char *word)
{
    static const char *const marks[] = {"per", "file", "each", "secret"};
    struct secrecy *secrecy = &parser->secrecy;
    bool is_meant = secret_is_meant(parser, word);
    if (secrecy->word_count == 0 || secrecy->is_odd) {
        return is_meant;
    }
    if (secrecy->word_count == 1) {
        secrecy->is_late = secrecy->is_line && is_meant;
        return false;
    }
    bool is_mark = text_is_one_of(word, marks, sizeof marks / sizeof *marks);
    bool is_late = secrecy->word_count == 2 && secrecy->is_late && !is_mark;
    return is_late || strcmp(word, "secret") == 0 || (secrecy->is_line && is_meant);
}

// Whether a word after a key's value, where it belongs, marks it.
static bool marks_late(struct parser *parser, const char *word)
{
    bool is_begun = parser->secrecy.follows_value && secret_is_begun(parser, word);
    return strcmp(word, "secret") == 0 ||
           (parser->secrecy.is_line && (is_begun || secret_is_meant(parser, word)));
}

static bool is_mark(struct parser *parser, int token, const union semantic *value)
{
    const struct secrecy *secrecy = &parser->secrecy;
    bool is_assigned = span_is_known(secrecy->assigned);
    if (token == TOKEN_STRING) { // in the place of a name
        return secrecy->word_count == 2 && secrecy->is_late;
    }
    return token == TOKEN_IDENTIFIER && (is_assigned ? marks_late(parser, value->name.text)
                                                     : marks_early(parser, value->name.text));
}

// Whether a word may be a value without its `=` and quotes: `string pin hunter2 secret`. It is not
// one of the words of a key's line, or meant for one, and not the name of the key.
static bool is_stray_word(const struct parser *parser, int token, const union semantic *value)
{
    static const char *const known[] = {"file", "each", "per", "device", "plain", "unique"};
    if (token != TOKEN_IDENTIFIER || !parser->secrecy.is_line) {
        return false;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (secret_resembles(parser, value->name.text, known[i])) {
            return false;
        }
    }
    bool has_late_name = parser->secrecy.is_late || parser->secrecy.is_early;
    return parser->secrecy.word_count > (has_late_name ? 2U : 1U);
}

// The word was met. Whatever was noted of this statement is hidden, and of the statement before it
// if that was cut off on this line. From here on tokens are hidden as they come.
static void take_mark(struct parser *parser, struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    bool is_near = place.start <= secrecy->line_end || secrecy->word_count == 0 || secrecy->is_odd;
    bool is_of_earlier =
        secrecy->carried && is_near && !span_is_known(secrecy->assigned) && !secrecy->has_origin;
    hide_noted(parser, is_of_earlier ? secrecy->carried : secrecy->start,
               secrecy->value_end ? secrecy->value_end : place.start);
    secrecy->value_end = 0;
    secrecy->is_early |= !secrecy->is_secret && !span_is_known(secrecy->assigned);
    secrecy->is_secret = true;
    secrecy->start = secrecy->start ? place.end : 0;
}

// What is not to be shown of a line whose `secret` was met: each token, and first the rest of the
// line, if its value is still to come.
static void take_of_secret(struct parser *parser, int token, const union semantic *value,
                           struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    bool is_value = secrecy->is_early && token == TOKEN_ASSIGN;
    if (is_value && place.end >= secrecy->hidden_to) {
        secrecy->hidden_to = line_end(parser, place.end);
        sources_hide(parser->syntax->sources, (struct span){place.end, secrecy->hidden_to});
    } else if (secrecy->is_early) {
        sources_hide(parser->syntax->sources, place);
    } else if (secret_is_attribute(token, value)) {
        hide_noted(parser, secrecy->start, place.start);
        secrecy->start = place.end;
        secrecy->is_over = token == TOKEN_DEPENDS;
    } else {
        note_token(parser, place);
    }
}

// Sorts a token: the `=`; a token after a condition began, of which only strings could be secrets;
// a part of the value; or something that may be a value without its `=`. What could be hidden later
// is noted, with the price of one span a token.
static void take_value(struct parser *parser, int token, const union semantic *value,
                       struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    bool is_stray = secret_is_literal(token) && (secrecy->word_count > 1 || secrecy->is_odd) &&
                    !secrecy->expects_path;
    if (token == TOKEN_ASSIGN && !span_is_known(secrecy->assigned)) {
        secrecy->assigned = place;
        secrecy->start = secrecy->start ? secrecy->start : place.end;
        if (secrecy->is_secret) {
            take_of_secret(parser, token, value, place);
        }
    } else if (secrecy->is_over) {
        if (token == TOKEN_STRING) {
            sources_hide(parser->syntax->sources, place);
        }
    } else if (span_is_known(secrecy->assigned)) {
        bool is_behind = secret_is_attribute(token, value) && secrecy->follows_value;
        secrecy->value_end = is_behind && !secrecy->value_end ? place.start : secrecy->value_end;
        if (secrecy->is_secret) {
            take_of_secret(parser, token, value, place);
        } else if (!secrecy->value_end || token == TOKEN_STRING) {
            note_token(parser, place);
        }
    } else if (is_stray || is_stray_word(parser, token, value)) {
        secrecy->start = is_stray && !secrecy->start ? place.start : secrecy->start;
        if (secrecy->is_secret) {
            sources_hide(parser->syntax->sources, place);
        } else {
            note_token(parser, place);
        }
    }
}

// Words that say that the value is somewhere else: a path or a column is not a secret.
static bool is_origin(const struct parser *parser, int token, const union semantic *value)
{
    static const char *const words[] = {"file", "each", "per"};
    return token == TOKEN_IDENTIFIER &&
           (text_is_one_of(value->name.text, words, sizeof words / sizeof *words) ||
            (parser->secrecy.word_count == 0 && strcmp(value->name.text, "import") == 0));
}

// A value without `secret` until its statement ends: the next statement may still have the word, or
// one on the same line. `depth` counts the braces of a block that a value seems to open (`= { "x" }
// secret`).
static void carry(struct parser *parser, int token, struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    bool has_value = secrecy->is_line && span_is_known(secrecy->assigned);
    if (secrecy->depth) {
        secrecy->depth += token == TOKEN_BRACE_OPEN;
        secrecy->depth -= token == TOKEN_BRACE_CLOSE;
    } else if (has_value && !secrecy->is_secret) {
        secrecy->carried = secrecy->assigned.end;
        bool is_on_line = secrecy->assigned.end <= secrecy->line_end; // as what was carried before
        secrecy->line_end =
            is_on_line ? secrecy->line_end : line_end(parser, secrecy->assigned.end);
        secrecy->depth = token == TOKEN_BRACE_OPEN;
    } else if (secrecy->word_count > 0 && place.start > secrecy->line_end) {
        secrecy->carried = 0;
    }
}

// The order matters: names and the rest of the value are hidden while the statement's state is
// still there; then what may concern the next statement is carried over, and all else is reset.
static void end_statement(struct parser *parser, int token, struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    bool opens = secrecy->is_secret && secrecy->is_line && token == TOKEN_BRACE_OPEN;
    secret_name(parser,
                secrecy->start ? trimmed(parser, secrecy->start, place.start) : (struct span){0});
    if (secrecy->is_secret && !secrecy->is_over && !secrecy->is_early && secrecy->start) {
        hide_noted(parser, secrecy->start, place.start);
    }
    bool is_cut_off = secrecy->is_late && !span_is_known(secrecy->assigned) && !secrecy->has_origin;
    if (is_cut_off && secrecy->carried && secrecy->statement.start <= secrecy->line_end) {
        hide_noted(parser, secrecy->carried, place.start); // `= x; y secret;`
    }
    bool was_open = secrecy->depth;
    carry(parser, token, place);
    secrecy->in_block = opens || (secrecy->in_block && token != TOKEN_BRACE_CLOSE);
    secrecy->count = secrecy->start = secrecy->value_end = 0;
    secrecy->is_secret = secrecy->is_early = secrecy->is_late = secrecy->is_over = false;
    secrecy->is_odd = was_open && !secrecy->depth;
    secrecy->has_origin = secrecy->expects_path = secrecy->follows_value = false;
    secrecy->assigned = (struct span){0};
    secrecy->is_line = false;
    secrecy->word_count = 0;
    secrecy->name = NULL;
}

// Whether a text has the word in it, or one that was meant for it.
static bool has_mark(const struct parser *parser, struct span place)
{
    const char *text = bytes_at(parser, place.start);
    size_t length = place.end - place.start;
    size_t end = 0;
    for (size_t at = 0; at < length; at = end + 1) {
        end = at;
        while (end < length && (isalnum((unsigned char)text[end]) || text[end] == '_')) {
            end++;
        }
        if (end > at && secret_is_meant(parser, arena_copy(parser->arena, text + at, end - at))) {
            return true;
        }
    }
    return false;
}

// The word is not a token of its own, so that nothing follows it that would have to be hidden.
static void take_hidden_mark(struct parser *parser, struct span place)
{
    take_mark(parser, (struct span){place.end, place.end});
    parser->secrecy.is_early = false;
}

// A comment that is not closed, or a line after `#`, may have taken the word with it.
void secret_swallowed(struct parser *parser, struct span place)
{
    if (has_mark(parser, place)) {
        sources_hide(parser->syntax->sources, place);
        take_hidden_mark(parser, place);
    }
}

// Whether a string has its closing quote: its last one may be escaped, as in `"x\"`.
static bool ends_with_quote(const struct parser *parser, struct span place)
{
    uint32_t end = place.end - 1;
    uint32_t start = end;
    while (start > place.start && *bytes_at(parser, start - 1) == '\\') {
        start--;
    }
    return end > place.start && *bytes_at(parser, end) == '"' && (end - start) % 2 == 0;
}

// A string after a value, or one that is not closed on its line, is not the string that was meant:
// a quote before it is missing, or there is one too many. Then what was taken as strings may have
// words in it.
static void take_string(struct parser *parser, struct span place)
{
    const struct secrecy *secrecy = &parser->secrecy;
    bool has_value = secrecy->word_count > 0 || secrecy->carried;
    bool is_closed = ends_with_quote(parser, place);
    bool is_second = span_is_known(secrecy->assigned) && secrecy->follows_value;
    if (!is_closed) {
        uint32_t line = line_start(parser, place.start);
        place.start = secrecy->statement.start > line ? secrecy->statement.start : line;
    }
    if (has_value && (!is_closed || is_second) && has_mark(parser, place)) {
        take_hidden_mark(parser, place);
    }
}

// The state machine of this file: once for each token, in order. It allocates nothing unless it
// notes a token, so that a schema without blocks of lines costs little.
void hide_secret(struct parser *parser, int token, const union semantic *value, struct span place)
{
    struct secrecy *secrecy = &parser->secrecy;
    secret_amending(parser, token);
    if (token == TOKEN_SEMICOLON || token == TOKEN_BRACE_OPEN || token == TOKEN_BRACE_CLOSE ||
        token == TOKEN_END_OF_FILE) {
        end_statement(parser, token, place);
        return;
    }
    secrecy->statement = secrecy->word_count == 0 ? place : secrecy->statement;
    secrecy->is_odd |= secrecy->word_count == 0 && secret_begins_oddly(token);
    secrecy->is_line |=
        secrecy->word_count == 0 && (token == TOKEN_IDENTIFIER || token == TOKEN_STRING);
    if (secrecy->in_block) {
        sources_hide(parser->syntax->sources, place);
    }
    if (secrecy->word_count == 1 && secrecy->is_line && secret_is_name(token)) {
        secrecy->name = value->name.text;
    }
    secrecy->has_origin |= is_origin(parser, token, value);
    if (is_mark(parser, token, value) && !(secrecy->is_early && span_is_known(secrecy->assigned))) {
        take_mark(parser, place);
    } else {
        take_value(parser, token, value, place);
    }
    if (token == TOKEN_STRING) {
        take_string(parser, place);
    }
    secrecy->expects_path = token == TOKEN_IDENTIFIER && (strcmp(value->name.text, "file") == 0 ||
                                                          strcmp(value->name.text, "each") == 0);
    secrecy->follows_value = secret_is_literal(token) || token == TOKEN_IDENTIFIER ||
                             token == TOKEN_PAREN_CLOSE || token == TOKEN_BRACKET_CLOSE;
    secrecy->word_count++;
}
