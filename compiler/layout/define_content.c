// Contents: what generators are told, with every value found.
#include "define.h"

#include <string.h>

static const struct value *word_values(struct maker *maker, const struct syntax_range *range)
{
    struct value *values = arena_array(maker->arena, 2, sizeof *values);
    evaluate(maker->solver, range->low, NULL, &values[0], NULL);
    if (range->high) {
        evaluate(maker->solver, range->high, NULL, &values[1], NULL);
    }
    return values;
}

static struct word_list copy_words(struct maker *maker, const struct list *syntax)
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
        struct word *word = arena_new(maker->arena, sizeof *word);
        *word = (struct word){.type = types[from->kind], .text = from->text, .span = from->span};
        if (from->kind == WORD_EXPRESSION || from->kind == WORD_RANGE) {
            word->text = sources_text(maker->diagnostics->sources, from->span);
            word->values = word_values(maker, from->range);
        } else if (from->kind == WORD_REFERENCE) {
            word->second = from->second;
        } else {
            word->integer = from->integer;
        }
        list_append(maker->arena, &words, word);
    }
    return words;
}

// A block of lines that is still to be copied.
struct block {
    const struct list *from;
    struct content_line_list *to;
};

static void open_block(struct maker *maker, struct list *open, const struct list *from,
                       struct content_line_list *to)
{
    struct block *block = arena_new(maker->arena, sizeof *block);
    *block = (struct block){from, to};
    list_append(maker->arena, open, block);
}

// The first two words are a type and a name, and that may be `secret`.
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

static void copy_line(struct maker *maker, const struct syntax_line *syntax, struct list *open,
                      struct content_line_list *to)
{
    if (syntax->depends && map_find(&maker->model->off, syntax->depends)) {
        return;
    }
    struct content_line *line = arena_new(maker->arena, sizeof *line);
    for (const struct syntax_line *at = syntax; at && !line->documentation; at = at->amends) {
        line->documentation = syntax_documentation(maker->solver->syntax, at->span);
    }
    line->words = copy_words(maker, &syntax->words);
    line->attribute_count = syntax->attribute_count;
    line->is_secret = is_secret(&line->words);
    line->has_block = syntax->has_block;
    line->span = syntax->span;
    line->has_value = syntax->value != NULL;
    if (syntax->value) {
        evaluate(maker->solver, syntax->value, NULL, &line->value, NULL);
    }
    list_append(maker->arena, to, line);
    open_block(maker, open, &syntax->lines, &line->lines);
}

struct content *define_content(struct maker *maker, const struct model_partition *model)
{
    const struct syntax_clause *from = model->clauses.slots[CLAUSE_FROM];
    if (!from || !from->content || !from->content->generator.text) {
        return NULL;
    }
    const struct syntax_content *syntax = from->content;
    struct content *content = arena_new(maker->arena, sizeof *content);
    content->generator = syntax->generator.text;
    content->type = find_native(maker, content->generator);
    content->name_span = syntax->generator.span;
    content->span = syntax->span;
    content->arguments = copy_words(maker, &syntax->arguments);
    struct list open = {0};
    open_block(maker, &open, &syntax->lines, &content->lines);
    while (open.count) {
        const struct block *block = open.items[--open.count];
        for (size_t i = 0; i < block->from->count; i++) {
            copy_line(maker, block->from->items[i], &open, block->to);
        }
    }
    return content;
}
