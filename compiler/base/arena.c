// Memory in blocks, which are handed out from their beginning.
//
// An object that is larger than a quarter of a block has a block of its own, always: its size alone
// tells so, and it can grow where it is. What follows `next` is zero.
#include "arena.h"

#include <stdalign.h>
#include <stdbool.h>
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
#define BLOCK_SIZE                                                                                 \
    (size_t)(256 * 1024) // fresh pages of the system, which are zero and not paid for
#endif                   // before they are used

enum {
    LARGE = 4 << 20,
    MANY_BLOCKS = 32,        // after so many, those that follow are larger:
    LARGE_BLOCK = 2 * LARGE, // pages of them are large ones, too
};

struct arena_block {
    struct arena_block *previous;
    struct arena_block *next;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena, void (*exhausted)(void *context))
{
    *arena = (struct arena){.exhausted = exhausted};
}

// Gives up all blocks that are newer than one of them; null: all.
static void release_after(struct arena *arena, struct arena_block *kept)
{
    while (arena->block != kept) {
        struct arena_block *previous = arena->block->previous;
        free(arena->block);
        arena->block = previous;
    }
}

// Children are objects of the arena, and gone with it.
static void release_children(struct arena *arena)
{
    for (struct arena *child = arena->children; child; child = child->next_child) {
        arena_release(child);
    }
    arena->children = NULL;
}

void arena_release(struct arena *arena)
{
    release_children(arena);
    release_after(arena, NULL);
    arena->next = arena->end = NULL;
    arena->block_count = 0;
}

struct arena *arena_child(struct arena *parent)
{
    struct arena *child = arena_new(parent, sizeof *child);
    arena_init(child, parent->exhausted);
    child->context = parent->context;
    child->next_child = parent->children;
    parent->children = child;
    return child;
}

void arena_fail(const struct arena *arena)
{
    arena->exhausted(arena->context);
    abort(); // it was not to return
}

void arena_clear(struct arena *arena)
{
    release_children(arena);
    struct arena_block *first = arena->block;
    while (first && first->previous) {
        first = first->previous;
    }
    // Only what was handed out of the first block has to be zeroed; the system does it for others.
    if (!arena->end || arena->end != first->bytes + BLOCK_SIZE) {
        arena_release(arena); // it is not the one that is handed out
        return;
    }
    release_after(arena, first);
    first->next = NULL;
    memset(first->bytes, 0, (size_t)(arena->next - first->bytes));
    arena->next = first->bytes;
}

void arena_adopt(struct arena *arena, struct arena *other)
{
    struct arena_block *last = other->block;
    while (last && last->previous) {
        last = last->previous;
    }
    if (!arena->block) {
        arena->block = other->block;
    } else if (last) {
        struct arena_block *before = arena->block->previous;
        last->previous = before;
        if (before) {
            before->next = last;
        }
        arena->block->previous = other->block;
        other->block->next = arena->block;
    }
    while (other->children) {
        struct arena *child = other->children;
        other->children = child->next_child;
        child->next_child = arena->children;
        arena->children = child;
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

// Links a block in place of what stood there before it was moved, or as the newest.
static char *enter_block(struct arena *arena, struct arena_block *block, size_t room)
{
    if (!block) {
        arena_fail(arena);
    }
    prefer_large_pages(block->bytes, room);
    if (block->previous) {
        block->previous->next = block;
    }
    if (block->next) {
        block->next->previous = block;
    } else {
        arena->block = block;
    }
    return block->bytes;
}

// A block of its own size: calloc() has fresh pages, which are zero and cost nothing until written.
static char *fresh_block(struct arena *arena, size_t room)
{
    struct arena_block *block =
        room > SIZE_MAX - sizeof *block ? NULL : calloc(1, sizeof *block + room);
    if (block) {
        block->previous = arena->block;
    }
    return enter_block(arena, block, room);
}

// What an object takes of a block, or SIZE_MAX. Nothing has a place of its own, too.
static size_t room_for(size_t size)
{
    size_t unit = alignof(max_align_t);
    size = size ? size : 1;
    return size > SIZE_MAX - unit ? SIZE_MAX : (size + unit - 1) / unit * unit;
}

// Whether an object of this size has a block to itself.
static bool has_own_block(size_t room)
{
    return room > BLOCK_SIZE / 4;
}

void *arena_new(struct arena *arena, size_t size)
{
    size_t room = room_for(size);
    if (has_own_block(room)) {
        return fresh_block(arena, BLOCK_SIZE || room == SIZE_MAX ? room : size);
    }
    if (room > (size_t)(arena->end - arena->next)) {
        size_t block = arena->block_count++ < MANY_BLOCKS ? BLOCK_SIZE : LARGE_BLOCK;
        arena->next = fresh_block(arena, block);
        arena->end = arena->next + block;
    }
    void *object = arena->next;
    arena->next += room;
    return object;
}

// In its own block it grows with that, which may move, but leaves no copy.
static void *resize_block(struct arena *arena, void *object, size_t room)
{
    struct arena_block *block =
        (struct arena_block *)((char *)object - offsetof(struct arena_block, bytes));
    block = room > SIZE_MAX - sizeof *block ? NULL : realloc(block, sizeof *block + room);
    return enter_block(arena, block, room);
}

// Three ways, the cheapest first: within its own block, at the end of the current one, or as a
// copy, whose original is lost until the arena is released.
void *arena_resize(struct arena *arena, void *object, size_t before, size_t size)
{
    size_t old_room = object ? room_for(before) : 0;
    size_t room = room_for(size);
    if (object && has_own_block(old_room)) {
        return resize_block(arena, object, BLOCK_SIZE ? room : size);
    }
    if (object && !has_own_block(room) && (char *)object + old_room == arena->next &&
        room <= (size_t)(arena->end - (char *)object)) {
        arena->next = (char *)object + room;
        return object;
    }
    void *grown = arena_new(arena, size);
    if (object) {
        memcpy(grown, object, before);
    }
    return grown;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    return arena_new(arena, size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void *arena_grow(struct arena *arena, const void *objects, size_t *capacity, size_t size)
{
    size_t before = *capacity;
    size_t after = before < 4 ? 8 : before > SIZE_MAX / 2 ? SIZE_MAX : before * 2;
    void *grown = arena_array(arena, after, size); // which may not return
    *capacity = after;
    if (before) {
        memcpy(grown, objects, before * size);
    }
    return grown;
}

void *arena_keep(struct arena *arena, const void *object, size_t size)
{
    return memcpy(arena_new(arena, size), object, size);
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
    char short_text[128]; // which most are
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(short_text, sizeof short_text, format, again);
    va_end(again);
    if (length < 0) {
        return arena_new(arena, 1);
    }
    if ((size_t)length < sizeof short_text) {
        return arena_copy(arena, short_text, (size_t)length);
    }
    char *text = arena_new(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}
