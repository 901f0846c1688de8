// The edition that a file is written for: `edition N;`, its first item, or else 1.
//
// A later edition may have other words, and even other tokens. Therefore the number is found before
// the grammar sees it, and of a file whose edition is not known nothing else is read: whatever
// could be said of it would be wrong. For the same reason nothing else of the compilation is
// reported.
#include "edition.h"

#include "schema.h"

#include <string.h>

// What `edition N;` may say. A new edition needs more than this number: LANGUAGE.md, "Editions and
// new words".
enum { NEWEST_EDITION = 1 };

// What comes after `edition N;` on its line is of a language that is not known, so nobody can say
// whether it is secret; the message shows this line.
static void hide_rest(struct parser *parser, struct span number)
{
    const struct source *source = parser->file->source;
    const char *text = source->bytes + (number.end - source->start);
    uint32_t semicolon = *text == ';';
    uint32_t length = (uint32_t)strcspn(text, "\r\n");
    if (strspn(text + semicolon, " \t") + semicolon < length) {
        sources_hide(parser->syntax->sources,
                     (struct span){number.end + semicolon, number.end + length});
    }
}

// What was reported before is taken back, and nothing is accepted later: it may all follow from
// words that mean something else in that edition. `fmt` reads each file on its own
// (`keeps_tokens`), so that the messages about other files stay.
static void report_edition(struct parser *parser, const struct syntax_word *number)
{
    struct syntax *syntax = parser->syntax;
    const char *path = parser->file->source->path;
    hide_rest(parser, number->span);
    if (!parser->keeps_tokens) {
        diagnostics_clear(syntax->diagnostics);
        syntax->healed = 0;
    }
    struct diagnostic *diagnostic =
        report(syntax->diagnostics, CODE_UNKNOWN_EDITION, number->span,
               "`%s` is written for edition %s; this schemac knows edition %d", path, number->text,
               NEWEST_EDITION);
    if (number->integer == 0) {
        add_note(diagnostic, (struct span){0}, "the first edition is 1");
        add_fix(diagnostic, number->span, "1");
    } else {
        add_note(diagnostic, (struct span){0},
                 "install a newer schemac, one that knows edition %s; nothing else of the file was "
                 "read",
                 number->text);
    }
    if (!parser->keeps_tokens) {
        diagnostics_close(syntax->diagnostics);
    }
}

// Looks at the first two tokens: `edition` and its number. The end of the file in place of the
// number ends the grammar's work without a syntax error that anybody sees (`is_quiet`).
int edition_watch(struct parser *parser, int token, const union semantic *value, struct span place)
{
    if (parser->tokens_met == 0 &&
        token == TOKEN_SEMICOLON) { // it ends nothing, and is not an item
        return token;
    }
    size_t index = parser->tokens_met++;
    if (index == 0) {
        parser->first = place;
        parser->starts_with_edition = token == TOKEN_EDITION;
    }
    bool is_number = index == 1 && parser->starts_with_edition && token == TOKEN_INTEGER;
    if (!is_number || value->word.integer == NEWEST_EDITION) {
        return token;
    }
    report_edition(parser, &value->word);
    parser->is_stopped = parser->is_quiet = true;
    return TOKEN_END_OF_FILE;
}

void edition_check_place(struct parser *parser, struct span item)
{
    if (item.start == parser->first.start) {
        return;
    }
    struct diagnostic *diagnostic =
        report(parser->syntax->diagnostics, CODE_MISPLACED_EDITION, item,
               parser->starts_with_edition ? "a file has only one `edition`"
                                           : "`edition` must be the first item of the file");
    add_note(diagnostic, parser->first,
             parser->starts_with_edition ? "it is given here" : "the file begins here");
}
