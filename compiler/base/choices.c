// The tables have entries of different types, all of which begin with their name: a pointer to an
// entry is a pointer to its first member (C11, 6.7.2.1).
#include "choices.h"

#include "buffer.h"

#include <string.h>

static const void *get_entry(const struct choices *choices, size_t index)
{
    return choices->size ? (const char *)choices->entries + index * choices->size
                         : ((const void *const *)choices->entries)[index];
}

static const char *get_name(const struct choices *choices, size_t index)
{
    // The first member, whatever the rest is.
    const char *const *entry = get_entry(choices, index);
    return *entry;
}

const void *choices_find(const struct choices *choices, const char *name)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(get_name(choices, i), name) == 0) {
            return get_entry(choices, i);
        }
    }
    return NULL;
}

struct nearest choices_nearest(const struct choices *choices, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < choices->count; i++) {
        nearest_offer(&nearest, get_name(choices, i));
    }
    return nearest;
}

const char *choices_text(struct arena *arena, const struct choices *choices)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < choices->count; i++) {
        buffer_format(&text, "%s%s", i ? ", " : "", get_name(choices, i));
    }
    return text.bytes; // null for a table without entries, of which there is none
}
