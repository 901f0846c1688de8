// Rules about where partitions lie and how large they are.
#include "rules.h"

#include <stdlib.h>

static void report_below(struct verification *verification, const struct partition *partition,
                         uint64_t lowest)
{
    struct arena *arena = verification->arena;
    const struct table *table = partition->table;
    struct diagnostic *diagnostic = rule_broken(
        verification, partition, partition->offset_span,
        "partition `%s` is at %s, below %s, where the partitions of `%s` begin", partition->label,
        text_offset(arena, partition->offset), text_offset(arena, lowest), table->name);
    if (table->reserve) {
        add_note(diagnostic, table->span, "the table itself takes %s at %s",
                 text_size(arena, table->reserve), text_offset(arena, table->offset));
    }
}

// Where the row ends that goes on after a partition; false if it has no end.
static bool find_row_end(const struct layout *layout, const struct partition *partition,
                         uint64_t *end)
{
    const struct table *table = partition->table;
    bool is_finite = size_add(partition->offset, partition->size, end);
    for (size_t i = partition->index + 1; is_finite && i < layout->partitions.count; i++) {
        const struct partition *other = layout->partitions.items[i];
        bool is_next = other->follows == partition && other->is_placed;
        if (other->table != table || (other->is_in_row && !is_next)) {
            break;
        }
        if (is_next) {
            partition = other;
            is_finite = size_add(other->offset, other->size, end);
        }
    }
    return is_finite;
}

// `limit`: what the partition, and what follows it, must end before.
static void report_beyond(struct verification *verification, const struct partition *partition,
                          const char *what, uint64_t limit)
{
    struct arena *arena = verification->arena;
    uint64_t own = 0;
    uint64_t end = 0;
    bool is_hinted = wants_hints(verification->diagnostics);
    struct diagnostic *diagnostic =
        rule_broken(verification, partition, partition->size_span,
                    "partition `%s` (%s at %s) does not fit: %s at %s", partition->label,
                    text_size(arena, partition->size), text_offset(arena, partition->offset), what,
                    text_offset(arena, limit));
    bool is_finite =
        is_hinted && find_row_end(verification->layout, partition, &end) && end > limit;
    bool is_alone = size_add(partition->offset, partition->size, &own) && own == end;
    if (is_finite && !is_alone) {
        add_note(diagnostic, (struct span){0}, "with what follows it, %s too much in all",
                 text_size(arena, end - limit));
    } else if (is_finite && end - limit < partition->size) {
        add_note(diagnostic, (struct span){0}, "it is %s too large", text_size(arena, end - limit));
    }
    if (partition->period) {
        add_note(
            diagnostic, (struct span){0},
            "one image is linked for all members of its family, so they start at the same place "
            "of their %s: `%s` is at %s",
            text_size(arena, partition->period), partition->member_before->label,
            text_offset(arena, partition->member_before->offset));
    }
}

static void check_bounds_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    const struct table *table = partition->table;
    const struct partition *last = partition->is_in_row ? table->lowest_at_end : NULL;
    uint64_t lowest = partition->is_aside ? 0 : table->start;
    uint64_t end;
    bool is_finite = size_add(partition->offset, partition->size, &end);
    if (partition->follows && rule_was_broken(verification, partition->follows)) {
        rule_mark(verification, partition); // no wonder, after one that does not fit
    } else if (partition->offset < lowest) {
        report_below(verification, partition, lowest);
    } else if (last && (!is_finite || end > last->offset)) {
        report_beyond(verification, partition, arena_format(arena, "`%s` starts", last->label),
                      last->offset);
    } else if (!is_finite || end > table->end) {
        report_beyond(verification, partition,
                      table->host ? arena_format(arena, "partition `%s` ends", table->host->label)
                                  : "the flash ends",
                      table->end);
    }
}

void check_bounds(struct verification *verification)
{
    rule_for_each(verification, check_bounds_of);
}

static void check_alignment_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    uint64_t next;
    if (partition->offset % partition->align == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        rule_broken(verification, partition, partition->offset_span,
                    "partition `%s` lies at %s, which is not a multiple of %s", partition->label,
                    text_offset(arena, partition->offset), text_offset(arena, partition->align));
    if (size_align_up(partition->offset, partition->align, &next)) {
        uint64_t before = size_align_down(partition->offset, partition->align);
        add_note(diagnostic, (struct span){0}, "%s and %s would be", text_offset(arena, before),
                 text_offset(arena, next));
    }
}

void check_alignment(struct verification *verification)
{
    rule_for_each(verification, check_alignment_of);
}

static void check_multiple_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    uint64_t next;
    if (partition->size % partition->multiple == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        rule_broken(verification, partition, partition->size_span,
                    "the size of partition `%s`, %s, is not a multiple of %s", partition->label,
                    text_size(arena, partition->size), text_size(arena, partition->multiple));
    if (size_align_up(partition->size, partition->multiple, &next)) {
        add_note(diagnostic, (struct span){0}, "%s would be", text_size(arena, next));
    }
}

void check_multiple(struct verification *verification)
{
    rule_for_each(verification, check_multiple_of);
}

static void check_within_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    uint64_t window = partition->within;
    uint64_t end;
    if (!window || partition->only_image_is_within ||
        !size_add(partition->offset, partition->size, &end) ||
        partition->offset / window == (end - 1) / window) {
        return;
    }
    uint64_t boundary = size_align_down(partition->offset, window) + window;
    bool is_too_large = partition->size > window;
    struct diagnostic *diagnostic = rule_broken(
        verification, partition, is_too_large ? partition->size_span : partition->offset_span,
        "partition `%s` (%s at %s) crosses %s; it must lie within one %s", partition->label,
        text_size(arena, partition->size), text_offset(arena, partition->offset),
        text_offset(arena, boundary), text_size(arena, window));
    if (!is_too_large) {
        add_note(diagnostic, (struct span){0}, "at %s it would not", text_offset(arena, boundary));
    } else {
        add_note(diagnostic, (struct span){0}, "it is %s too large for that",
                 text_size(arena, partition->size - window));
    }
}

// An app is smaller than its partition, as a rule: only its image must not cross.
static void check_image_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    uint64_t limit = layout_image_limit(partition);
    if (limit < partition->size) {
        uint64_t boundary = partition->offset + limit;
        struct diagnostic *diagnostic =
            rule_broken(verification, partition, partition->size_span,
                        "partition `%s` (%s at %s) crosses %s: the app in it can have at most %s",
                        partition->label, text_size(arena, partition->size),
                        text_offset(arena, partition->offset), text_offset(arena, boundary),
                        text_size(arena, limit));
        add_note(
            diagnostic, (struct span){0},
            partition->size > partition->within
                ? "flash is mapped in pieces of %s, and an app runs from one of them"
                : "flash is mapped in pieces of %s, and an app runs from one of them; at %s the "
                  "whole partition would be in one",
            text_size(arena, partition->within), text_offset(arena, boundary));
    }
}

void check_images(struct verification *verification)
{
    rule_for_each(verification, check_image_of);
}

void check_within(struct verification *verification)
{
    rule_for_each(verification, check_within_of);
}

// A stretch of a device that a partition, or a table itself, takes.
struct extent {
    uint64_t start, end;
    const struct partition *partition; // null: the table
    const struct table *table;
    struct span span;
};

struct extents {
    struct extent *items;
    size_t count;
};

static int compare_extents(const void *a, const void *b)
{
    const struct extent *first = a;
    const struct extent *second = b;
    size_t first_device = first->table->device->index;
    size_t second_device = second->table->device->index;
    if (first_device != second_device) {
        return first_device < second_device ? -1 : 1;
    }
    if (first->start != second->start) {
        return first->start < second->start ? -1 : 1;
    }
    return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

static void add_table(struct extents *extents, const struct table *table)
{
    uint64_t end;
    if (table->is_placed && table->reserve && size_add(table->offset, table->reserve, &end)) {
        extents->items[extents->count++] =
            (struct extent){table->offset, end, NULL, table, table->span};
    }
}

static void add_partitions(struct verification *verification, struct extents *extents,
                           const struct table *table)
{
    for (size_t i = 0; i < table->partitions.count; i++) {
        const struct partition *partition = table->partitions.items[i];
        uint64_t end;
        if (rule_applies(verification, partition) && !layout_is_own_table(partition) &&
            size_add(partition->offset, partition->size, &end)) {
            extents->items[extents->count++] =
                (struct extent){partition->offset, end, partition, table, partition->offset_span};
        }
    }
}

static const char *extent_name(const struct verification *verification, const struct extent *extent)
{
    return arena_format(verification->arena, "%s `%s` (%s to %s)",
                        extent->partition ? "partition" : "table",
                        extent->partition ? extent->partition->label : extent->table->name,
                        text_offset(verification->arena, extent->start),
                        text_offset(verification->arena, extent->end));
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

static void report_overlap(struct verification *verification, const struct extent *first,
                           const struct extent *second, const struct extent *next)
{
    bool is_in_order = first->span.start < second->span.start;
    const struct extent *later = is_in_order ? second : first;
    const struct extent *earlier = is_in_order ? first : second;
    uint64_t end = first->end < second->end ? first->end : second->end;
    struct diagnostic *diagnostic = report(
        verification->diagnostics, verification->rule->code, later->span, "%s overlaps %s by %s",
        extent_name(verification, later), extent_name(verification, earlier),
        text_size(verification->arena, end - second->start));
    add_note(diagnostic, earlier->span, "`%s` is placed here",
             earlier->partition ? earlier->partition->label : earlier->table->name);
    uint64_t place;
    if (earlier == first && later->partition &&
        find_free_place(first, later->partition, next, &place)) {
        add_note(diagnostic, (struct span){0}, "from %s on it would not",
                 text_offset(verification->arena, place));
    }
}

// Each is held against the one before it that reaches furthest.
static void check_extents(struct verification *verification, struct extents *extents)
{
    if (extents->count > 1) {
        qsort(extents->items, extents->count, sizeof *extents->items, compare_extents);
    }
    const struct extent *furthest = NULL;
    for (size_t i = 0; i < extents->count; i++) {
        const struct extent *extent = &extents->items[i];
        bool is_neighbour = furthest && furthest->table->device == extent->table->device;
        if (is_neighbour && extent->start < furthest->end) {
            const struct extent *next = i + 1 < extents->count ? extent + 1 : NULL;
            bool is_next = next && next->table->device == extent->table->device &&
                           next->partition && next->partition->is_at_end;
            report_overlap(verification, furthest, extent, is_next ? next : NULL);
        }
        furthest = is_neighbour && furthest->end > extent->end ? furthest : extent;
    }
}

// What second-level tables hold lies in other partitions by nature: each is checked alone.
void check_overlap(struct verification *verification)
{
    const struct layout *layout = verification->layout;
    size_t most = layout->partitions.count + layout->tables.count;
    struct extents extents = {arena_array(layout->arena, most, sizeof *extents.items), 0};
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        if (!table->host) {
            add_table(&extents, table);
            add_partitions(verification, &extents, table);
        }
    }
    check_extents(verification, &extents);
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        if (table->host) {
            extents.count = 0;
            add_partitions(verification, &extents, table);
            check_extents(verification, &extents);
        }
    }
}

static void check_sectors_of(struct verification *verification, const struct partition *partition)
{
    struct arena *arena = verification->arena;
    uint64_t erase = partition->table->device->erase;
    if (partition->is_aside || erase == 0) {
        return;
    }
    if (partition->offset % erase) {
        rule_broken(verification, partition, partition->offset_span,
                    "partition `%s` begins at %s, within an erase sector of %s", partition->label,
                    text_offset(arena, partition->offset), text_size(arena, erase));
    } else if (partition->size % erase) {
        struct diagnostic *diagnostic = rule_broken(
            verification, partition, partition->size_span,
            "the size of partition `%s`, %s, is not a multiple of the erase size, %s",
            partition->label, text_size(arena, partition->size), text_size(arena, erase));
        uint64_t next;
        if (size_align_up(partition->size, erase, &next)) {
            add_note(diagnostic, (struct span){0}, "%s would be", text_size(arena, next));
        }
    }
}

void check_sectors(struct verification *verification)
{
    rule_for_each(verification, check_sectors_of);
}
