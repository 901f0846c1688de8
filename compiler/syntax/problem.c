// Which of the mistakes that people make a syntax error is, and its message. The first that fits is
// reported; what none fits is "unexpected", with notes from explain.c. After a missing brace,
// nothing is reported any more: the rest would only follow from it.
#include "explain.h"
#include "recover.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

// The end of the file has a place, but no text.
static bool is_at_end(const struct parser *parser, struct span place)
{
    const struct source *source = parser->file->source;
    return place.start == source->start + source->length;
}

// The word with a meaning here that a name was probably meant to be.
static const char *find_meant(const struct expected *expected, size_t count, const char *text)
{
    struct nearest nearest = nearest_to(text);
    for (size_t i = 0; i < count; i++) {
        if (expected[i].is_word) {
            nearest_offer(&nearest, expected[i].name);
        }
    }
    return nearest.found;
}

// Where any name may come, each word is a good one. A misspelled word gets a fix, which the program
// applies if asked to, so the suggestion must be allowed at this very place: only such words are
// offered.
static bool report_misspelled(struct parser *parser, struct span place,
                              const struct expected *expected, size_t count, const char *text)
{
    bool takes_any_name = expected_has(expected, count, "name");
    const char *meant =
        takes_any_name || !text_is_word(text) ? NULL : find_meant(expected, count, text);
    if (!meant) {
        return false;
    }
    meant = strcmp(text, "depends_on") == 0 ? "depends on" : meant;
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_UNKNOWN_WORD, place,
               "`%s` has no meaning here; did you mean `%s`?", text, meant);
    add_fix(diagnostic, place, "%s", meant);
    return true;
}

// A word that begins an item, where only a `}` could have ended the block, shows that the block was
// meant to end. All that follows would be judged in the wrong block, so this is the last message of
// the file.
static bool report_unclosed(struct parser *parser, struct span place,
                            const struct expected *expected, size_t count, const char *text)
{
    bool is_end = is_at_end(parser, place);
    bool could_close = expected_has(expected, count, "}");
    if (parser->brace_count == 0 || parser->follows_lines || !could_close ||
        !(is_end || text_starts_item(text))) {
        return false;
    }
    parser->is_quiet = true;
    struct diagnostic *diagnostic =
        is_end ? report(parser->syntax->diagnostics, CODE_UNCLOSED_BRACE, place,
                        "the file ends, but a `}` is missing")
               : report(parser->syntax->diagnostics, CODE_UNCLOSED_BRACE, place,
                        "`%s` is not allowed here; a `}` is missing before it", text);
    add_note(diagnostic, parser->braces[parser->brace_count - 1], "this block is not closed");
    return true;
}

// To the grammar `partition a app.factory` is a line like any other in a generator's block. Nobody
// means that: the block's `}` is missing.
void problem_check_line(struct parser *parser, struct span place, const struct syntax_words *words)
{
    const struct syntax_word *first = words->items[0];
    const struct syntax_word *type = words->count > 2 ? words->items[2] : NULL;
    bool is_partition = type && type->kind == WORD_REFERENCE && first->kind == WORD_NAME &&
                        strcmp(first->text, "partition") == 0;
    if (parser->is_quiet || parser->follows_lines || !is_partition || parser->brace_count == 0) {
        return;
    }
    parser->is_quiet = true;
    struct span word = {place.start, first->span.end};
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_UNCLOSED_BRACE, word,
               "`partition` is not allowed here; a `}` is missing before it");
    add_note(diagnostic, parser->braces[parser->brace_count - 1], "this block is not closed");
}

// After one of these a `;` is allowed, but nobody means it.
bool problem_begins_statement(const struct parser *parser)
{
    static const char *const ends[] = {"{", "}", ";"};
    return !span_is_known(parser->previous) ||
           text_is_one_of(parser_text(parser, parser->previous), ends, 3);
}

// Only where a line ends: within a line, a missing `;` is less likely than a wrong word.
static bool report_semicolon(struct parser *parser, struct span place,
                             const struct expected *expected, size_t count)
{
    if (!expected_has(expected, count, ";") || !recover_is_broken_off(parser, place) ||
        problem_begins_statement(parser)) {
        return false;
    }
    struct span behind = span_behind(parser->previous);
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_MISSING_SEMICOLON, behind,
               "expected `;` after `%s`", parser_text(parser, parser->previous));
    add_fix(diagnostic, behind, ";");
    return true;
}

// Whether a text is two names, and so has no value in it.
static bool is_type_and_key(const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t type = strspn(text, letters);
    size_t space = strspn(text + type, " \t");
    size_t key = strspn(text + type + space, letters);
    return text_is_word(text) && space && key && !text[type + space + key] &&
           text_is_word(text + type + space);
}

// The words of a generator's line before its `=`: `string pin`. All else may be a secret.
static const char *line_before_value(const struct parser *parser)
{
    const struct source *source = parser->file->source;
    uint32_t start = parser->statement.start;
    uint32_t end = parser->assigned.start;
    const char *bytes = source->bytes + (start - source->start);
    if (end < start) {
        return "TYPE KEY"; // the `=` was of a line that was broken off
    }
    while (end > start && isspace((unsigned char)bytes[end - start - 1])) {
        end--;
    }
    const char *words = arena_copy(parser->arena, bytes, end - start);
    return is_type_and_key(words) ? words : "TYPE KEY";
}

// What marks a key, written as if it belonged to the value: `pin = "1234" file`. The value is not
// quoted, since it may be a secret.
static bool report_late_word(struct parser *parser, struct span place,
                             const struct expected *expected, size_t count, const char *text)
{
    static const char *const sources[] = {"file", "each", "per"};
    bool is_line = span_is_known(parser->assigned) && expected_has(expected, count, "depends") &&
                   expected_has(expected, count, "{");
    bool is_behind = *text == '"' || strcmp(text, "device") == 0;
    struct span word = is_behind ? parser->previous : place;
    const char *name = is_line ? parser_text(parser, word) : "";
    if (!text_is_one_of(name, sources, sizeof sources / sizeof *sources)) {
        return false;
    }
    report(parser->syntax->diagnostics, CODE_LATE_WORD, word,
           "`%s` replaces the `=` and the value: `%s %s;`", name, line_before_value(parser),
           strcmp(name, "per") == 0 ? "per device" : arena_format(parser->arena, "%s ...", name));
    return true;
}

static void report_unexpected(struct parser *parser, struct span place,
                              const struct expected *expected, size_t count, const char *text)
{
    const char *choices =
        expected_text(parser->arena, expected, count, problem_begins_statement(parser));
    const char *found = is_at_end(parser, place) ? "end of the file"
                        : *text                  ? arena_format(parser->arena, "`%s`", text)
                                                 : "end of the block";
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_UNEXPECTED, place, "unexpected %s%s%s", found,
               choices ? "; expected " : "", choices ? choices : "");
    explain_unexpected(parser, diagnostic, place, expected, count, text);
}

// Called for each syntax error, by bison. The order of the reports is that of certainty. After one
// of them the grammar goes on, so that what follows directly is often wrong only because of it:
// `is_broken` keeps one such message away. After many errors nothing is looked for that may have
// been meant (wants_hints), as that takes time for each.
void problem_report(struct parser *parser, struct span place, const struct expected *expected,
                    size_t count)
{
    bool runs_on = recover_begin(parser, place);
    if (parser->is_quiet || parser->is_broken) {
        parser->is_broken = false;
        return;
    }
    if (runs_on) {
        recover_report_unfinished(parser, parser->intact);
        return;
    }
    const char *text = parser_text(parser, place);
    if (!wants_hints(parser->syntax->diagnostics)) {
        report(parser->syntax->diagnostics, CODE_UNEXPECTED, place, "unexpected `%s`", text);
        return;
    }
    if (!report_unclosed(parser, place, expected, count, text) &&
        !report_misspelled(parser, place, expected, count, text) &&
        !report_late_word(parser, place, expected, count, text) &&
        !report_semicolon(parser, place, expected, count)) {
        report_unexpected(parser, place, expected, count, text);
    }
}

void problem_report_depth(struct parser *parser, struct span place)
{
    if (!parser->is_quiet) {
        parser->is_quiet = true;
        report(parser->syntax->diagnostics, CODE_TOO_DEEP, place,
               "blocks or parentheses are nested too deeply here");
    }
}
