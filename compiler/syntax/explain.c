// Notes on an unexpected token: what people write who know other languages or the CSV of ESP-IDF,
// and how that is written here, with their own words and numbers.
//
// Each function knows one habit by what could have stood there (`expected`) and the bytes around
// it. What a note quotes is one line of a table, a target or an item, never a line of a generator,
// whose values may be secret.
#include "explain.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

// A place where a value is expected. Lines of generators also take `=`, and are excluded: their
// values may be secret.
static bool is_value(const struct mistake *mistake)
{
    return mistake_takes(mistake, "number") && mistake_takes(mistake, "(") &&
           !mistake_takes(mistake, "=");
}

static void explain_operator(const struct mistake *mistake)
{
    static const char *const comparisons[] = {"<", "<=", ">", ">=", "==", "!="};
    const char *text = mistake->text;
    bool in_expression = mistake_takes(mistake, "*") && mistake_takes(mistake, "+");
    bool in_kconfig = mistake_takes(mistake, "&&") && !in_expression;
    if (in_expression && text_is_one_of(text, comparisons, 6)) {
        mistake_note(mistake, "comparisons do not chain; join two of them with `&&`");
    } else if (in_expression && strcmp(text, "=") == 0) {
        mistake_note(mistake, "values are compared with `==`");
    } else if (in_kconfig && strcmp(text, "==") == 0) {
        mistake_note(mistake, "Kconfig compares with `=`");
    } else if (in_kconfig && strcmp(text, "(") == 0) {
        mistake_note(mistake, "Kconfig has no functions; write the symbol alone, as in "
                              "`depends on SYMBOL`");
    } else if (in_kconfig && (strcmp(text, "and") == 0 || strcmp(text, "or") == 0)) {
        mistake_note(mistake, "Kconfig joins conditions with `&&` and `||`");
    } else if (in_kconfig && (strcmp(text, "=") == 0 || text_is_one_of(text, comparisons, 6))) {
        mistake_note(mistake,
                     "in Kconfig a relation is between two symbols or literals; relations do not "
                     "chain");
    }
}

// `my-data`: a name with a hyphen is written in quotes; names of chips have no hyphen. "Touches"
// means that there is no space on either side: `a - b` is an expression.
static void explain_hyphen(const struct mistake *mistake)
{
    const char *after = mistake->rest;
    const struct parser *parser = mistake->parser;
    bool touches = parser->previous.end == mistake->place.start && isalnum((unsigned char)*after);
    if (strcmp(mistake->text, "-") != 0 || !parser->previous_is_name || !touches) {
        return;
    }
    size_t length = 0;
    while (isalnum((unsigned char)after[length]) ||
           (after[length] && strchr("_-", after[length]))) {
        length++;
    }
    if (strcmp(mistake->statement, "target") == 0) {
        char *chip = arena_format(parser->arena, "%s%.*s", mistake->previous, (int)length, after);
        for (char *at = chip; *at; at++) {
            *at = (char)tolower((unsigned char)*at);
        }
        add_note(mistake->diagnostic, (struct span){0},
                 "a chip is written in lower case, without a hyphen: `%s`", chip);
        return;
    }
    add_note(mistake->diagnostic, (struct span){0},
             "a name with a hyphen is written as a string: \"%s-%.*s\"", mistake->previous,
             (int)length, after);
}

// A path like "certs/*/x" in a comment ends the comment, and the rest of it is the mistake. Only a
// comment just before the mistake can be the cause, and only if a path goes on after it.
static void explain_comment(const struct mistake *mistake)
{
    const struct parser *parser = mistake->parser;
    if (parser->comment_count == 0) {
        return;
    }
    const struct comment *last = &parser->comments[parser->comment_count - 1];
    const char *end = parser_bytes(parser, last->span.end);
    bool is_near = mistake->place.start - last->span.end < 80;
    if (last->kind == COMMENT_BLOCK && is_near && end[-3] == '/' && !isspace((unsigned char)*end)) {
        struct span closing = {last->span.end - 2, last->span.end};
        add_note(mistake->diagnostic, closing, "the comment ends here: `*/` in a path closes it");
    }
}

// A line that begins as an item or partition, but is in the block of something else. One note is
// enough: what follows is in the wrong block, too.
static void explain_open_block(const struct mistake *mistake)
{
    struct parser *parser = mistake->parser;
    if (parser->brace_count == 0 || parser->follows_lines || !span_is_known(parser->line_start)) {
        return;
    }
    struct span brace = parser->braces[parser->brace_count - 1];
    const char *first = parser_text(parser, parser->line_start);
    const char *opener = parser_line_word(parser, brace);
    bool is_partition = strcmp(first, "partition") == 0;
    bool is_table = strcmp(opener, "table") == 0 || strcmp(opener, "variant") == 0;
    if (brace.start < parser->line_start.start && text_starts_item(first) &&
        !(is_partition && is_table)) {
        add_note(mistake->diagnostic, brace, "this block is still open");
        parser->is_quiet = true;
    }
}

// `size: 24K`, `size = 24K`, `size 100%`, `size *`
static void explain_value(const struct mistake *mistake)
{
    const char *text = mistake->text;
    static const char *const rests[] = {"*", "auto", "max"};
    bool is_assignment = strcmp(text, "=") == 0 || strcmp(text, ":") == 0;
    if (!is_value(mistake)) {
        return;
    }
    if (is_assignment && isalpha((unsigned char)*mistake->previous)) {
        const char *value = mistake_run(mistake, mistake->rest, ";{}#");
        add_note(mistake->diagnostic, (struct span){0},
                 "the value comes right after the word: `%s %s`", mistake->previous,
                 *value ? value : "VALUE");
    } else if (strcmp(mistake->previous, "%") == 0 ||
               (strcmp(mistake->previous, "size") == 0 && text_is_one_of(text, rests, 3))) {
        mistake_note(mistake,
                     "for all the remaining space, write `size fill`; there are no percentages");
    }
}

// Words of other languages and of the CSV, where a clause of a partition is expected, and words
// that come close to those of this language. Several of them may apply.
static void explain_habit(const struct mistake *mistake)
{
    static const struct {
        const char *word, *note;
    } habits[] = {
        {"fill", "to fill a gap, write `size fill`"},
        {"offset", "an offset is written as `at 0x9000`"},
        {"if", "a condition is written as `depends on SYMBOL`"},
    };
    static const char *const units[] = {"K", "M", "G", "KB", "MB", "GB"};
    static const char *const answers[] = {"no", "false", "off", "yes", "true", "on"};
    const char *text = mistake->text;
    const char *previous = mistake->previous;
    for (size_t i = 0; mistake_is_clause(mistake) && i < sizeof habits / sizeof *habits; i++) {
        if (strcmp(text, habits[i].word) == 0) {
            mistake_note(mistake, habits[i].note);
        }
    }
    if (isdigit((unsigned char)*previous) && text_is_one_of(text, units, 6)) {
        add_note(mistake->diagnostic, (struct span){0}, "there is no space in a number: `%s%c`",
                 previous, *text);
    }
    if (mistake_is_clause(mistake) && text_is_one_of(text, answers, 6) &&
        strcmp(mistake->statement, "partition") == 0 && text_is_word(previous)) {
        bool is_no = text_is_one_of(text, answers, 3);
        add_note(mistake->diagnostic, (struct span){0},
                 is_no ? "a flag has no value; leave `%s` out" : "a flag has no value: write `%s`",
                 previous);
    }
    if (strcmp(previous, "depends") == 0 && mistake_takes(mistake, "on")) {
        add_note(mistake->diagnostic, (struct span){0}, "a condition is written as `depends on %s`",
                 text);
    }
    if (strcmp(previous, "from") == 0 && *text == '"') {
        size_t length = strlen(text);
        bool is_directory = length > 2 && text[length - 2] == '/';
        add_note(mistake->diagnostic, (struct span){0},
                 is_directory ? "name what makes the content: `from littlefs %s`, or fat, or spiffs"
                              : "name what makes the content: `from file %s`",
                 text);
    }
    if (strcmp(text, ".") == 0 && mistake_takes(mistake, "string") &&
        mistake_takes(mistake, "float")) {
        mistake_note(mistake, "write the path in quotes");
    }
}

// Items that lack a part: `flash 4M;`, `schema lamp;`, `schema lamp revision 1.0;`, `}` too many.
static void explain_item(const struct mistake *mistake)
{
    const char *text = mistake->text;
    bool is_schema = strcmp(mistake->statement, "schema") == 0;
    if (is_schema && mistake->count == 1 && mistake_takes(mistake, "revision")) {
        if (strcmp(text, "-") == 0) { // the name goes on: explain_hyphen()
            return;
        }
        const char *number = isdigit((unsigned char)*text) ? text : "1";
        add_note(mistake->diagnostic, (struct span){0}, "write `schema %s revision %s;`",
                 mistake->previous, number);
    } else if (is_schema && strcmp(text, ".") == 0 && isdigit((unsigned char)*mistake->previous)) {
        add_note(mistake->diagnostic, (struct span){0},
                 "a revision is a whole number: `revision %s`", mistake->previous);
    } else if (is_schema && *text == '"' && strcmp(mistake->previous, "revision") == 0) {
        mistake_note(mistake, "a revision is a whole number, without quotes: `revision 1`");
    } else if (strcmp(mistake->statement, "variant") == 0 && strcmp(text, ":") == 0 &&
               mistake_takes(mistake, "extends")) {
        mistake_note(mistake, "a variant amends the schema; to start from another variant, too, "
                              "write `extends NAME`");
    } else if (strcmp(mistake->statement, "allow") == 0 && mistake_takes(mistake, "in")) {
        mistake_note(mistake, "write `allow KIND NAME in revision N, \"REASON\";`");
    } else if (strcmp(text, "{") == 0 && mistake_takes(mistake, "string") &&
               strcmp(mistake->previous, mistake->statement) == 0) {
        add_note(mistake->diagnostic, (struct span){0}, "the name is missing: `%s NAME {`",
                 mistake->previous);
    } else if (strcmp(mistake->statement, "target") == 0 && isdigit((unsigned char)*text) &&
               mistake_takes(mistake, "{")) {
        add_note(mistake->diagnostic, (struct span){0},
                 "the size of the flash is a setting: `target %s { flash %s; }`", mistake->previous,
                 text);
    } else if (strcmp(mistake->previous, "flash") == 0 && isdigit((unsigned char)*text)) {
        mistake_note(mistake,
                     "the size of the flash is set in the target: `target CHIP { flash 4M; }`");
    } else if (strcmp(text, "}") == 0 && mistake_takes(mistake, "end of file")) {
        mistake_note(mistake, "every block is already closed: this `}` is one too many");
    }
}

// `set X bool default y`, `expect X hex == 3`
static void explain_symbol(const struct mistake *mistake)
{
    bool is_set = strcmp(mistake->statement, "set") == 0;
    if (!is_set && strcmp(mistake->statement, "expect") != 0) {
        return;
    }
    if (strcmp(mistake->text, "=") == 0 && mistake_takes(mistake, "name")) {
        add_note(mistake->diagnostic, (struct span){0},
                 "the type is missing: write `%s %s bool =`, or int, hex or string",
                 mistake->statement, mistake->previous);
    } else if (strcmp(mistake->text, "==") == 0 && mistake_takes(mistake, "=")) {
        mistake_note(mistake, "write a single `=` before the value, as for a constant");
        add_fix(mistake->diagnostic, mistake->place, "=");
    } else if (strcmp(mistake->text, "default") == 0) {
        mistake_note(mistake,
                     is_set ? "only `config`, which reads a symbol, has a default; `set` has a "
                              "value: `= VALUE`"
                            : "only `config`, which reads a symbol, has a default; `expect` has "
                              "a value: `= VALUE`");
    }
}

// Each function decides for itself whether its habit is the one; none relies on another, except
// that the note about the open block is the last, since it silences what follows.
void explain_unexpected(struct parser *parser, struct diagnostic *diagnostic, struct span place,
                        const struct expected *expected, size_t count, const char *text)
{
    bool has_previous = span_is_known(parser->previous);
    bool has_statement = span_is_known(parser->statement);
    const struct mistake mistake = {
        .parser = parser,
        .diagnostic = diagnostic,
        .place = place,
        .expected = expected,
        .count = count,
        .text = text,
        .previous = has_previous ? parser_text(parser, parser->previous) : "",
        .statement = has_statement ? parser_text(parser, parser->statement) : "",
        .rest = parser_bytes(parser, place.end),
    };
    explain_operator(&mistake);
    explain_hyphen(&mistake);
    explain_comment(&mistake);
    explain_partition(&mistake);
    explain_value(&mistake);
    explain_habit(&mistake);
    explain_item(&mistake);
    explain_symbol(&mistake);
    explain_open_block(&mistake);
}
