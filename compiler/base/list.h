// A growing row of pointers.
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "arena.h"

struct list {
    const void **items;
    size_t count;
    size_t capacity;
};

void list_append(struct arena *arena, struct list *list, const void *item);

#endif
