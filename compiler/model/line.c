// Lines of content, copied for what amends them: the tree itself never changes.
#include "builder.h"

#include <string.h>

struct syntax_line *line_copy(struct builder *builder, const struct syntax_line *line)
{
    struct syntax_line *copy = arena_new(builder->arena, sizeof *copy);
    *copy = *line;
    return copy;
}

void lines_append(struct arena *arena, struct list *list, const struct list *more)
{
    for (size_t i = 0; i < more->count; i++) {
        list_append(arena, list, more->items[i]);
    }
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
        (struct term){.kind = TERM_BINARY, .operation = OPERATION_BOTH, .span = b->span};
    *result = (struct expression){b->span, terms, a->count + b->count + 1};
    return result;
}

void lines_append_of(struct builder *builder, struct list *list, const struct syntax_line *block)
{
    for (size_t i = 0; i < block->lines.count; i++) {
        const struct syntax_line *line = block->lines.items[i];
        struct syntax_line *copy = line_copy(builder, line);
        copy->depends =
            line->depends ? both(builder->arena, block->depends, line->depends) : block->depends;
        list_append(builder->arena, list, copy);
    }
}
