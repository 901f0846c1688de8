// Where a statement with a mistake ends, and what of it is left out.
//
// A line that breaks off runs into the next one, often without a mistake at first: in `partition h`
// and a line `partition i ...` after it, only the `i` cannot be. Lines show better than the
// grammar where a statement ended. So the tokens of a line are kept, and where its line begins no
// further to the right than the statement does, they are read once more, as a new statement. All
// other mistakes end with their statement: at its `;` or block, or before a line that begins no
// further to the right.
#include "recover.h"

#include "braces.h"
#include "explain.h"
#include "problem.h"
#include "schema.h"
#include "text.h"

#include <string.h>

static bool is_further_right(const struct parser *parser, struct span place, struct span start)
{
    return braces_indentation(parser, place) > braces_indentation(parser, start);
}

static bool is_on_later_line(const struct parser *parser, struct span place)
{
    return parser->line_start.start == place.start;
}

bool recover_is_broken_off(const struct parser *parser, struct span place)
{
    return is_on_later_line(parser, place) || place.start == place.end ||
           strcmp(parser_text(parser, place), "}") == 0;
}

// The line before was taken for the beginning of this one.
void recover_report_unfinished(struct parser *parser, struct span last)
{
    report(parser->syntax->diagnostics, CODE_UNFINISHED, span_behind(last),
           "this line is not finished: `;` or more is missing after `%s`",
           parser_text(parser, last));
}

void recover_keep(struct parser *parser, int token, const union semantic *value, struct span place,
                  bool starts_line)
{
    struct line_tokens *line = &parser->line;
    if (starts_line) {
        line->count = 0;
        line->before = parser->last;
    }
    if (line->count < LINE_TOKENS_LIMIT) {
        line->items[line->count] = (struct line_token){token, *value, place};
    }
    line->count++;
}

// A statement ends with these, wherever they are.
static bool ends_statement(int token)
{
    return token == TOKEN_SEMICOLON || token == TOKEN_BRACE_OPEN || token == TOKEN_BRACE_CLOSE ||
           token == TOKEN_END_OF_FILE;
}

bool recover_is_left_out(struct parser *parser, int token, struct span place, bool starts_line)
{
    struct recovery *recovery = &parser->recovery;
    bool is_new_line = starts_line && !is_further_right(parser, place, recovery->start);
    bool is_cut = is_new_line || token == TOKEN_BRACE_CLOSE || token == TOKEN_END_OF_FILE;
    recovery->skips = !is_new_line && !ends_statement(token);
    parser->word_count = is_new_line ? 0 : parser->word_count;
    if (is_cut) {
        damage_cut(&parser->syntax->damage);
    }
    return recovery->skips;
}

bool recover_next(struct parser *parser, int *token, union semantic *value, struct span *place)
{
    struct recovery *recovery = &parser->recovery;
    if (recovery->next >= recovery->count) {
        return false;
    }
    const struct line_token *again = &parser->line.items[recovery->next++];
    *token = again->token;
    *value = again->value;
    *place = again->place;
    return true;
}

// A line without a statement of its own, which the one before it ran into.
static bool is_run_into(const struct parser *parser, struct span start)
{
    const struct line_tokens *line = &parser->line;
    bool is_kept = line->count > 1 && line->count <= LINE_TOKENS_LIMIT;
    return is_kept && parser->recovery.next >= parser->recovery.count &&
           line->items[0].place.start > start.start &&
           !is_further_right(parser, line->items[0].place, start);
}

// Whether something after a block belongs to the block's statement.
static bool line_goes_on(const struct parser *parser, struct span place)
{
    struct span block = parser->previous;
    return span_is_known(block) && strcmp(parser_text(parser, block), "}") == 0 &&
           (parser->line_start.start != place.start || is_further_right(parser, place, block));
}

// Whether the statement that begins at `start` is in a block in which no names are declared; where
// the mistake was found at the end of the block, that is closed already.
static bool is_inner(struct parser *parser, struct span start, struct span place)
{
    bool is_end = place.start == place.end || strcmp(parser_text(parser, place), "}") == 0;
    size_t count = parser->brace_count + (is_end ? 1 : 0);
    for (size_t i = count; i > 0; i--) {
        bool is_kept =
            parser->follows_lines ? i <= parser->blocks.capacity : i <= parser->brace_capacity;
        struct span brace = !is_kept                ? (struct span){0}
                            : parser->follows_lines ? parser->blocks.items[i - 1].brace
                                                    : parser->braces[i - 1];
        if (span_is_known(brace) && brace.start < start.start) {
            return !braces_declare(parser, brace);
        }
    }
    return false;
}

bool recover_begin(struct parser *parser, struct span place)
{
    struct recovery *recovery = &parser->recovery;
    bool is_first = parser->words_before == 0;
    struct span start = is_first ? place : parser->statement;
    bool is_behind_block = is_first && line_goes_on(parser, place);
    struct span end = parser->previous;
    bool runs_on = !is_first && is_run_into(parser, start);
    bool is_cut = runs_on;
    if (runs_on) {
        end = parser->line.before;
        recovery->next = 0;
        recovery->count = parser->line.count;
    } else if (!is_first && recover_is_broken_off(parser, place)) {
        is_cut = !is_further_right(parser, place, start) || place.start == place.end;
    }
    recovery->start = start;
    recovery->is_begun = true;
    recovery->is_cut = is_cut;
    parser->intact = end;
    struct damaged *region = damage_begin(
        parser->arena, &parser->syntax->damage,
        (struct span){is_behind_block ? end.start : start.start, is_first ? place.start : end.end},
        is_cut);
    region->is_inner = is_inner(parser, start, place);
    if (is_first && !region->is_inner && braces_is_clause(parser_text(parser, place))) {
        parser->syntax->damage.has_lost_names = true; // the partition that has the clause
    }
    return runs_on;
}

bool recover_gives_up(struct parser *parser)
{
    const struct line_tokens *line = &parser->line;
    struct recovery *recovery = &parser->recovery;
    size_t last = line->count < LINE_TOKENS_LIMIT ? line->count : LINE_TOKENS_LIMIT;
    bool ends = last > 0 && ends_statement(line->items[last - 1].token);
    if (!recovery->is_begun) {
        recover_begin(parser, parser->last); // one so near to the last that it was not reported
    }
    bool runs_on = recovery->count > 0 && recovery->next == 0;
    recovery->is_begun = false;
    recovery->skips = !recovery->is_cut && !ends;
    if (runs_on) {
        parser->word_count = 0;
        parser->last = parser->line.before;
    } else if (recovery->is_cut && !ends) {
        parser->word_count = 1;
        parser->statement = parser->last;
    }
    return runs_on || recovery->skips;
}

// A word that lines of generators begin with. Line ends mean nothing in the language: they are
// believed only where such a word follows one, as hardly any other word of a line is called so.
static bool begins_line(const char *text)
{
    static const char *const words[] = {
        "u8",   "u16",     "u32",    "u64",       "i8",     "i16",  "i32",     "i64", "string",
        "blob", "hex",     "base64", "namespace", "import", "keys", "gatts",   "ca",  "cert",
        "key",  "exclude", "remove", "version",   "block",  "page", "cluster",
    };
    return text_is_one_of(text, words, sizeof words / sizeof *words);
}

// Whether the word at `at` is the key after a type, though a line could begin with it:
// `i8 version`, `string key per device`.
static bool is_key(const struct syntax_words *words, size_t at)
{
    static const char *const marks[] = {"per", "file", "each"};
    const struct syntax_word *next = at + 1 < words->count ? words->items[at + 1] : NULL;
    return at == 1 && (!next || next->kind != WORD_NAME ||
                       text_is_one_of(next->text, marks, sizeof marks / sizeof *marks));
}

// Whether a word begins a line that has nothing to do with what is before it, as it seems.
static bool is_of_new_line(const struct parser *parser, struct span before, struct span word,
                           struct span first)
{
    return memchr(parser_bytes(parser, before.end), '\n', word.start - before.end) &&
           !is_further_right(parser, word, first);
}

static bool begins_anew(const struct parser *parser, const struct syntax_words *words, size_t at)
{
    const struct syntax_word *word = words->items[at];
    const struct syntax_word *before = words->items[at - 1];
    const struct syntax_word *first = words->items[0];
    return word->kind == WORD_NAME && begins_line(word->text) && !is_key(words, at) &&
           is_of_new_line(parser, before->span, word->span, first->span);
}

void recover_split_line(struct parser *parser, struct syntax_words *words, struct span *span)
{
    for (size_t i = 1; i < words->count; i++) {
        if (!begins_anew(parser, words, i)) {
            continue;
        }
        struct span end = words->items[i - 1]->span;
        struct span lost = {span->start, end.end};
        recover_report_unfinished(parser, end);
        damage_begin(parser->arena, &parser->syntax->damage, lost, true);
        span->start = words->items[i]->span.start;
        words->items += i;
        words->count -= i;
        words->capacity = words->count; // what is added goes into a copy
        i = 0;
    }
}

void recover_check_name(struct parser *parser, struct span item, struct span name)
{
    struct span start = {item.start, item.start};
    if (span_is_known(name) && name.start > item.start &&
        text_starts_item(parser_text(parser, name)) && is_of_new_line(parser, start, name, start)) {
        size_t length = strcspn(parser_bytes(parser, item.start), " \t\r\n");
        struct span word = {item.start, item.start + (uint32_t)length};
        recover_report_unfinished(parser, word);
        damage_begin(parser->arena, &parser->syntax->damage, item, false);
        parser->syntax->damage.has_lost_names = true;
        parser->is_swallowed = true;
    }
}
