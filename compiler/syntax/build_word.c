// The words of the tree, and generators with their arguments: its nodes are made of them. A node
// that a mistake swallowed is built like any other, and left out when it is appended.
#include "build.h"

// The mark is reset as it is asked for: it is about the one node that was built last. A macro
// cannot do this, as lists have different types.
bool build_takes_next(struct parser *parser)
{
    bool is_taken = !parser->is_swallowed;
    parser->is_swallowed = false;
    return is_taken;
}

struct syntax_words build_append_word(struct parser *parser, struct syntax_words words,
                                      struct syntax_word word)
{
    build_append_copy(parser, &words, word);
    return words;
}

struct syntax_word build_name_word(struct syntax_name name)
{
    enum word_kind kind = name.is_quoted ? WORD_STRING : WORD_NAME;
    return (struct syntax_word){.kind = kind, .span = name.span, .text = name.text};
}

struct syntax_word build_string_word(struct syntax_name string)
{
    return (struct syntax_word){.kind = WORD_STRING, .span = string.span, .text = string.text};
}

// An expression is a range without its high end, so that words of both kinds have one pointer.
static struct syntax_word make_value_word(struct parser *parser, enum word_kind kind,
                                          struct span span, const struct expression *low,
                                          const struct expression *high)
{
    struct syntax_range *range = arena_new(parser->arena, sizeof *range);
    *range = (struct syntax_range){low, high};
    return (struct syntax_word){.kind = kind, .span = span, .range = range};
}

struct syntax_word build_expression_word(struct parser *parser, struct span span,
                                         const struct expression *value)
{
    return make_value_word(parser, WORD_EXPRESSION, span, value, NULL);
}

struct syntax_word build_call_word(struct parser *parser, struct span span, struct syntax_name name,
                                   uint32_t count)
{
    term_call(parser, span, name, count);
    return build_expression_word(parser, span, build_expression(parser, span));
}

// `-1` as a word of a generator's line has to be an expression: integers of the language have no
// sign.
struct syntax_word build_negative_word(struct parser *parser, struct span span,
                                       struct syntax_word number)
{
    term_word(parser, number);
    term_unary(parser, span, OPERATION_NEGATE);
    return build_expression_word(parser, span, build_expression(parser, span));
}

// Ends of a range in a line are words first, since only the `..` after them shows what they are.
static const struct expression *make_bound(struct parser *parser, struct syntax_word word)
{
    if (word.kind == WORD_EXPRESSION) {
        return word.range->low;
    }
    term_word(parser, word);
    return build_expression(parser, word.span);
}

struct syntax_word build_range_word(struct parser *parser, struct span span, struct syntax_word low,
                                    struct syntax_word high)
{
    const struct expression *first = make_bound(parser, low);
    return make_value_word(parser, WORD_RANGE, span, first, make_bound(parser, high));
}

struct syntax_word build_reference_word(struct span span, struct syntax_name table,
                                        struct syntax_name partition)
{
    return (struct syntax_word){
        .kind = WORD_REFERENCE, .span = span, .text = table.text, .second = partition.text};
}

// `max E` and `in E .. E` become two words like any other attribute, so that generators read a line
// one way only.
struct syntax_words build_mark(struct parser *parser, struct syntax_name name,
                               const struct expression *low, const struct expression *high)
{
    struct span span = high ? span_join(low->span, high->span) : low->span;
    enum word_kind kind = high ? WORD_RANGE : WORD_EXPRESSION;
    struct syntax_words words =
        build_append_word(parser, (struct syntax_words){0}, build_name_word(name));
    return build_append_word(parser, words, make_value_word(parser, kind, span, low, high));
}

// The scanner drops spaces, and `data . nvs` would be taken as `data.nvs`. It is reported with its
// cure, and the tree has what was meant; `healed` says that the schema can be judged all the same.
// If the subtype is on the next line, this line is not finished, which is another message.
struct syntax_type build_type_reference(struct parser *parser, struct syntax_word type,
                                        struct syntax_word subtype)
{
    struct span span = span_join(type.span, subtype.span);
    bool is_next_line = parser->line_start.start == subtype.span.start; // this one is not finished
    if (type.span.end + 1 != subtype.span.start && !is_next_line) {
        struct diagnostic *diagnostic =
            report(parser->syntax->diagnostics, CODE_BLANK_IN_TYPE, span,
                   "a type and its subtype are written without spaces");
        add_fix(diagnostic, span, "%s.%s", type.text, subtype.text);
        parser->syntax->healed++;
    }
    return (struct syntax_type){type, subtype, span, true};
}

struct syntax_content *build_from(struct parser *parser, struct span span, struct syntax_name name,
                                  struct syntax_words arguments)
{
    struct syntax_content *content = arena_new(parser->arena, sizeof *content);
    *content = (struct syntax_content){span, name, arguments, {0}};
    return content;
}
