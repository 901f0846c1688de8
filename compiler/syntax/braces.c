// Braces that are missing, found by how lines are indented.
//
// A file whose braces do not match is read a second time, and its lines show what belongs to what:
// a line that begins no further to the right than the statement of a block ends the block, and one
// that begins further to the right than a statement which has a block begins that. A brace that
// closes nothing belongs to a statement before it that was left out, and its block is left out with
// it. Where that does not come out even, the file stays torn.
#include "braces.h"

#include "explain.h"
#include "schema.h"
#include "text.h"

#include <string.h>

// How far to look back for a statement that was left out: a file with a million of them must not
// take a million times as long.
enum { REGION_LIMIT = 64 };

enum { STATEMENT_LIMIT = 4096 }; // bytes of one that are looked through

size_t braces_indentation(const struct parser *parser, struct span place)
{
    return strspn(parser_line_start(parser, place.start), " \t");
}

// The first reading of a file only counts: a `}` without its `{` makes the file torn, and parse.c
// reads it again by its lines. The positions are kept for the notes of messages ("this block is not
// closed").
void braces_count(struct parser *parser, char brace, struct span place)
{
    if (parser->follows_lines) {
        return; // braces_next() does
    }
    if (brace == '{') {
        while (parser->brace_count >= parser->brace_capacity) { // more, where lines counted them
            parser->braces = arena_grow(parser->arena, parser->braces, &parser->brace_capacity,
                                        sizeof *parser->braces);
        }
        parser->braces[parser->brace_count++] = place;
    } else if (brace == '}' && parser->brace_count) {
        parser->brace_count--;
    } else if (brace == '}') {
        parser->syntax->damage.is_torn = true;
    }
}

// What is missing from a block that declares names may be a name that is used elsewhere; what is
// missing from a generator's block or a target may not, so that messages about names stay certain
// there.
bool braces_declare(struct parser *parser, struct span brace)
{
    static const char *const words[] = {"table",    "variant", "abstract",
                                        "platform", "type",    "record"};
    return text_is_one_of(parser_line_word(parser, brace), words, sizeof words / sizeof *words);
}

static bool is_on_one_line(const struct parser *parser, struct span from, struct span to)
{
    const char *bytes = parser_bytes(parser, from.start);
    return from.start <= to.start && !memchr(bytes, '\n', to.start - from.start);
}

// An indentation belongs to the line where the statement begins, not to that of its brace: headers
// may be broken into several lines.
static void push(struct parser *parser, struct span brace)
{
    struct blocks *blocks = &parser->blocks;
    if (blocks->count == blocks->capacity) {
        blocks->items =
            arena_grow(parser->arena, blocks->items, &blocks->capacity, sizeof *blocks->items);
    }
    struct span statement = parser->word_count ? parser->statement : brace;
    blocks->items[blocks->count++] = (struct block){brace, braces_indentation(parser, statement)};
}

// A partition only has a block after `from GENERATOR`. Its text is searched instead of its tokens,
// which are not kept; ` from ` within a string would only put in a brace where nothing else fits,
// in a file whose braces do not match anyway. The limit keeps a statement that never ends from
// taking quadratic time.
static bool has_content(const struct parser *parser)
{
    size_t length = parser->last.end - parser->statement.start;
    bool is_partition = strcmp(parser_text(parser, parser->statement), "partition") == 0;
    if (!is_partition || length > STATEMENT_LIMIT) {
        return false;
    }
    const char *start = parser_bytes(parser, parser->statement.start);
    return strstr(arena_copy(parser->arena, start, length), " from ");
}

// Words that begin a clause: after a generator's arguments they go on with the partition, so that
// they do not begin a line of the generator's block.
bool braces_is_clause(const char *word)
{
    static const char *const words[] = {"at",        "size",     "align",    "prefer",   "multiple",
                                        "boundary",  "headroom", "before",   "after",    "flag",
                                        "encrypted", "frozen",   "readonly", "preserve", "scratch",
                                        "was",       "no",       "not",      "from",     "depends"};
    return text_is_one_of(word, words, sizeof words / sizeof *words);
}

// Whether the statement so far is one that has a block: then a line further to the right is its
// first.
static bool opens_block(const struct parser *parser, struct span next)
{
    static const char *const words[] = {"table", "variant", "abstract", "record",   "type",
                                        "flash", "target",  "chip",     "platform", "namespace"};
    return parser->word_count > 0 &&
           (text_is_one_of(parser_text(parser, parser->statement), words,
                           sizeof words / sizeof *words) ||
            (has_content(parser) && !braces_is_clause(parser_text(parser, next))));
}

static bool is_word(int token)
{
    return token == TOKEN_IDENTIFIER || token == TOKEN_STRING ||
           (token >= TOKEN_SCHEMA && token <= TOKEN_END_WORD);
}

// The rule of this file. A `}` at the start of a line that is further to the right than its block,
// and than the line of the block's brace, closes nothing: the block's own `}` is still to come.
// Only a token at the start of a line, or the end of the file, shows anything else: in the middle
// of a line its indentation is not its own.
static enum brace_action decide(const struct parser *parser, int token, struct span place,
                                bool starts_line)
{
    const struct blocks *blocks = &parser->blocks;
    bool is_end = token == TOKEN_END_OF_FILE;
    bool closes = token == TOKEN_BRACE_CLOSE;
    size_t column = starts_line && !is_end ? braces_indentation(parser, place) : 0;
    const struct block *block = blocks->count ? &blocks->items[blocks->count - 1] : NULL;
    size_t top = block ? block->indentation : 0;
    if (closes && (!block || (starts_line && column > top &&
                              column > braces_indentation(parser, block->brace)))) {
        return BRACE_DROPPED;
    }
    if (!starts_line && !is_end) {
        return BRACE_NONE;
    }
    if (blocks->count > 0 && (is_end || (closes ? column < top : column <= top))) {
        return BRACE_CLOSED;
    }
    bool is_inner = is_word(token) && opens_block(parser, place) &&
                    column > braces_indentation(parser, parser->statement);
    return is_inner ? BRACE_OPENED : BRACE_NONE;
}

// The message is at the token where the brace is missing, and a note is at the brace that is open:
// the mistake may be at either.
static void report_unclosed(struct parser *parser, int token, struct span place)
{
    const struct block *block = &parser->blocks.items[parser->blocks.count - 1];
    struct diagnostics *diagnostics = parser->syntax->diagnostics;
    struct diagnostic *diagnostic =
        token == TOKEN_END_OF_FILE
            ? report(diagnostics, CODE_UNCLOSED_BRACE, place, "the file ends, but a `}` is missing")
            : report(diagnostics, CODE_UNCLOSED_BRACE, place, "a `}` is missing before `%s`",
                     parser_text(parser, place));
    add_note(diagnostic, block->brace, "this block is not closed");
}

// Closes a block in the place of the missing brace. Several blocks may end at one token: the first
// is reported, the others follow from it. If the whole block is on one line, the rest of that line
// may be missing as well, and names with it.
static void close_block(struct parser *parser, int token, struct span place)
{
    const struct block *block = &parser->blocks.items[parser->blocks.count - 1];
    struct span last = parser->last;
    bool is_new = parser->reported_at != place.start + 1;
    if (is_new) {
        report_unclosed(parser, token, place);
    }
    parser->reported_at = place.start + 1;
    parser->is_broken = parser->word_count > 0; // that the last statement is not finished, too
    parser->syntax->damage.has_lost_braces = true;
    if (is_on_one_line(parser, block->brace, last)) {
        damage_begin(parser->arena, &parser->syntax->damage, last, true)->is_inner =
            !braces_declare(parser, block->brace);
    }
    parser->blocks.count--;
}

// Opens a block whose `{` is missing. What the header lacks besides it is not known (perhaps a
// type, or a generator's argument), so the next mistake of the grammar is not reported.
static void open_block(struct parser *parser)
{
    struct span last = parser->last;
    report(parser->syntax->diagnostics, CODE_UNFINISHED, span_behind(last),
           "this line is not finished: `{` is missing after `%s`", parser_text(parser, last));
    struct span header = span_join(parser->statement, last);
    damage_begin(parser->arena, &parser->syntax->damage, header, true)->is_inner =
        parser->word_count > 1;
    push(parser, span_behind(last));
    parser->is_broken = true; // perhaps more than the brace is missing
}

// A `}` that closes nothing ends the block of a statement that was left out, which begins at the
// same column. If there is no such statement, the lines do not show what was meant: the file is
// torn.
static bool drop_brace(struct parser *parser, struct span place)
{
    const struct damage *damage = &parser->syntax->damage;
    size_t column = braces_indentation(parser, place);
    size_t first = parser->region_start;
    size_t count = damage->regions.count;
    first = count > first + REGION_LIMIT ? count - REGION_LIMIT : first;
    for (size_t i = count; i > first; i--) {
        struct damaged *region = damage->regions.items[i - 1];
        if (braces_indentation(parser, region->span) == column) {
            region->span.end = place.end;
            return true;
        }
    }
    return false;
}

// Called for each token, before the grammar sees it. After the file was found to be torn nothing is
// put in any more, since parse.c reads it once more without this.
enum brace_action braces_next(struct parser *parser, int token, struct span place, bool starts_line)
{
    if (parser->syntax->damage.is_torn) {
        return BRACE_NONE; // it is read once more, without this
    }
    enum brace_action action = decide(parser, token, place, starts_line);
    if (action == BRACE_CLOSED) {
        close_block(parser, token, place);
    } else if (action == BRACE_OPENED) {
        open_block(parser);
    } else if (action == BRACE_DROPPED && !drop_brace(parser, place)) {
        parser->syntax->damage.is_torn = true;
    } else if (token == TOKEN_BRACE_OPEN) {
        push(parser, place);
    } else if (action == BRACE_NONE && token == TOKEN_BRACE_CLOSE) {
        parser->blocks.count--;
    }
    parser->brace_count = parser->blocks.count;
    return action;
}
