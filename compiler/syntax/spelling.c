// Before edition 1 was settled, some things were spelt otherwise. The grammar still reads them, so
// that their errors say how they are spelt now, and so that `fmt --from-draft` can rewrite them.
// The tree has them as if they were spelt as they are now.
#include "spelling.h"

#include "build.h"
#include <string.h>

static struct spelling *make_spelling(struct parser *parser, struct span span, const char *now)
{
    struct spelling *spelling = arena_new(parser->arena, sizeof *spelling);
    *spelling = (struct spelling){.span = span, .now = now};
    list_append(parser->arena, &parser->file->spellings, spelling);
    return spelling;
}

static void add_edit(struct parser *parser, struct spelling *spelling, struct span span,
                     const char *text)
{
    struct edit *edit = arena_new(parser->arena, sizeof *edit);
    *edit = (struct edit){span, text};
    list_append(parser->arena, &spelling->edits, edit);
}

static const char *slice(const struct parser *parser, struct span span)
{
    return sources_text(parser->syntax->sources, span);
}

void spelling_word(struct parser *parser, struct span word, const char *now)
{
    add_edit(parser, make_spelling(parser, word, now), word, now);
}

void spelling_clause(struct parser *parser, struct span clause, const char *now)
{
    spelling_word(parser, clause, now);
}

void spelling_expect(struct parser *parser, struct span word, struct span relation)
{
    struct spelling *spelling = make_spelling(parser, word, "expect");
    add_edit(parser, spelling, word, "expect");
    add_edit(parser, spelling, relation, "=");
}

void spelling_require(struct parser *parser, struct span condition, struct span references)
{
    const char *now = arena_format(parser->arena, "%s depends on %s", slice(parser, references),
                                   slice(parser, condition));
    spelling_word(parser, span_join(condition, references), now);
}

void spelling_fill(struct parser *parser, struct span generator, const struct list *arguments)
{
    const struct syntax_word *first = arguments->count ? arguments->items[0] : NULL;
    bool is_erased = arguments->count == 1 && first->kind == WORD_INTEGER && first->integer == 0xff;
    struct span word = {generator.start, generator.start + 4};
    spelling_word(parser, is_erased ? generator : word, is_erased ? "erased" : "pattern");
}

void spelling_not(struct parser *parser, const struct list *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        struct syntax_clause *clause = (struct syntax_clause *)clauses->items[i];
        if (clause->kind != CLAUSE_NOT) {
            continue;
        }
        bool is_common = clause->form != FORM_BIT && (strcmp(clause->name.text, "readonly") == 0 ||
                                                      strcmp(clause->name.text, "encrypted") == 0);
        struct span word = {clause->span.start, clause->span.start + 3};
        spelling_word(parser, word, is_common ? "no" : "no flag");
        clause->kind = CLAUSE_FLAG;
        clause->is_withdrawn = true;
    }
}
