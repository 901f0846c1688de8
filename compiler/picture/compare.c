// Marks what changed between two layouts, and finds out whether two layouts look the same.
//
// The same partition is found by its label, or by the label that it had before. Whether a change is
// safe is not judged here: `diff` does that, with reasons.
#include "counterparts.h"
#include "rows.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

// The tone decides the color; the text says the same for who sees none.
static void add_mark(struct picture_side *side, const struct partition *partition, const char *text,
                     enum picture_tone tone)
{
    struct picture_mark *mark = arena_new(side->layout->arena, sizeof *mark);
    *mark = (struct picture_mark){text, tone};
    side->marks[partition->index] = mark;
}

static const char *size_change(struct arena *arena, uint64_t before, uint64_t after)
{
    return after > before ? arena_format(arena, "grew by %s", text_size(arena, after - before))
                          : arena_format(arena, "shrank by %s", text_size(arena, before - after));
}

// What changed about a partition; null: nothing.
static const char *change_text(struct arena *arena, const struct partition *before,
                               const struct partition *after)
{
    struct buffer text;
    buffer_init(&text, arena);
    if (strcmp(before->label, after->label) != 0) {
        buffer_format(&text, "renamed from %s", before->label);
    }
    if (before->offset != after->offset ||
        before->table->flash->index != after->table->flash->index) {
        buffer_format(&text, "%smoved from %s", text.length ? ", " : "",
                      text_offset(arena, before->offset));
    }
    if (before->size != after->size) {
        buffer_format(&text, "%s%s", text.length ? ", " : "",
                      size_change(arena, before->size, after->size));
    }
    if (before->type != after->type || before->subtype != after->subtype) {
        buffer_format(&text, "%stype changed", text.length ? ", " : "");
    }
    return text.length ? text.bytes : NULL;
}

// One more than there are partitions: an array of none would be null, which means no marks.
void picture_begin_marks(struct picture_side *side)
{
    const struct layout *layout = side->layout;
    side->marks = arena_array(layout->arena, layout->partitions.count + 1, sizeof *side->marks);
}

// In the map of the new layout; what went away is marked in the old one.
static void mark_changes(struct picture_side *after, const struct layout *before)
{
    struct arena *arena = after->layout->arena;
    struct counterparts olds = counterparts_of(before, arena);
    for_each (partition, &after->layout->partitions) {
        const struct partition *old = counterparts_find(&olds, partition);
        const char *text = old ? change_text(arena, old, partition) : "new";
        if (text) {
            add_mark(after, partition, text, old ? TONE_NOTABLE : TONE_GOOD);
        }
    }
}

void picture_compare(struct picture_side *before, struct picture_side *after)
{
    struct counterparts news = counterparts_of(after->layout, after->layout->arena);
    picture_begin_marks(before);
    picture_begin_marks(after);
    mark_changes(after, before->layout);
    for_each (partition, &before->layout->partitions) {
        if (!counterparts_find(&news, partition)) {
            add_mark(before, partition, "removed", TONE_BAD);
        }
    }
}

static void append_text(struct buffer *out, const char *text)
{
    buffer_bytes(out, text, strlen(text) + 1); // with the NUL, which no text has
}

// With the count before the rows, so that different trees never give the same bytes.
static void append_rows(struct buffer *out, const struct picture_row_list *rows)
{
    buffer_format(out, "%zu ", rows->count);
    for_each (row, rows) {
        buffer_format(out, "%d %" PRIx64 " %" PRIx64 " ", (int)row->kind, row->offset, row->size);
        append_text(out, row->name);
        append_text(out, row->type);
        append_text(out, row->flags);
        append_text(out, row->source);
        append_rows(out, &row->inner);
    }
}

void picture_identity(const struct layout *layout, struct buffer *out)
{
    const struct picture_side side = {.layout = layout};
    struct picture_rows_list flashes = rows_of_side(&side, out->arena);
    for_each (rows, &flashes) {
        buffer_format(out, "%" PRIx64 " ", rows->flash->size);
        append_rows(out, &rows->all);
    }
}

// In an arena of its own: with many variants this is asked for many pairs.
bool picture_is_same(const struct layout *a, const struct layout *b)
{
    struct arena *arena = arena_child(a->arena);
    struct buffer one, other;
    buffer_init(&one, arena);
    buffer_init(&other, arena);
    picture_identity(a, &one);
    picture_identity(b, &other);
    bool is_same = one.length == other.length &&
                   (one.length == 0 || memcmp(one.bytes, other.bytes, one.length) == 0);
    arena_release(arena);
    return is_same;
}
