// Interned names: one pointer a spelling, so that comparing names is comparing pointers.
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include "arena.h"

#include <stdint.h>

struct names {
    struct arena *arena;
    struct name_slot *slots;
    size_t capacity; // zero or a power of two
    size_t count;
};

struct name_slot {
    const char *text; // null: a free slot
    uint32_t length;
    uint32_t hash;
};

void names_init(struct names *names, struct arena *arena);

/// The one pointer for this spelling, which has less than 4G; a NUL follows the text.
const char *names_intern(struct names *names, const char *text, size_t length);

/// As names_intern(), but null where the spelling was never interned.
const char *names_find(const struct names *names, const char *text, size_t length);

#endif
