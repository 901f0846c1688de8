// Rules about where partitions are and how large they are.
#include "rules.h"

// If the table itself is what takes the space below, a note says so.
static void report_below(struct layout_check *check, const struct partition *partition,
                         uint64_t lowest)
{
    struct arena *arena = check->arena;
    const struct table *table = partition->table;
    struct diagnostic *diagnostic = rule_broken(
        check, partition, partition->offset_span,
        "partition `%s` is at %s, below %s, where the partitions of `%s` start", partition->label,
        text_offset(arena, partition->offset), text_offset(arena, lowest), table->name);
    if (table->reserve) {
        add_note(diagnostic, table->span, "the table itself takes %s at %s",
                 text_size(arena, table->reserve), text_offset(arena, table->offset));
    }
}

// Where the row ends that goes on after a partition; false if it has no end. Only for a message:
// it walks the row, and no more than the first that does not fit asks for it.
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
static void report_beyond(struct layout_check *check, const struct partition *partition,
                          const char *what, uint64_t limit)
{
    struct arena *arena = check->arena;
    uint64_t own = 0;
    uint64_t end = 0;
    bool is_hinted = wants_hints(check->diagnostics);
    struct diagnostic *diagnostic = rule_broken(
        check, partition, partition->size_span, "partition `%s` (%s at %s) does not fit: %s at %s",
        partition->label, text_size(arena, partition->size), text_offset(arena, partition->offset),
        what, text_offset(arena, limit));
    bool is_finite = is_hinted && find_row_end(check->layout, partition, &end) && end > limit;
    bool is_alone = size_add(partition->offset, partition->size, &own) && own == end;
    if (is_finite && !is_alone) {
        add_note(diagnostic, (struct span){0}, "together with what follows, it is %s too large",
                 text_size(arena, end - limit));
    } else if (is_finite && end - limit < partition->size) {
        add_note(diagnostic, (struct span){0}, "it is %s too large", text_size(arena, end - limit));
    }
    if (partition->period) {
        add_note(diagnostic, (struct span){0},
                 "one image is linked for all members of its family, so they must start at the "
                 "same place in their windows of %s: `%s` is at %s",
                 text_size(arena, partition->period), partition->member_before->label,
                 text_offset(arena, partition->member_before->offset));
    }
}

// What is outside the row may be anywhere on the flash.
static void check_bounds_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    const struct table *table = partition->table;
    const struct partition *last = partition->is_in_row ? table->lowest_at_end : NULL;
    uint64_t lowest = partition->is_outside ? 0 : table->start;
    uint64_t end;
    bool is_finite = size_add(partition->offset, partition->size, &end);
    if (partition->follows && rule_was_broken(check, partition->follows)) {
        rule_mark(check, partition); // no wonder, after one that does not fit
    } else if (partition->offset < lowest) {
        report_below(check, partition, lowest);
    } else if (last && (!is_finite || end > last->offset)) {
        report_beyond(check, partition, arena_format(arena, "`%s` starts", last->label),
                      last->offset);
    } else if (!is_finite || end > table->end) {
        report_beyond(check, partition,
                      table->host ? arena_format(arena, "partition `%s` ends", table->host->label)
                                  : "the flash ends",
                      table->end);
    }
}

void check_bounds(struct layout_check *check)
{
    rule_for_each(check, check_bounds_of);
}

// Both neighbours are named: which one was meant is not known.
static void check_alignment_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    uint64_t next;
    if (partition->offset % partition->align == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        rule_broken(check, partition, partition->offset_span,
                    "partition `%s` is at %s, which is not a multiple of %s", partition->label,
                    text_offset(arena, partition->offset), text_offset(arena, partition->align));
    if (size_align_up(partition->offset, partition->align, &next)) {
        uint64_t before = size_align_down(partition->offset, partition->align);
        add_note(diagnostic, (struct span){0}, "the nearest multiples are %s and %s",
                 text_offset(arena, before), text_offset(arena, next));
    }
}

// Of given places only, in effect: those that are found are aligned already.
void check_alignment(struct layout_check *check)
{
    rule_for_each(check, check_alignment_of);
}

// `size 24` is meant to be 24K, most likely.
static void note_bytes(struct layout_check *check, const struct partition *partition,
                       struct diagnostic *diagnostic)
{
    enum { FEW = 1024 };
    if (partition->size < FEW) {
        add_note(diagnostic, (struct span){0}, "sizes are in bytes: write `%sK` for KiB",
                 text_number(check->arena, number_of(partition->size)));
    }
}

// By the same rounding as fills, upwards: a size that is too small is the rarer wish.
static void check_multiple_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    uint64_t next;
    if (partition->size % partition->multiple == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        rule_broken(check, partition, partition->size_span,
                    "the size of partition `%s`, %s, is not a multiple of %s", partition->label,
                    text_size(arena, partition->size), text_size(arena, partition->multiple));
    if (size_align_up(partition->size, partition->multiple, &next)) {
        add_note(diagnostic, (struct span){0}, "the next multiple is %s", text_size(arena, next));
    }
    note_bytes(check, partition, diagnostic);
}

// A size is right or wrong wherever the partition is.
void check_multiple(struct layout_check *check)
{
    for_each (partition, &check->layout->partitions) {
        if (partition->multiple) {
            check_multiple_of(check, partition);
        }
    }
}

// `end - 1` is the last byte: a partition may end at the boundary.
static void check_within_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    uint64_t window = partition->boundary;
    uint64_t end;
    if (!window || partition->only_image_is_bounded ||
        !size_add(partition->offset, partition->size, &end) ||
        partition->offset / window == (end - 1) / window) {
        return;
    }
    uint64_t boundary = size_align_down(partition->offset, window) + window;
    bool is_too_large = partition->size > window;
    struct diagnostic *diagnostic = rule_broken(
        check, partition, is_too_large ? partition->size_span : partition->offset_span,
        "partition `%s` (%s at %s) crosses %s; it must be within one block of %s", partition->label,
        text_size(arena, partition->size), text_offset(arena, partition->offset),
        text_offset(arena, boundary), text_size(arena, window));
    if (!is_too_large) {
        add_note(diagnostic, (struct span){0}, "at %s, it would not cross it",
                 text_offset(arena, boundary));
    } else {
        add_note(diagnostic, (struct span){0}, "it is %s too large for that",
                 text_size(arena, partition->size - window));
    }
}

// An app is smaller than its partition, as a rule: only its image must not cross.
static void check_image_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    uint64_t limit = layout_image_limit(partition);
    if (limit < partition->size) {
        uint64_t boundary = partition->offset + limit;
        struct diagnostic *diagnostic = rule_broken(
            check, partition, partition->size_span,
            "partition `%s` (%s at %s) crosses %s: its app can have at most %s", partition->label,
            text_size(arena, partition->size), text_offset(arena, partition->offset),
            text_offset(arena, boundary), text_size(arena, limit));
        add_note(
            diagnostic, (struct span){0},
            partition->size > partition->boundary
                ? "flash is mapped in pieces of %s, and an app runs from one of them"
                : "flash is mapped in pieces of %s, and an app runs from one of them; at %s the "
                  "whole partition would be in one",
            text_size(arena, partition->boundary), text_offset(arena, boundary));
    }
}

// A chip that runs applications from flash maps it in windows; the platform's `boundary` says how
// large they are.
void check_images(struct layout_check *check)
{
    rule_for_each(check, check_image_of);
}

void check_within(struct layout_check *check)
{
    rule_for_each(check, check_within_of);
}

// Two partitions in one erase sector could not be erased one without the other.
static void check_sectors_of(struct layout_check *check, const struct partition *partition)
{
    struct arena *arena = check->arena;
    uint64_t erase = partition->table->flash->erase;
    if (partition->is_outside || erase == 0) {
        return;
    }
    if (partition->offset % erase) {
        rule_broken(check, partition, partition->offset_span,
                    "partition `%s` begins at %s, within an erase sector of %s", partition->label,
                    text_offset(arena, partition->offset), text_size(arena, erase));
    } else if (partition->size % erase) {
        struct diagnostic *diagnostic = rule_broken(
            check, partition, partition->size_span,
            "the size of partition `%s`, %s, is not a multiple of the erase size, %s",
            partition->label, text_size(arena, partition->size), text_size(arena, erase));
        uint64_t next;
        if (size_align_up(partition->size, erase, &next)) {
            add_note(diagnostic, (struct span){0}, "the next multiple is %s",
                     text_size(arena, next));
        }
        note_bytes(check, partition, diagnostic);
    }
}

void check_sectors(struct layout_check *check)
{
    rule_for_each(check, check_sectors_of);
}
