#include "problem.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

static bool has(const struct expected *expected, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(expected[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static const char *text_of(const struct parser *parser, struct span span)
{
    return sources_text(parser->syntax->sources, span);
}

static bool is_at_end(const struct parser *parser, struct span place)
{
    const struct source *source = parser->file->source;
    return place.start == source->start + source->length;
}

static bool is_word(const char *text)
{
    return isalpha((unsigned char)*text) || *text == '_';
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

static bool report_misspelled(struct parser *parser, struct span place,
                              const struct expected *expected, size_t count, const char *text)
{
    bool takes_any_name = has(expected, count, "name");
    const char *meant = takes_any_name || !is_word(text) ? NULL : find_meant(expected, count, text);
    if (!meant) {
        return false;
    }
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_UNKNOWN_WORD, place,
               "`%s` has no meaning here; did you mean `%s`?", text, meant);
    add_fix(diagnostic, place, "%s", meant);
    return true;
}

static bool starts_item(const char *text)
{
    static const char *const items[] = {"schema",   "include", "const",    "target",
                                        "platform", "chip",    "table",    "require",
                                        "assert",   "variant", "partition"};
    return is_one_of(text, items, sizeof items / sizeof *items);
}

// The first word of the line on which a brace stands.
static const char *line_word(struct parser *parser, struct span brace)
{
    const struct source *source = parser->file->source;
    const char *end = source->bytes + (brace.start - source->start);
    const char *start = end;
    while (start > source->bytes && start[-1] != '\n') {
        start--;
    }
    while (start < end && isspace((unsigned char)*start)) {
        start++;
    }
    const char *behind = start;
    while (behind < end && is_word(behind)) {
        behind++;
    }
    return arena_copy(parser->arena, start, (size_t)(behind - start));
}

// In a variant, a partition stands in its table as elsewhere.
static bool report_bare_partition(struct parser *parser, struct span place, const char *text)
{
    if (strcmp(text, "partition") != 0 || parser->brace_count != 1 ||
        strcmp(line_word(parser, parser->braces[0]), "variant") != 0) {
        return false;
    }
    struct diagnostic *diagnostic = report(parser->syntax->diagnostics, CODE_UNEXPECTED, place,
                                           "a partition stands in a table, in a variant, too");
    add_note(diagnostic, (struct span){0}, "write `table NAME { partition ... }`");
    return true;
}

static bool report_unclosed(struct parser *parser, struct span place,
                            const struct expected *expected, size_t count, const char *text)
{
    bool is_end = is_at_end(parser, place);
    bool could_close = has(expected, count, "}");
    if (parser->brace_count == 0 || !could_close || !(is_end || starts_item(text))) {
        return false;
    }
    parser->is_quiet = true;
    struct diagnostic *diagnostic =
        is_end ? report(parser->syntax->diagnostics, CODE_UNCLOSED_BRACE, place,
                        "the file ends where a `}` is missing")
               : report(parser->syntax->diagnostics, CODE_UNCLOSED_BRACE, place,
                        "`%s` cannot stand here; a `}` is missing before it", text);
    add_note(diagnostic, parser->braces[parser->brace_count - 1], "this block is not closed");
    return true;
}

// Right behind one of these a `;` is allowed, but nobody means it.
static bool ends_statement(const struct parser *parser)
{
    static const char *const ends[] = {"{", "}", ";"};
    return !span_is_known(parser->previous) ||
           is_one_of(text_of(parser, parser->previous), ends, 3);
}

static bool is_on_later_line(const struct parser *parser, struct span place)
{
    return parser->line_start.start == place.start;
}

static bool report_semicolon(struct parser *parser, struct span place,
                             const struct expected *expected, size_t count, const char *text)
{
    bool is_broken_off =
        is_on_later_line(parser, place) || is_at_end(parser, place) || strcmp(text, "}") == 0;
    if (!has(expected, count, ";") || !is_broken_off || ends_statement(parser)) {
        return false;
    }
    struct span behind = span_behind(parser->previous);
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_MISSING_SEMICOLON, behind,
               "expected `;` behind `%s`", text_of(parser, parser->previous));
    add_fix(diagnostic, behind, ";");
    return true;
}

// What marks a key, written as if it belonged to the value: `pin = "1234" secret`.
static bool report_late_word(struct parser *parser, struct span place,
                             const struct expected *expected, size_t count, const char *text)
{
    static const char *const sources[] = {"file", "each", "per"};
    bool is_line = span_is_known(parser->assigned) && has(expected, count, "depends") &&
                   has(expected, count, "{");
    struct span word = *text == '"' ? parser->previous : place;
    const char *name = is_line ? text_of(parser, word) : "";
    if (strcmp(name, "secret") == 0) {
        report(parser->syntax->diagnostics, CODE_LATE_WORD, word, "`secret` stands before the `=`");
        return true;
    }
    if (!is_one_of(name, sources, sizeof sources / sizeof *sources)) {
        return false;
    }
    report(parser->syntax->diagnostics, CODE_LATE_WORD, word,
           "`%s` stands instead of `= VALUE`, without a `=`", name);
    return true;
}

static void explain_operator(struct diagnostic *diagnostic, const struct expected *expected,
                             size_t count, const char *text)
{
    static const char *const comparisons[] = {"<", "<=", ">", ">=", "==", "!="};
    bool in_expression = has(expected, count, "*") && has(expected, count, "+");
    bool in_kconfig = has(expected, count, "&&") && !in_expression;
    if (in_expression && is_one_of(text, comparisons, 6)) {
        add_note(diagnostic, (struct span){0},
                 "comparisons do not chain; join two of them with `&&`");
    } else if (in_expression && strcmp(text, "=") == 0) {
        add_note(diagnostic, (struct span){0}, "values are compared with `==`");
    } else if (in_kconfig && strcmp(text, "==") == 0) {
        add_note(diagnostic, (struct span){0}, "Kconfig compares with `=`");
    } else if (in_kconfig && (strcmp(text, "=") == 0 || is_one_of(text, comparisons, 6))) {
        add_note(diagnostic, (struct span){0},
                 "in Kconfig a relation stands between two symbols or literals; relations do not "
                 "chain");
    }
}

// `my-data`: a name with a hyphen stands in quotes.
static void explain_hyphen(struct parser *parser, struct diagnostic *diagnostic, struct span place,
                           const char *text)
{
    const char *behind = parser->file->source->bytes + (place.end - parser->file->source->start);
    bool touches = parser->previous.end == place.start && isalnum((unsigned char)*behind);
    if (strcmp(text, "-") == 0 && parser->previous_is_name && touches) {
        size_t rest = 0;
        while (isalnum((unsigned char)behind[rest]) ||
               (behind[rest] && strchr("_-", behind[rest]))) {
            rest++;
        }
        add_note(diagnostic, (struct span){0},
                 "a name with a hyphen is written as a string: \"%s-%.*s\"",
                 text_of(parser, parser->previous), (int)rest, behind);
    }
}

// A path like "certs/*/x" in a comment ends it.
static void explain_comment(struct parser *parser, struct diagnostic *diagnostic, struct span place)
{
    if (parser->comment_count == 0) {
        return;
    }
    const struct comment *last = &parser->comments[parser->comment_count - 1];
    const char *end = parser->file->source->bytes + (last->span.end - parser->file->source->start);
    bool is_near = place.start - last->span.end < 80;
    if (last->kind == COMMENT_BLOCK && is_near && end[-3] == '/' && !isspace((unsigned char)*end)) {
        struct span closing = {last->span.end - 2, last->span.end};
        add_note(diagnostic, closing, "the comment ends here: `*/` in a path closes it");
    }
}

// A line that begins as an item or partition, but stands in the block of something else.
static void explain_open_block(struct parser *parser, struct diagnostic *diagnostic)
{
    if (parser->brace_count == 0 || !span_is_known(parser->line_start)) {
        return;
    }
    struct span brace = parser->braces[parser->brace_count - 1];
    const char *first = text_of(parser, parser->line_start);
    const char *opener = line_word(parser, brace);
    bool is_partition = strcmp(first, "partition") == 0;
    bool is_table = strcmp(opener, "table") == 0 || strcmp(opener, "variant") == 0;
    if (brace.start < parser->line_start.start && starts_item(first) &&
        !(is_partition && is_table)) {
        add_note(diagnostic, brace, "this block is still open");
        parser->is_quiet = true;
    }
}

// What people write who know the CSV of ESP-IDF.
static void explain_csv(struct parser *parser, struct diagnostic *diagnostic, struct span place,
                        const struct expected *expected, size_t count)
{
    const char *behind = parser->file->source->bytes + (place.end - parser->file->source->start);
    bool is_row = strcmp(text_of(parser, parser->line_start), "partition") == 0 &&
                  place.start != parser->line_start.start &&
                  strcmp(text_of(parser, place), ",") == 0;
    if (is_row || (has(expected, count, "partition") && *behind == ',')) {
        add_note(
            diagnostic, (struct span){0},
            "a line of a CSV is written as `partition NAME TYPE.SUBTYPE at OFFSET size SIZE;`");
    }
}

// What people write who know other languages.
static void explain_habit(struct parser *parser, struct diagnostic *diagnostic,
                          const struct expected *expected, size_t count, const char *text)
{
    static const struct {
        const char *word, *note;
    } habits[] = {
        {"fill", "a partition that fills a gap says `size fill`"},
        {"offset", "an offset is written as `at 0x9000`"},
        {"if", "a condition is written as `depends on SYMBOL`"},
    };
    const char *previous = span_is_known(parser->previous) ? text_of(parser, parser->previous) : "";
    bool is_clause = has(expected, count, "depends");
    bool is_value = has(expected, count, "number") && has(expected, count, "(");
    for (size_t i = 0; is_clause && i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(text, habits[i].word) == 0) {
            add_note(diagnostic, (struct span){0}, "%s", habits[i].note);
        }
    }
    if (is_value && (strcmp(text, "=") == 0 || strcmp(text, ":") == 0)) {
        add_note(diagnostic, (struct span){0}, "the value stands right behind the word: `%s 4K`",
                 previous);
    }
    if (isdigit((unsigned char)*previous) && strlen(text) == 1 && strchr("KMG", *text)) {
        add_note(diagnostic, (struct span){0}, "there is no blank in a number: `%s%s`", previous,
                 text);
    }
    if (strcmp(previous, "from") == 0 && *text == '"') {
        add_note(diagnostic, (struct span){0}, "name what makes the content: `from file %s`", text);
    }
    if (strcmp(text, ".") == 0 && has(expected, count, "string") && has(expected, count, "float")) {
        add_note(diagnostic, (struct span){0}, "a path stands in quotes");
    }
}

static void explain_type(struct parser *parser, struct diagnostic *diagnostic,
                         const struct expected *expected, size_t count)
{
    if (count == 1 && strcmp(expected[0].name, ".") == 0) {
        add_note(diagnostic, parser->previous,
                 "a type is written with its subtype, as in `data.nvs`");
    }
}

static void report_unexpected(struct parser *parser, struct span place,
                              const struct expected *expected, size_t count, const char *text)
{
    const char *choices = expected_text(parser->arena, expected, count, ends_statement(parser));
    const char *found = is_at_end(parser, place) ? "the end of the file"
                                                 : arena_format(parser->arena, "`%s`", text);
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_UNEXPECTED, place, "unexpected %s%s%s", found,
               choices ? "; expected " : "", choices ? choices : "");
    explain_operator(diagnostic, expected, count, text);
    explain_hyphen(parser, diagnostic, place, text);
    explain_comment(parser, diagnostic, place);
    explain_csv(parser, diagnostic, place, expected, count);
    explain_type(parser, diagnostic, expected, count);
    explain_habit(parser, diagnostic, expected, count, text);
    explain_open_block(parser, diagnostic);
}

void problem_report(struct parser *parser, struct span place, const struct expected *expected,
                    size_t count)
{
    if (parser->is_quiet || parser->is_broken) {
        parser->is_broken = false;
        return;
    }
    const char *text = text_of(parser, place);
    if (!wants_hints(parser->syntax->diagnostics)) {
        report(parser->syntax->diagnostics, CODE_UNEXPECTED, place, "unexpected `%s`", text);
        return;
    }
    if (!report_bare_partition(parser, place, text) &&
        !report_unclosed(parser, place, expected, count, text) &&
        !report_misspelled(parser, place, expected, count, text) &&
        !report_late_word(parser, place, expected, count, text) &&
        !report_semicolon(parser, place, expected, count, text)) {
        report_unexpected(parser, place, expected, count, text);
    }
}

void problem_report_depth(struct parser *parser, struct span place)
{
    if (!parser->is_quiet) {
        parser->is_quiet = true;
        report(parser->syntax->diagnostics, CODE_TOO_DEEP, place,
               "blocks or parentheses stand too deep in each other here");
    }
}
