// The derived parts of a table from a lock: its order by place, its rows, and its gaps.
//
// A lock has no lines for these, since they follow from the partitions. Layouts of schemas get them
// from layout/run.c; both must agree, which the unit test of random schemas checks.
#include "lock_line.h"

#include <assert.h>
#include <stdlib.h>

static int compare_places(const void *a, const void *b)
{
    const struct partition *first = *(const struct partition *const *)a;
    const struct partition *second = *(const struct partition *const *)b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return first->index < second->index ? -1 : 1;
}

static void add_gap(struct arena *arena, struct table *table, uint64_t offset, uint64_t end)
{
    if (offset < end) {
        struct gap *gap = arena_new(arena, sizeof *gap);
        *gap = (struct gap){offset, end - offset};
        list_append(arena, &table->gaps, gap);
    }
}

void lock_finish_table(struct arena *arena, struct table *table)
{
    for_each (partition, &table->partitions) {
        list_append(arena, &table->places, partition);
    }
    if (table->places.count > 1) {
        qsort(table->places.items, table->places.count, sizeof(void *), compare_places);
    }
    assert(table->rows.count == 0 && table->gaps.count == 0);
    uint64_t at = table->start;
    for_each (partition, &table->places) {
        uint64_t end = partition->offset + partition->size;
        if (!partition->is_absent) {
            list_append(arena, &table->rows, partition);
        }
        if (!partition->is_outside) {
            add_gap(arena, table, at, partition->offset);
            at = end > at ? end : at;
        }
    }
    add_gap(arena, table, at, table->end);
}
