// Tables of what has a name, one of which somebody names: emitters, generators, decoders.
#ifndef BASE_CHOICES_H
#define BASE_CHOICES_H

#include "text.h"

#include <stddef.h>

struct choices {
    const void *entries; // an array; each begins with its name, a const char *
    size_t count;
    size_t size; // of an entry, in bytes; 0: the array has pointers to the entries
};

/// The entry of this name; null if there is none.
const void *choices_find(const struct choices *choices, const char *name);

/// The name among them that is nearest to another.
struct nearest choices_nearest(const struct choices *choices, const char *name);

/// All names: "csv, bin, header".
const char *choices_text(struct arena *arena, const struct choices *choices);

#endif
