// A hash table of texts with open addressing, as that of map.c. A slot keeps the hash, too, so that
// texts are compared only where they are probably the same, and none is hashed again to grow.
#include "names.h"

#include <assert.h>
#include <string.h>

enum { FIRST_CAPACITY = 32 }; // there may be as many of these as directories of a file system

void names_init(struct names *names, struct arena *arena)
{
    *names = (struct names){.arena = arena};
}

// FNV-1a, finished as MurmurHash3 does, so that the low bits depend on every byte.
static uint32_t hash(const char *text, size_t length)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        value = (value ^ (uint8_t)text[i]) * 16777619u;
    }
    value = (value ^ (value >> 16)) * 0x85ebca6bu;
    return value ^ (value >> 13);
}

// The slot of a text, or the free one that it belongs into; there is always one.
static struct name_slot *find(const struct names *names, const char *text, size_t length,
                              uint32_t value)
{
    size_t mask = names->capacity - 1;
    for (size_t i = value & mask;; i = (i + 1) & mask) {
        struct name_slot *slot = &names->slots[i];
        if (!slot->text || (slot->hash == value && slot->length == length &&
                            memcmp(slot->text, text, length) == 0)) {
            return slot;
        }
    }
}

static void grow(struct names *names)
{
    // At least a quarter is free at any time: searches stay short, and end.
    struct names larger = *names;
    larger.capacity = names->capacity ? names->capacity * 2 : FIRST_CAPACITY;
    larger.slots = arena_array(names->arena, larger.capacity, sizeof *larger.slots);
    for (size_t i = 0; i < names->capacity; i++) {
        const struct name_slot *slot = &names->slots[i];
        if (slot->text) {
            *find(&larger, slot->text, slot->length, slot->hash) = *slot;
        }
    }
    *names = larger;
}

const char *names_intern(struct names *names, const char *text, size_t length)
{
    if (names->count >= names->capacity / 4 * 3) {
        grow(names);
    }
    assert(length <= UINT32_MAX);
    uint32_t value = hash(text, length);
    struct name_slot *slot = find(names, text, length, value);
    if (!slot->text) {
        *slot = (struct name_slot){arena_copy(names->arena, text, length), (uint32_t)length, value};
        names->count++;
    }
    return slot->text;
}

const char *names_find(const struct names *names, const char *text, size_t length)
{
    return names->capacity ? find(names, text, length, hash(text, length))->text : NULL;
}
