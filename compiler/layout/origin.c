// Why a partition is where it is, in words, for those who read what was generated and ask where a
// number comes from.
#include "layout.h"

#include "number.h"
#include "text.h"

// The partition at the end of its table that comes right after this one; null: none.
static const struct partition *next_at_end(const struct partition *partition)
{
    const struct partition *next = NULL;
    for_each (other, &partition->table->places) {
        bool is_after = other->is_at_end && other->offset > partition->offset;
        if (is_after && (!next || other->offset < next->offset)) {
            next = other;
        }
    }
    return next;
}

// Whether its place is the one next to `edge` at a multiple of `unit`.
static bool is_next_multiple(const struct partition *partition, uint64_t edge, uint64_t unit)
{
    uint64_t place;
    if (partition->is_at_end) {
        return edge >= partition->size &&
               size_align_down(edge - partition->size, unit) == partition->offset;
    }
    return size_align_up(edge, unit, &place) && place == partition->offset;
}

// Why it does not touch its neighbour, whose near end is `edge`; "" if it does.
static const char *gap_text(struct arena *arena, const struct partition *partition, uint64_t edge)
{
    const struct partition *before = partition->member_before;
    uint64_t erase = partition->table->flash->erase;
    uint64_t step = partition->align > erase ? partition->align : erase;
    uint64_t near = partition->is_at_end ? partition->offset + partition->size : partition->offset;
    if (near == edge) {
        return "";
    }
    if (is_next_multiple(partition, edge, step)) {
        return arena_format(arena, ", aligned to %s", text_size(arena, step));
    }
    if (partition->period > step && before) {
        return arena_format(arena, ", at the same place of %s as %s",
                            text_size(arena, partition->period), before->label);
    }
    return partition->boundary ? arena_format(arena, ", not across a multiple of %s",
                                              text_size(arena, partition->boundary))
                               : "";
}

static const char *at_end_text(struct arena *arena, const struct partition *partition)
{
    const struct partition *next = next_at_end(partition);
    uint64_t edge = next ? next->offset : partition->table->end;
    const char *where = next
                            ? arena_format(arena, "before %s", next->label)
                            : arena_format(arena, "at the end of table %s", partition->table->name);
    return arena_format(arena, "%s%s", where, gap_text(arena, partition, edge));
}

const char *layout_origin(struct arena *arena, const struct partition *partition)
{
    const struct partition *before = partition->follows;
    if (partition->is_at_end) {
        return at_end_text(arena, partition);
    }
    if (!partition->is_in_row) {
        bool is_own = partition->offset_span.start != partition->span.start;
        return is_own ? "fixed by the schema" : "fixed by its type";
    }
    uint64_t edge = before ? before->offset + before->size : partition->table->start;
    const char *where = before ? arena_format(arena, "after %s", before->label)
                               : arena_format(arena, "first of table %s", partition->table->name);
    return arena_format(arena, "%s%s", where, gap_text(arena, partition, edge));
}
