#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Under AddressSanitizer every allocation is a block of its own, so that it sees each overrun.
#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_SIZE 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_SIZE 0
#endif
#endif
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (size_t)(64 * 1024)
#endif

enum { LARGE = 4 << 20 };

struct arena_block {
    struct arena_block *previous;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena, void (*exhausted)(void))
{
    *arena = (struct arena){.exhausted = exhausted};
}

void arena_release(struct arena *arena)
{
    while (arena->block) {
        struct arena_block *previous = arena->block->previous;
        free(arena->block);
        arena->block = previous;
    }
    arena->next = arena->end = NULL;
}

void arena_adopt(struct arena *arena, struct arena *other)
{
    struct arena_block **last = &other->block;
    while (*last) {
        last = &(*last)->previous;
    }
    if (arena->block) {
        *last = arena->block->previous;
        arena->block->previous = other->block;
    } else {
        arena->block = other->block;
    }
    other->block = NULL;
    other->next = other->end = NULL;
}

// Has what is as large as an image in a few large pages, where there are such: thousands of small
// ones cost more than what is written to them.
static void prefer_large_pages(char *bytes, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (size >= LARGE) {
        size_t page = (size_t)sysconf(_SC_PAGESIZE);
        size_t skipped = (page - (uintptr_t)bytes % page) % page;
        madvise(bytes + skipped, (size - skipped) / page * page,
                MADV_HUGEPAGE); // no more than a wish
    }
#endif
}

static void *fresh_block(struct arena *arena, size_t size)
{
    size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    struct arena_block *block =
        room > SIZE_MAX - sizeof *block ? NULL : calloc(1, sizeof *block + room);
    if (!block) {
        arena->exhausted();
        abort();
    }
    prefer_large_pages(block->bytes, room);
    block->previous = arena->block;
    arena->block = block;
    if (room > size) { // a large object leaves the room of the block before it in use
        arena->next = block->bytes + size;
        arena->end = block->bytes + room;
    }
    return block->bytes;
}

void *arena_new(struct arena *arena, size_t size)
{
    size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX - unit) {
        return fresh_block(arena, SIZE_MAX);
    }
    size = size ? size : 1; // so that nothing has a place of its own, too
    size_t room = (size + unit - 1) / unit * unit;
    if (room > (size_t)(arena->end - arena->next)) {
        return fresh_block(arena, BLOCK_SIZE ? room : size);
    }
    void *object = arena->next;
    arena->next += room;
    return object;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_new(arena, size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void *arena_grow(struct arena *arena, const void *objects, size_t *capacity, size_t size)
{
    size_t before = *capacity;
    *capacity = before < 4 ? 8 : before > SIZE_MAX / 2 ? SIZE_MAX : before * 2;
    void *grown = arena_array(arena, *capacity, size);
    if (before) {
        memcpy(grown, objects, before * size);
    }
    return grown;
}

char *arena_copy(struct arena *arena, const void *bytes, size_t length)
{
    char *copy = arena_new(arena, length + 1);
    if (length) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_format_list(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = arena_new(arena, length < 0 ? 1 : (size_t)length + 1);
    if (length > 0) {
        vsnprintf(text, (size_t)length + 1, format, arguments);
    }
    return text;
}
