// The tokens of a file as the grammar gets them: scanned, or read once more after a mistake, with
// missing braces put in.
//
// Each token goes through these steps: take_token (the scanner), scan (the edition, secrets),
// read_token (tokens that are read again, braces), parser_next (what is left out after a mistake).
// One step only knows the one before it.
#include "braces.h"
#include "edition.h"
#include "recover.h"
#include "schema.h"
#include "secret.h"

// Whether only spaces and tabs are between a token and the start of its line.
static bool starts_line(const struct parser *parser, struct span place)
{
    const struct source *source = parser->file->source;
    const char *at = source->bytes + (place.start - source->start);
    while (at > source->bytes && (at[-1] == ' ' || at[-1] == '\t')) {
        at--;
    }
    return at == source->bytes || at[-1] == '\n';
}

static void keep_token(struct parser *parser, struct span place)
{
    if (parser->token_count == parser->token_capacity) {
        parser->tokens = arena_grow(parser->arena, parser->tokens, &parser->token_capacity,
                                    sizeof *parser->tokens);
    }
    parser->tokens[parser->token_count++] = place;
}

// One token may be ahead, which is_name_depends looked at.
static int take_token(struct parser *parser, union semantic *value, struct span *place)
{
    if (!parser->has_ahead) {
        return parser->is_stopped ? TOKEN_END_OF_FILE : parser_scan(value, place, parser->scanner);
    }
    parser->has_ahead = false;
    *value = parser->ahead.value;
    *place = parser->ahead.place;
    return parser->ahead.token;
}

// `depends` begins a condition if `on` follows; a line of a block may also have it as a name.
// LALR(1) has no second token to look at, so it is looked at here.
static bool is_name_depends(struct parser *parser, int token)
{
    if (token != TOKEN_DEPENDS) {
        return false;
    }
    struct line_token *ahead = &parser->ahead;
    ahead->token = take_token(parser, &ahead->value, &ahead->place);
    parser->has_ahead = true;
    return ahead->token == TOKEN_ASSIGN || (parser->secrecy.is_line && ahead->token != TOKEN_ON);
}

// The next token of the source. Secrets are hidden here, before the grammar can report anything.
static int scan(struct parser *parser, union semantic *value, struct span *place)
{
    int token = take_token(parser, value, place);
    token = is_name_depends(parser, token) ? TOKEN_IDENTIFIER : token;
    token = edition_watch(parser, token, value, *place);
    if (token == TOKEN_END_OF_FILE) {
        const struct source *source = parser->file->source;
        uint32_t end = source->start + (uint32_t)source->length;
        *place = (struct span){end, end};
    } else if (parser->keeps_tokens) {
        keep_token(parser, *place);
    }
    hide_secret(parser, token, value, *place);
    return token;
}

// The next token for the grammar, or a brace that is missing before it; then that token waits. It
// calls itself once for each brace that is dropped, in a file whose braces do not match.
static void read_token(struct parser *parser, struct line_token *read)
{
    bool is_again = recover_next(parser, &read->token, &read->value, &read->place);
    if (is_again) {
        return;
    }
    if (parser->has_pending) {
        *read = parser->pending;
        parser->has_pending = false;
    } else {
        read->token = scan(parser, &read->value, &read->place);
    }
    bool starts = parser->follows_lines && starts_line(parser, read->place);
    enum brace_action action =
        parser->follows_lines ? braces_next(parser, read->token, read->place, starts) : BRACE_NONE;
    if (action == BRACE_DROPPED) {
        read_token(parser, read);
    } else if (action != BRACE_NONE) {
        parser->pending = *read;
        parser->has_pending = true;
        read->token = action == BRACE_OPENED ? TOKEN_BRACE_OPEN : TOKEN_BRACE_CLOSE;
        read->place = span_behind(parser->last);
    }
}

// Where a statement begins and has its `=`, for messages.
static void note_statement(struct parser *parser, int token, struct span place)
{
    bool ends = token == TOKEN_SEMICOLON || token == TOKEN_BRACE_OPEN || token == TOKEN_BRACE_CLOSE;
    parser->words_before = parser->word_count;
    if (parser->word_count == 0 && !ends) {
        parser->statement = place;
    }
    if (ends) {
        parser->assigned = (struct span){0};
    } else if (token == TOKEN_ASSIGN && !span_is_known(parser->assigned)) {
        parser->assigned = place;
    }
    parser->word_count = ends ? 0 : parser->word_count + 1;
}

// All tokens are noted, those that are left out, too: lines and statements are found by them.
int parser_next(struct parser *parser, union semantic *value, struct span *place)
{
    struct line_token read;
    bool is_left_out;
    do {
        read_token(parser, &read);
        bool starts = read.place.start < read.place.end && starts_line(parser, read.place);
        is_left_out =
            parser->recovery.skips && recover_is_left_out(parser, read.token, read.place, starts);
        note_statement(parser, read.token, read.place);
        recover_keep(parser, read.token, &read.value, read.place, starts);
        parser->previous = parser->last;
        parser->previous_is_name = parser->last_is_name;
        parser->last = read.place;
        parser->last_is_name = read.token == TOKEN_IDENTIFIER ||
                               (read.token >= TOKEN_SCHEMA && read.token <= TOKEN_END_WORD);
        if (starts) {
            parser->line_start = read.place;
        }
    } while (is_left_out);
    *value = read.value;
    *place = read.place;
    return read.token;
}

void parser_finish(struct parser *parser, struct syntax_items items)
{
    parser->file->items = items;
}

void parser_lose(struct parser *parser, struct span span)
{
    damage_extend(&parser->syntax->damage, span);
}
