#include "braces.h"
#include "edition.h"
#include "recover.h"
#include "schema.h"
#include "secret.h"
#include "spelling.h"
#include "text.h"

#include <string.h>

static void take_word(void *context, const char *word, int token)
{
    struct syntax *syntax = context;
    int *kept = arena_new(syntax->arena, sizeof *kept);
    *kept = token;
    map_set(syntax->arena, &syntax->words, names_intern(syntax->names, word, strlen(word)), kept);
}

void syntax_init(struct syntax *syntax, struct arena *arena, struct names *names,
                 struct sources *sources, struct diagnostics *diagnostics)
{
    *syntax = (struct syntax){
        .arena = arena, .names = names, .sources = sources, .diagnostics = diagnostics};
    grammar_words(syntax, take_word);
}

bool syntax_takes_word(const char *word)
{
    // `target.flash`, `table.offset`, `config(X)`, `count(T)`, `size fill`, `size to E`, `at end`,
    // `at auto`
    static const char *const words[] = {"target", "table", "config", "count",
                                        "fill",   "to",    "end",    "auto"};
    return text_is_one_of(word, words, sizeof words / sizeof *words);
}

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

// `depends` begins a condition where `on` follows; a line of a block may have it as a name, too.
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

void parser_finish(struct parser *parser, struct list items)
{
    parser->file->items = items;
}

void parser_lose(struct parser *parser, struct span span)
{
    damage_extend(&parser->syntax->damage, span);
}

// Reports the first byte that is not UTF-8.
static bool is_text(struct syntax *syntax, const struct source *source)
{
    const char *end = source->bytes + source->length;
    for (const char *at = source->bytes; at < end;) {
        size_t bytes = (unsigned char)*at < 0x80 ? 1 : text_character(at, end);
        if (bytes == 0) {
            uint32_t start = source->start + (uint32_t)(at - source->bytes);
            report(syntax->diagnostics, CODE_NOT_UTF8, (struct span){start, start + 1},
                   "byte 0x%02x is not UTF-8; a schema is UTF-8 text", (unsigned char)*at);
            return false;
        }
        at += bytes;
    }
    return true;
}

static size_t mark_length(const struct source *source)
{
    return source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static void parse_once(struct syntax *syntax, struct syntax_file *file, bool keeps_tokens,
                       bool follows_lines)
{
    const struct source *source = file->source;
    size_t skipped = mark_length(source);
    size_t length = source->length - skipped;
    char *buffer = arena_new(syntax->arena, length + 2);
    memcpy(buffer, source->bytes + skipped, length);
    struct parser parser = {
        .syntax = syntax,
        .arena = syntax->arena,
        .file = file,
        .buffer = buffer,
        .start = source->start + (uint32_t)skipped,
        .keeps_tokens = keeps_tokens,
        .follows_lines = follows_lines,
        .region_start = syntax->damage.regions.count,
    };
    if (!scanner_start(&parser, buffer, length + 2, &parser.scanner)) {
        arena_fail(syntax->arena);
    }
    grammar_parse(&parser);
    scanner_end(parser.scanner);
    syntax->damage.is_torn |= parser.is_quiet || parser.brace_count > 0;
    damage_collect(syntax->arena, &syntax->damage, syntax->names, syntax->sources,
                   parser.region_start);
    file->comments = parser.comments;
    file->comment_count = parser.comment_count;
    file->tokens = parser.tokens;
    file->token_count = parser.token_count;
}

// Reads once more, as if it had not been read. Words that other files lost before share their map
// with those of this one, which therefore stay: a few names more count as lost.
static void parse_again(struct syntax *syntax, struct syntax_file *file,
                        const struct syntax *before, const struct diagnostics *reported,
                        bool follows_lines)
{
    struct map words = syntax->damage.words;
    syntax->damage = before->damage;
    syntax->damage.words = before->damage.words.count ? words : (struct map){0};
    syntax->healed = before->healed;
    *syntax->diagnostics = *reported;
    *file = (struct syntax_file){.source = file->source};
    parse_once(syntax, file, false, follows_lines);
}

static struct syntax_file *parse(struct syntax *syntax, const struct source *source,
                                 bool keeps_tokens)
{
    const struct syntax before = *syntax;
    const struct diagnostics reported = *syntax->diagnostics;
    struct syntax_file *file = arena_new(syntax->arena, sizeof *file);
    file->source = source;
    list_append(syntax->arena, &syntax->files, file);
    if (!is_text(syntax, source)) {
        syntax->damage.is_torn = true;
        return file;
    }
    parse_once(syntax, file, keeps_tokens, false);
    if (syntax->damage.is_torn && !before.damage.is_torn && !keeps_tokens) {
        parse_again(syntax, file, &before, &reported, true);
        if (syntax->damage.is_torn) {
            parse_again(syntax, file, &before, &reported, false);
        }
    }
    if (!syntax->reads_draft) {
        spellings_report(syntax, file);
    }
    return file;
}

const struct syntax_file *syntax_parse(struct syntax *syntax, const struct source *source)
{
    struct syntax_file *file = parse(syntax, source, false);
    syntax_read_includes(syntax, file);
    return file;
}

const struct syntax_file *syntax_parse_text(struct syntax *syntax, const struct source *source)
{
    return parse(syntax, source, true);
}

const struct syntax_file *syntax_read(struct syntax *syntax, const char *path)
{
    const char *error = NULL;
    const struct source *source = sources_read(syntax->sources, path, &error);
    if (!source) {
        report_unreadable(syntax->diagnostics, CODE_CANNOT_READ, path, error);
        return NULL;
    }
    return syntax_parse(syntax, source);
}
