// The terms of expressions, in postfix order.
//
// The grammar reduces an operand before the operator that works on it, so terms are appended as it
// goes, to a buffer that all expressions share: none is ever read within another one, and each
// takes its terms when it is complete. A mistake within one empties it.
#include "build.h"

#include <string.h>

static struct term *append(struct parser *parser, enum term_kind kind, struct span span)
{
    struct terms *terms = &parser->terms;
    if (terms->count == terms->capacity) {
        terms->items =
            arena_grow(parser->arena, terms->items, &terms->capacity, sizeof *terms->items);
    }
    struct term *term = &terms->items[terms->count++];
    *term = (struct term){.kind = kind, .span = span};
    return term;
}

void term_reset(struct parser *parser)
{
    parser->terms.count = 0;
}

// Only these four kinds of words are operands; the grammar gives no others.
void term_word(struct parser *parser, struct syntax_word word)
{
    static const enum term_kind kinds[] = {
        [WORD_NAME] = TERM_NAME,
        [WORD_STRING] = TERM_STRING,
        [WORD_INTEGER] = TERM_INTEGER,
        [WORD_FLOAT] = TERM_FLOAT,
    };
    struct term *term = append(parser, kinds[word.kind], word.span);
    term->text = word.text;
    term->integer = word.integer;
}

void term_member(struct parser *parser, struct span span, struct syntax_word member)
{
    struct term *term = append(parser, TERM_MEMBER, span);
    term->text = member.text;
    term->integer = member.integer;
    term->is_number = member.kind == WORD_INTEGER;
}

// The arguments are the `count` values before it, each of any number of terms.
void term_call(struct parser *parser, struct span span, struct syntax_name function, uint32_t count)
{
    struct term *term = append(parser, TERM_CALL, span);
    term->text = function.text;
    term->count = count;
}

void term_group(struct parser *parser, struct span span)
{
    append(parser, TERM_GROUP, span);
}

void term_unary(struct parser *parser, struct span span, enum operation operation)
{
    append(parser, TERM_UNARY, span)->operation = operation;
}

void term_binary(struct parser *parser, struct span span, enum operation operation)
{
    append(parser, TERM_BINARY, span)->operation = operation;
}

void term_conditional(struct parser *parser, struct span span)
{
    append(parser, TERM_CONDITIONAL, span);
}

void term_range(struct parser *parser, struct span span)
{
    append(parser, TERM_RANGE, span);
}

void term_symbol(struct parser *parser, struct syntax_name symbol)
{
    append(parser, TERM_SYMBOL, symbol.span)->text = symbol.text;
}

void term_literal(struct parser *parser, const char *text, struct span span)
{
    append(parser, TERM_LITERAL, span)->text = text;
}

// The terms are copied to their size; the buffer goes on to be used for the next expression.
const struct expression *build_expression(struct parser *parser, struct span span)
{
    struct terms *terms = &parser->terms;
    struct expression *expression = arena_new(parser->arena, sizeof *expression);
    struct term *items = arena_array(parser->arena, terms->count, sizeof *items);
    memcpy(items, terms->items, terms->count * sizeof *items);
    *expression = (struct expression){span, items, terms->count};
    terms->count = 0;
    return expression;
}
