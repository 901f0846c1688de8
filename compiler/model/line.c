// Lines of content, copied for what amends them: the tree itself never changes.
#include "builder.h"

#include <string.h>

// Shallow: words and inner lines are shared, and whoever changes them gives the copy lists of its
// own.
struct syntax_line *line_copy(struct model_builder *builder, const struct syntax_line *line)
{
    struct syntax_line *copy = arena_new(builder->arena, sizeof *copy);
    *copy = *line;
    return copy;
}

// The first two words are a type and a name, which may be called `secret`.
bool line_is_secret(const struct syntax_line *line)
{
    for (size_t i = 2; i < line->words.count; i++) {
        const struct syntax_word *word = line->words.items[i];
        if (word->kind == WORD_NAME && strcmp(word->text, "secret") == 0) {
            return true;
        }
    }
    return false;
}

// The tree is not changed: the line is a copy. Its value is hidden from now on: it would be shown
// by messages otherwise, though what it replaces was secret.
void line_keep_secret(struct model_builder *builder, struct syntax_line *line)
{
    struct sources *sources = builder->syntax->sources;
    struct syntax_word *word = arena_new(builder->arena, sizeof *word);
    struct syntax_words words = {0};
    *word = (struct syntax_word){
        .kind = WORD_NAME,
        .span = {line->span.end, line->span.end},
        .text = names_intern(builder->syntax->names, "secret", strlen("secret")),
    };
    list_append_all(builder->arena, &words, &line->words);
    list_append(builder->arena, &words, word);
    line->words = words;
    line->attribute_count += line->value != NULL;
    if (line->value && !sources_is_hidden(sources, line->value->span.start)) {
        sources_hide(sources, line->value->span);
    }
}

// Where a limit of a key begins, `max` or `in` after the type and the name; the count: nowhere.
static size_t find_limit(const struct syntax_line *line, const char *name)
{
    size_t at = 2;
    while (at < line->words.count && !(line->words.items[at]->kind == WORD_NAME &&
                                       strcmp(line->words.items[at]->text, name) == 0)) {
        at++;
    }
    return at;
}

// What the key is in firmware must not depend on who gives it a value: a limit stays until another
// is given. That of another type would not suit.
void line_keep_limits(struct model_builder *builder, struct syntax_line *line,
                      const struct syntax_line *old)
{
    static const char *const limits[] = {"max", "in"};
    bool is_same_type = line->words.items[0]->text == old->words.items[0]->text;
    for (size_t i = 0; is_same_type && i < sizeof limits / sizeof *limits; i++) {
        size_t at = find_limit(old, limits[i]);
        if (at + 1 < old->words.count && find_limit(line, limits[i]) == line->words.count) {
            struct syntax_words words = {0};
            list_append_all(builder->arena, &words, &line->words);
            list_append(builder->arena, &words, old->words.items[at]);
            list_append(builder->arena, &words, old->words.items[at + 1]);
            line->words = words;
            line->attribute_count += line->value ? 2 : 0;
        }
    }
}

void lines_append(struct arena *arena, struct syntax_lines *list, const struct syntax_lines *more)
{
    list_append_all(arena, list, more);
}

// `a && b`
static const struct expression *both(struct arena *arena, const struct expression *a,
                                     const struct expression *b)
{
    struct expression *result = arena_new(arena, sizeof *result);
    struct term *terms = arena_array(arena, a->count + b->count + 1, sizeof *terms);
    memcpy(terms, a->terms, a->count * sizeof *terms);
    memcpy(terms + a->count, b->terms, b->count * sizeof *terms);
    terms[a->count + b->count] =
        (struct term){.kind = TERM_BINARY, .operation = OPERATION_LOGICAL_AND, .span = b->span};
    *result = (struct expression){b->span, terms, a->count + b->count + 1};
    return result;
}

// The lines of a block with a condition, each with that condition as well.
void lines_append_of(struct model_builder *builder, struct syntax_lines *list,
                     const struct syntax_line *block)
{
    for (size_t i = 0; i < block->lines.count; i++) {
        const struct syntax_line *line = block->lines.items[i];
        struct syntax_line *copy = line_copy(builder, line);
        copy->depends =
            line->depends ? both(builder->arena, block->depends, line->depends) : block->depends;
        list_append(builder->arena, list, copy);
    }
}
