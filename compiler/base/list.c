#include "list.h"

void list_append(struct arena *arena, struct list *list, const void *item)
{
    if (list->count == list->capacity) {
        list->items = arena_grow(arena, list->items, &list->capacity, sizeof *list->items);
    }
    list->items[list->count++] = item;
}
