// Contents: what generators are given, with every value found.
//
// Lines may be in blocks of lines, to any depth. They are copied with a list of open blocks
// instead of a recursion, so that a hostile schema cannot exhaust the stack.
#include "define.h"

#include <string.h>

// Always two values, since a word of one expression and a range are read alike. What is poisoned
// was reported by evaluate(), and its value is not read: an error stops before generators run.
static const struct value *word_values(struct layout_builder *builder,
                                       const struct syntax_range *range)
{
    struct value *values = arena_array(builder->arena, 2, sizeof *values);
    evaluate(builder->solver, range->low, NULL, &values[0], NULL);
    if (range->high) {
        evaluate(builder->solver, range->high, NULL, &values[1], NULL);
    }
    return values;
}

// The words of the tree, with their expressions evaluated.
static struct word_list copy_words(struct layout_builder *builder,
                                   const struct syntax_words *syntax)
{
    static const enum word_type types[] = {
        [WORD_NAME] = WORD_IS_NAME,
        [WORD_STRING] = WORD_IS_STRING,
        [WORD_INTEGER] = WORD_IS_INTEGER,
        [WORD_FLOAT] = WORD_IS_FLOAT,
        [WORD_EXPRESSION] = WORD_IS_EXPRESSION,
        [WORD_RANGE] = WORD_IS_RANGE,
        [WORD_REFERENCE] = WORD_IS_REFERENCE,
    };
    struct word_list words = {0};
    for (size_t i = 0; i < syntax->count; i++) {
        const struct syntax_word *from = syntax->items[i];
        struct word *word = arena_new(builder->arena, sizeof *word);
        *word = (struct word){.type = types[from->kind], .text = from->text, .span = from->span};
        if (from->kind == WORD_EXPRESSION || from->kind == WORD_RANGE) {
            word->text = sources_text(builder->diagnostics->sources, from->span);
            word->values = word_values(builder, from->range);
        } else if (from->kind == WORD_REFERENCE) {
            word->second = from->second;
        } else {
            word->integer = from->integer;
        }
        list_append(builder->arena, &words, word);
    }
    return words;
}

// A block of lines that is still to be copied.
struct content_block {
    const struct syntax_lines *from;
    struct content_line_list *to;
};

struct content_block_list LIST(const struct content_block);

static void open_block(struct layout_builder *builder, struct content_block_list *open,
                       const struct syntax_lines *from, struct content_line_list *to)
{
    struct content_block *block = arena_new(builder->arena, sizeof *block);
    *block = (struct content_block){from, to};
    list_append(builder->arena, open, block);
}

// The first two words are a type and a name, and that may be `secret`. Which spans must not be
// shown is found by the parser; this only says how the image is to be treated.
static bool is_secret(const struct word_list *words)
{
    for (size_t i = 2; i < words->count; i++) {
        const struct word *word = words->items[i];
        if (word->type == WORD_IS_NAME && strcmp(word->text, "secret") == 0) {
            return true;
        }
    }
    return false;
}

// A line whose condition is off is left out with all that is in it. Documentation is taken from
// the line itself, else from the one that it amends, so that a variant that changes a value need
// not say again what it is for.
static void copy_line(struct layout_builder *builder, const struct syntax_line *syntax,
                      struct content_block_list *open, struct content_line_list *to)
{
    if (syntax->depends && map_find(&builder->model->off, syntax->depends)) {
        return;
    }
    struct content_line *line = arena_new(builder->arena, sizeof *line);
    for (const struct syntax_line *at = syntax; at && !line->documentation; at = at->amends) {
        line->documentation = syntax_documentation(builder->solver->syntax, at->span);
    }
    line->words = copy_words(builder, &syntax->words);
    line->attribute_count = syntax->attribute_count;
    line->is_secret = is_secret(&line->words);
    line->has_block = syntax->has_block;
    line->span = syntax->span;
    line->has_value = syntax->value != NULL;
    if (syntax->value) {
        evaluate(builder->solver, syntax->value, NULL, &line->value, NULL);
    }
    list_append(builder->arena, to, line);
    open_block(builder, open, &syntax->lines, &line->lines);
}

struct content *define_content(struct layout_builder *builder, const struct model_partition *model)
{
    const struct syntax_clause *from = model->clauses.slots[CLAUSE_FROM];
    if (!from || !from->content || !from->content->generator.text) {
        return NULL;
    }
    const struct syntax_content *syntax = from->content;
    struct content *content = arena_new(builder->arena, sizeof *content);
    content->generator = syntax->generator.text;
    content->type = find_native(builder, content->generator);
    content->name_span = syntax->generator.span;
    content->span = syntax->span;
    content->arguments = copy_words(builder, &syntax->arguments);
    struct content_block_list open = {0};
    open_block(builder, &open, &syntax->lines, &content->lines);
    while (open.count) {
        const struct content_block *block = open.items[--open.count];
        for (size_t i = 0; i < block->from->count; i++) {
            copy_line(builder, block->from->items[i], &open, block->to);
        }
    }
    return content;
}
