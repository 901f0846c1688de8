// The rule that nothing shares bytes with anything else.
//
// What tables and partitions take is sorted by its place, so that each is compared with the one
// before it that reaches furthest. What is where it is because of an overlap that was reported is
// no mistake of its own.
#include "map.h"
#include "rules.h"

#include <stdlib.h>

// A stretch of a flash that a partition, or a table itself, takes.
struct extent {
    uint64_t start, end;
    const struct partition *partition; // null: the table
    const struct table *table;
    struct span span;
};

struct extents {
    struct extent *items;
    size_t count;
    struct map moved; // tables that overlap something: where their partitions are is no wonder
    const struct extent *reported; // overlapped something already
};

// By flash, then by place, then in the order in which they were written.
static int compare_extents(const void *a, const void *b)
{
    const struct extent *first = a;
    const struct extent *second = b;
    size_t first_flash = first->table->flash->index;
    size_t second_flash = second->table->flash->index;
    if (first_flash != second_flash) {
        return first_flash < second_flash ? -1 : 1;
    }
    if (first->start != second->start) {
        return first->start < second->start ? -1 : 1;
    }
    return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

// Only the table's own sectors: its partitions are extents of their own.
static void add_table(struct extents *extents, const struct table *table)
{
    uint64_t end;
    if (table->is_placed && table->reserve && size_add(table->offset, table->reserve, &end)) {
        extents->items[extents->count++] =
            (struct extent){table->offset, end, NULL, table, table->span};
    }
}

// The table's own entry of itself is left out, since the table is an extent.
static void add_partitions(struct layout_check *check, struct extents *extents,
                           const struct table *table)
{
    for_each (partition, &table->partitions) {
        uint64_t end;
        if (rule_applies(check, partition) && !layout_is_own_table(partition) &&
            size_add(partition->offset, partition->size, &end)) {
            extents->items[extents->count++] =
                (struct extent){partition->offset, end, partition, table, partition->offset_span};
        }
    }
}

static const char *extent_name(const struct layout_check *check, const struct extent *extent)
{
    return arena_format(
        check->arena, "%s `%s` (%s to %s)", extent->partition ? "partition" : "table",
        extent->partition ? extent->partition->label : extent->table->name,
        text_offset(check->arena, extent->start), text_offset(check->arena, extent->end));
}

// The first place after an extent that suits a partition; false if it has no room there, or is
// where it is because it is last. `next`: what comes after both and stays there; null: nothing.
static bool find_free_place(const struct extent *extent, const struct partition *partition,
                            const struct extent *next, uint64_t *place)
{
    uint64_t end;
    return !partition->is_at_end && size_align_up(extent->end, partition->align, place) &&
           size_add(*place, partition->size, &end) && end <= partition->table->end &&
           (!next || end <= next->start);
}

// Reported at the one that was written later, since the earlier was there first.
static struct diagnostic *report_overlap(struct layout_check *check, const struct extent *first,
                                         const struct extent *second, const struct extent *next)
{
    bool is_in_order = first->span.start < second->span.start;
    const struct extent *later = is_in_order ? second : first;
    const struct extent *earlier = is_in_order ? first : second;
    uint64_t end = first->end < second->end ? first->end : second->end;
    struct diagnostic *diagnostic =
        report(check->diagnostics, check->rule->code, later->span, "%s overlaps %s by %s",
               extent_name(check, later), extent_name(check, earlier),
               text_size(check->arena, end - second->start));
    add_note(diagnostic, earlier->span, "`%s` is placed here",
             earlier->partition ? earlier->partition->label : earlier->table->name);
    uint64_t place;
    if (earlier == first && later->partition &&
        find_free_place(first, later->partition, next, &place)) {
        add_note(diagnostic, (struct span){0}, "from %s on, it would not overlap",
                 text_offset(check->arena, place));
    }
    return diagnostic;
}

// Whether an extent is where it is because of an overlap that was reported: then so is what follows
// it in its row.
static bool is_follow_on(struct layout_check *check, struct extents *extents,
                         const struct extent *extent)
{
    const struct partition *partition = extent->partition;
    bool is_moved =
        partition && (rule_was_broken(check, partition) ||
                      (partition->follows
                           ? rule_was_broken(check, partition->follows)
                           : partition->is_in_row && map_find(&extents->moved, partition->table)));
    if (is_moved) {
        rule_mark(check, partition);
    }
    return is_moved;
}

// How many more there are, after `second`, that `first` reaches into.
static void note_others(struct layout_check *check, const struct extents *extents,
                        const struct extent *first, const struct extent *second,
                        struct diagnostic *diagnostic)
{
    const struct extent *end = extents->items + extents->count;
    size_t count = 0;
    for (const struct extent *other = second + 1;
         other < end && other->start < first->end && other->table->flash == first->table->flash;
         other++) {
        count++;
    }
    if (count > 0) {
        add_note(diagnostic, (struct span){0}, "%s overlaps %zu more", extent_name(check, first),
                 count);
    }
}

// One mistake is reported once: at what comes later in the text, and for the first that it
// overlaps.
static void check_pair(struct layout_check *check, struct extents *extents,
                       const struct extent *first, const struct extent *second,
                       const struct extent *next)
{
    const struct extent *later = first->span.start < second->span.start ? second : first;
    if (extents->reported == first ||
        (later->partition && rule_was_broken(check, later->partition))) {
        return;
    }
    struct diagnostic *diagnostic = report_overlap(check, first, second, next);
    note_others(check, extents, first, second, diagnostic);
    extents->reported = first;
    if (later->partition) {
        rule_mark(check, later->partition);
    } else {
        map_set_const(check->arena, &extents->moved, later->table, later);
    }
}

// Each is compared with the one before it that reaches furthest.
static void check_extents(struct layout_check *check, struct extents *extents)
{
    if (extents->count > 1) {
        qsort(extents->items, extents->count, sizeof *extents->items, compare_extents);
    }
    const struct extent *furthest = NULL;
    for (size_t i = 0; i < extents->count; i++) {
        const struct extent *extent = &extents->items[i];
        bool is_neighbour = furthest && furthest->table->flash == extent->table->flash;
        if (!is_follow_on(check, extents, extent) && is_neighbour &&
            extent->start < furthest->end) {
            const struct extent *next = i + 1 < extents->count ? extent + 1 : NULL;
            bool is_next = next && next->table->flash == extent->table->flash && next->partition &&
                           next->partition->is_at_end;
            check_pair(check, extents, furthest, extent, is_next ? next : NULL);
        }
        furthest = is_neighbour && furthest->end > extent->end ? furthest : extent;
    }
}

// What second-level tables hold is in other partitions by nature: each is checked alone. There are
// at most as many extents as partitions and tables, so that the array never grows.
void check_overlap(struct layout_check *check)
{
    const struct layout *layout = check->layout;
    size_t most = layout->partitions.count + layout->tables.count;
    struct extents extents = {.items = arena_array(layout->arena, most, sizeof *extents.items)};
    for_each (table, &layout->tables) {
        if (!table->host) {
            add_table(&extents, table);
            add_partitions(check, &extents, table);
        }
    }
    check_extents(check, &extents);
    for_each (table, &layout->tables) {
        if (table->host) {
            extents.count = 0;
            add_partitions(check, &extents, table);
            check_extents(check, &extents);
        }
    }
}
