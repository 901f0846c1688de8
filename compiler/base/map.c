// A hash table with open addressing: a key is in the first free slot from its hash on. At least a
// quarter of the slots is free, so that a search ends, and soon. Nothing is ever removed, so that
// no slot needs to say that something was there.
//
// Keys are addresses. Nothing visits all entries in the order of the slots, which differs from run
// to run: output never depends on it.
#include "map.h"

#include <assert.h>
#include <stdint.h>

enum { FIRST_CAPACITY = 16 };

static struct map_slot *find(const struct map *map, const void *key)
{
    // Fibonacci hashing (Knuth, 6.4): addresses are multiples of 16, so that their high bits, which
    // the product mixes, are taken.
    uint64_t value = (uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15u;
    size_t mask = map->capacity - 1;
    for (size_t i = (size_t)(value >> 32) & mask;; i = (i + 1) & mask) {
        struct map_slot *slot = &map->slots[i];
        if (!slot->key || slot->key == key) {
            return slot;
        }
    }
}

void *map_find(const struct map *map, const void *key)
{
    return map->capacity ? find(map, key)->value : NULL;
}

// The slots before stay in the arena, unused: all of them together are no more than the new ones.
static void grow(struct arena *arena, struct map *map)
{
    struct map larger = *map;
    larger.capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY;
    larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slots[i].key) {
            *find(&larger, map->slots[i].key) = map->slots[i];
        }
    }
    *map = larger;
}

// The slot of a key; its value is null if it is a fresh one.
static struct map_slot *find_or_add(struct arena *arena, struct map *map, const void *key)
{
    assert(key); // null marks free slots
    if (map->count >= map->capacity / 4 * 3) {
        grow(arena, map);
    }
    struct map_slot *slot = find(map, key);
    if (!slot->key) {
        slot->key = key;
        map->count++;
    }
    return slot;
}

void map_set(struct arena *arena, struct map *map, const void *key, void *value)
{
    find_or_add(arena, map, key)->value = value;
}

void map_set_const(struct arena *arena, struct map *map, const void *key, const void *value)
{
    find_or_add(arena, map, key)->const_value = value;
}
