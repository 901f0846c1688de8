#include "list.h"

#include <string.h>

void list_append(struct arena *arena, struct list *list, const void *item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 8;
        const void **items = arena_array(arena, list->capacity, sizeof *items);
        if (list->count) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
    }
    list->items[list->count++] = item;
}
