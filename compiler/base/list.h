// Growing rows of pointers to things of one type. `struct LIST(struct gap) gaps;` is one by itself,
// `struct partition_list LIST(struct partition);` names one that functions can take.
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "arena.h"

#include <stdbool.h>

#define LIST(type)                                                                                 \
    {                                                                                              \
        type **items;                                                                              \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

/// Of texts: names, paths, lines.
struct text_list LIST(const char);

/// Appends a pointer. `arena` and `list` are evaluated more than once.
#define list_append(arena, list, item)                                                             \
    ((void)((list)->count < (list)->capacity ||                                                    \
            ((list)->items =                                                                       \
                 arena_grow((arena), (list)->items, &(list)->capacity, sizeof *(list)->items))),   \
     (void)((list)->items[(list)->count++] = (item)))

/// For each of a list's items, which the loop may not append to: `for_each(gap, &table->gaps) ...`
/// declares `gap`. `list` is evaluated more than once.
#define for_each(item, list)                                                                       \
    for (__typeof__(*(list)->items) *item##_at = (list)->items, item = NULL;                       \
         (size_t)(item##_at - (list)->items) < (list)->count && (item = *item##_at, true);         \
         item##_at++)

/// Appends the items of another list of the same type.
#define list_append_all(arena, list, more)                                                         \
    do {                                                                                           \
        for_each (list_appended, more) {                                                           \
            list_append(arena, list, list_appended);                                               \
        }                                                                                          \
    } while (0)

#endif
