// Memory that lives as long as its compilation: allocated in steps, released all at once.
//
// Nothing here fails: where the system has no memory left, `exhausted` is called, which does not
// return. The program ends there; the library leaves the function that its user called.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *block;
    char *next;
    char *end;
    size_t block_count;        // of blocks that several objects share
    struct arena *children;    // the newest; they are objects of this arena
    struct arena *next_child;  // of the same parent
    void (*exhausted)(void *); // called when the system has no memory left; does not return
    void *context;             // which that is called with; null at first
};

void arena_init(struct arena *arena, void (*exhausted)(void *context));

/// Releases all objects, and what its children have.
void arena_release(struct arena *arena);

/// An arena for what is needed for a while: to be released by itself, and released with its parent
/// at the latest, even if `exhausted` left the function that would have done so.
struct arena *arena_child(struct arena *parent);

/// Calls `exhausted`.
_Noreturn void arena_fail(const struct arena *arena);

/// Gives up all objects at once, but keeps a block for those that are made next.
void arena_clear(struct arena *arena);

/// Takes over the memory of another arena, which is empty afterwards; its objects stay where they
/// are.
void arena_adopt(struct arena *arena, struct arena *other);

/// Zeroed memory for `count` objects of `size` bytes, aligned for any type. Never null.
void *arena_array(struct arena *arena, size_t count, size_t size);

/// Zeroed memory for one object. Never null.
void *arena_new(struct arena *arena, size_t size);

/// Makes `object` (or null) of `before` bytes larger, where it is if that can be. Else it moves: no
/// other pointer may lead to it. What is new in it is not zeroed.
void *arena_resize(struct arena *arena, void *object, size_t before, size_t size);

/// Room for twice as many objects of `size` bytes as the `*capacity` in `objects`, which come first
/// in it; at least 8.
void *arena_grow(struct arena *arena, const void *objects, size_t *capacity, size_t size);

/// A copy of an object of `size` bytes.
void *arena_keep(struct arena *arena, const void *object, size_t size);

/// A copy of `length` bytes followed by a NUL.
char *arena_copy(struct arena *arena, const void *bytes, size_t length);

/// A formatted text.
__attribute__((format(printf, 2, 3))) char *arena_format(struct arena *arena, const char *format,
                                                         ...);
__attribute__((format(printf, 2, 0))) char *
arena_format_list(struct arena *arena, const char *format, va_list arguments);

#endif
