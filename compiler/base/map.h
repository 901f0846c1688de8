// A map from interned names (or any pointers) to pointers.
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "arena.h"

struct map {
    struct map_slot *slots;
    size_t capacity; // zero or a power of two
    size_t count;
};

struct map_slot {
    const void *key; // null: a free slot
    union {
        void *value;
        const void *const_value; // of map_set_const()
    };
};

/// The value kept for `key`, or null.
void *map_find(const struct map *map, const void *key);

/// Keeps `value` for `key`, in place of what was kept before.
void map_set(struct arena *arena, struct map *map, const void *key, void *value);

/// The same for what nobody may change through the map: whoever finds it takes it as const.
void map_set_const(struct arena *arena, struct map *map, const void *key, const void *value);

#endif
