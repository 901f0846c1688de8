// Finds counterparts by interned names and maps, so that comparing two layouts takes linear time: a
// schema may have thousands of partitions. A partition that was renamed says what it was called.
#include "counterparts.h"

#include <string.h>

// Table and label have a NUL between them, which neither can contain.
static const char *intern(struct counterparts *counterparts, const char *table, const char *label)
{
    struct buffer *spelling = &counterparts->spelling;
    spelling->length = 0;
    if (table) {
        buffer_bytes(spelling, table, strlen(table) + 1);
    }
    buffer_text(spelling, label);
    return names_intern(&counterparts->names, spelling->bytes, spelling->length);
}

// The first of several with one name counts, as written.
static void add(struct counterparts *counterparts, struct map *map, const char *name,
                const struct partition *partition)
{
    if (!map_find(map, name)) {
        map_set_const(counterparts->names.arena, map, name, partition);
    }
}

struct counterparts counterparts_of(const struct layout *layout, struct arena *arena)
{
    struct counterparts counterparts = {0};
    names_init(&counterparts.names, arena);
    buffer_init(&counterparts.spelling, arena);
    for_each (partition, &layout->partitions) {
        const char *label = intern(&counterparts, NULL, partition->label);
        add(&counterparts, &counterparts.labels, label, partition);
        if (partition->old_label) {
            add(&counterparts, &counterparts.former,
                intern(&counterparts, NULL, partition->old_label), partition);
        }
        add(&counterparts, &counterparts.in_table,
            intern(&counterparts, partition->table->name, partition->label), partition);
    }
    return counterparts;
}

// The same table is preferred; a partition that went to another table is still the same.
static const struct partition *find_label(struct counterparts *counterparts, const char *table,
                                          const char *label)
{
    const struct partition *found =
        map_find(&counterparts->in_table, intern(counterparts, table, label));
    return found ? found : map_find(&counterparts->labels, intern(counterparts, NULL, label));
}

// Works both ways: from the new to the old by `was`, and from the old to the new by what `was` it.
const struct partition *counterparts_find(struct counterparts *counterparts,
                                          const struct partition *partition)
{
    const char *table = partition->table->name;
    const struct partition *found = find_label(counterparts, table, partition->label);
    if (!found && partition->old_label) {
        found = find_label(counterparts, table, partition->old_label);
    }
    return found ? found
                 : map_find(&counterparts->former, intern(counterparts, NULL, partition->label));
}
