// Before edition 1 was settled, some things were spelt otherwise. The grammar still reads them, so
// that their errors say how they are spelt now, and so that `fmt --from-draft` can rewrite them.
// The tree has them as if they were spelt as they are now.
#include "spelling.h"

#include "build.h"

#include <stdarg.h>
#include <string.h>

struct spelling *spelling_note(struct parser *parser, struct span span, const char *format, ...)
{
    struct spelling *spelling = arena_new(parser->arena, sizeof *spelling);
    va_list arguments;
    va_start(arguments, format);
    spelling->message = arena_format_list(parser->arena, format, arguments);
    va_end(arguments);
    spelling->span = span;
    list_append(parser->arena, &parser->file->spellings, spelling);
    return spelling;
}

void spelling_edit(struct parser *parser, struct spelling *spelling, struct span span,
                   const char *format, ...)
{
    struct edit *edit = arena_new(parser->arena, sizeof *edit);
    va_list arguments;
    va_start(arguments, format);
    *edit = (struct edit){span, arena_format_list(parser->arena, format, arguments)};
    va_end(arguments);
    list_append(parser->arena, &spelling->edits, edit);
}

// Each is an error with its fix, since edition 1 does not have these spellings; as the tree is
// right all the same, they count as healed, and the schema's meaning is checked, too.
void spellings_report(struct syntax *syntax, const struct syntax_file *file)
{
    struct diagnostic *first = NULL;
    for_each (spelling, &file->spellings) {
        struct diagnostic *diagnostic =
            report(syntax->diagnostics, CODE_OLD_SPELLING, spelling->span, "%s", spelling->message);
        for_each (edit, &spelling->edits) {
            add_fix(diagnostic, edit->span, "%s", edit->text);
        }
        first = !first || spelling->span.start < first->span.start ? diagnostic : first;
        syntax->healed++;
    }
    if (first) {
        add_note(first, (struct span){0},
                 "`schemac fmt --edition 1 --from-draft` rewrites the whole file");
    }
}

static const char *slice(const struct parser *parser, struct span span)
{
    return sources_text(parser->syntax->sources, span);
}

static bool is_listed(const char *token, const char *const *tokens)
{
    while (*tokens && strcmp(*tokens, token) != 0) {
        tokens++;
    }
    return *tokens != NULL;
}

// The grammar still takes these tokens, so bison lists them among those expected; messages must
// not.
bool spelling_is_old(const struct parser *parser, const char *token, bool can_end)
{
    static const char *const words[] = {"device", "place", "within", "aside", "auto", "none", NULL};
    static const char *const of_config[] = {"for", "=", "==", NULL};
    static const char *const of_require[] = {
        ":", "||", "&&", "=", "!=", "<", "<=", ">", ">=", "(", "!", "number", NULL};
    const char *statement = slice(parser, parser->statement);
    return is_listed(token, words) ||
           (strcmp(statement, "config") == 0 && is_listed(token, of_config)) ||
           (strcmp(statement, "require") == 0 && !can_end && is_listed(token, of_require));
}

void spelling_word(struct parser *parser, struct span word, const char *now)
{
    struct spelling *spelling =
        spelling_note(parser, word, "`%s` is now written `%s`", slice(parser, word), now);
    spelling_edit(parser, spelling, word, "%s", now);
}

// `=` meant three things: a default, a fixed value, and one that follows from the layout. The value
// shows which: `y` or `n`, another literal, or anything else.
bool spelling_set(struct parser *parser, struct span word, struct span relation,
                  const struct expression *value)
{
    const struct term *term = value->terms;
    bool is_default = value->count == 1 && term->kind == TERM_NAME &&
                      (strcmp(term->text, "y") == 0 || strcmp(term->text, "n") == 0);
    bool is_literal =
        value->count == 1 && (term->kind == TERM_INTEGER || term->kind == TERM_STRING);
    if (is_default) {
        struct spelling *spelling =
            spelling_note(parser, relation, "a default comes after `default`, not after `=`");
        spelling_edit(parser, spelling, relation, "default");
    } else if (is_literal) {
        struct spelling *spelling = spelling_note(
            parser, word,
            "`config` with `=` is now written `set`; for a default, write `default %s`",
            slice(parser, value->span));
        spelling_edit(parser, spelling, word, "set");
    } else {
        struct spelling *spelling = spelling_note(
            parser, word,
            "`config` with `=` is now written `set`, since the symbol is written, not read");
        spelling_edit(parser, spelling, word, "set");
    }
    return is_default;
}

void spelling_expect(struct parser *parser, struct span word, struct span relation)
{
    struct spelling *spelling =
        spelling_note(parser, word, "`config` with `==` is now written `expect` with `=`");
    spelling_edit(parser, spelling, word, "expect");
    spelling_edit(parser, spelling, relation, "=");
}

void spelling_require(struct parser *parser, struct span condition, struct span references)
{
    const char *now = arena_format(parser->arena, "%s depends on %s", slice(parser, references),
                                   slice(parser, condition));
    struct span whole = span_join(condition, references);
    struct spelling *spelling = spelling_note(
        parser, whole, "the condition of `require` comes after the partitions: `require %s`", now);
    spelling_edit(parser, spelling, whole, "%s", now);
}

// `fill` alone and `fill 0xff` are erased flash, which has a name of its own now.
struct syntax_content *spelling_fill(struct parser *parser, struct span span,
                                     struct syntax_name name, struct syntax_words arguments)
{
    const struct syntax_word *first = arguments.count ? arguments.items[0] : NULL;
    bool is_erased =
        !first || (arguments.count == 1 && first->kind == WORD_INTEGER && first->integer == 0xff);
    const char *now = is_erased ? "erased" : "pattern";
    struct span replaced = is_erased ? span : name.span;
    struct spelling *spelling =
        spelling_note(parser, name.span, "`%s` is now written `%s`", slice(parser, replaced), now);
    spelling_edit(parser, spelling, replaced, "%s", now);
    name.text = names_intern(parser->syntax->names, now, strlen(now));
    return build_from(parser, span, name, is_erased ? (struct syntax_words){0} : arguments);
}

void spelling_allow(struct parser *parser, struct syntax_name *kind)
{
    if (strcmp(kind->text, "device") == 0) {
        spelling_word(parser, kind->span, "flash");
        kind->text = names_intern(parser->syntax->names, "flash", 5);
    }
}

// Clauses are const: a changed copy takes the place of each.
void spelling_not(struct parser *parser, struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind != CLAUSE_NOT) {
            continue;
        }
        bool is_common = clause->form != FORM_BIT && (strcmp(clause->name.text, "readonly") == 0 ||
                                                      strcmp(clause->name.text, "encrypted") == 0);
        struct span word = {clause->span.start, clause->span.start + 3};
        spelling_word(parser, word, is_common ? "no" : "no flag");
        struct syntax_clause *withdrawn = arena_keep(parser->arena, clause, sizeof *clause);
        withdrawn->kind = CLAUSE_FLAG;
        withdrawn->is_withdrawn = true;
        clauses->items[i] = withdrawn;
    }
}
