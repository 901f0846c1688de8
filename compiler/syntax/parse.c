// Parsing one file. Where its braces do not match, it is parsed once more, and the indentation of
// its lines says where one is missing; if that does not help, what was found at first is reported.
#include "parser.h"
#include "schema.h"
#include "spelling.h"
#include "text.h"

#include <string.h>

// The scanner knows no keywords: it looks each name up in this map (token_word), which the grammar
// fills from its own table of tokens, so that no second list has to be kept.
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

// The list is part of the language (LANGUAGE.md, constants): an expression with one of these words
// means the same whatever constants there are.
bool syntax_takes_word(const char *word)
{
    // `target.flash`, `table.offset`, `config(X)`, `count(T)`, `size fill`, `size to E`, `at end`,
    // `at auto`
    static const char *const words[] = {"target", "table", "config", "count",
                                        "fill",   "to",    "end",    "auto"};
    return text_is_one_of(word, words, sizeof words / sizeof *words);
}

// Reports the first byte that is not UTF-8. One is enough: such a file is in another encoding, or
// no text at all.
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

// A byte order mark is allowed at the start of a file, and means nothing.
static size_t mark_length(const struct source *source)
{
    return source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

// flex wants two NULs after the text, and changes it while it scans; so it gets a copy, and
// messages quote the source itself. Places are those of the source: a byte order mark counts,
// though it is not scanned.
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

// Reads once more, as if the file had not been read: what the first reading reported and lost is
// forgotten. Words that other files lost before share their map with those of this one, and
// therefore stay: a few names more count as lost.
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

// At most three readings: as it is; by its lines, if its braces do not match; and, if that did not
// help, as it is again, for the first reading's messages. Only the file that is torn first is read
// again: after that the whole tree is uncertain. `fmt` refuses a file with mistakes, so it needs
// none of this.
struct syntax_file *parser_run(struct syntax *syntax, const struct source *source,
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

struct syntax_file *syntax_parse_text(struct syntax *syntax, const struct source *source)
{
    return parser_run(syntax, source, true);
}
