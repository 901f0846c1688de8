// Two sides against each other.
#include "counterparts.h"
#include "rows.h"

#include "text.h"

#include <string.h>

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

// What became of a partition; null: nothing.
static const char *change_text(struct arena *arena, const struct partition *before,
                               const struct partition *after)
{
    struct buffer text;
    buffer_init(&text, arena);
    if (strcmp(before->label, after->label) != 0) {
        buffer_format(&text, "was %s", before->label);
    }
    if (before->offset != after->offset ||
        before->table->device->index != after->table->device->index) {
        buffer_format(&text, "%smoved from %s", text.length ? ", " : "",
                      text_offset(arena, before->offset));
    }
    if (before->size != after->size) {
        buffer_format(&text, "%s%s", text.length ? ", " : "",
                      size_change(arena, before->size, after->size));
    }
    if (before->type != after->type || before->subtype != after->subtype) {
        buffer_format(&text, "%sof another type", text.length ? ", " : "");
    }
    return text.length ? text.bytes : NULL;
}

void picture_begin_marks(struct picture_side *side)
{
    const struct layout *layout = side->layout;
    side->marks = arena_array(layout->arena, layout->partitions.count + 1, sizeof *side->marks);
}

static void mark_changes(struct picture_side *after, const struct layout *before)
{
    struct arena *arena = after->layout->arena;
    struct counterparts olds = counterparts_of(before, arena);
    for (size_t i = 0; i < after->layout->partitions.count; i++) {
        const struct partition *partition = after->layout->partitions.items[i];
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
    for (size_t i = 0; i < before->layout->partitions.count; i++) {
        const struct partition *partition = before->layout->partitions.items[i];
        if (!counterparts_find(&news, partition)) {
            add_mark(before, partition, "gone", TONE_BAD);
        }
    }
}

static bool is_same_rows(const struct list *a, const struct list *b);

static bool is_same_row(const struct row *a, const struct row *b)
{
    return a->class == b->class && a->offset == b->offset && a->size == b->size &&
           strcmp(a->name, b->name) == 0 && strcmp(a->type, b->type) == 0 &&
           strcmp(a->flags, b->flags) == 0 && strcmp(a->source, b->source) == 0 &&
           is_same_rows(&a->inner, &b->inner);
}

static bool is_same_rows(const struct list *a, const struct list *b)
{
    bool is_same = a->count == b->count;
    for (size_t i = 0; i < a->count && is_same; i++) {
        is_same = is_same_row(a->items[i], b->items[i]);
    }
    return is_same;
}

bool picture_is_same(const struct layout *a, const struct layout *b)
{
    const struct picture_side sides[] = {{.layout = a}, {.layout = b}};
    struct list left = rows_of_side(&sides[0]);
    struct list right = rows_of_side(&sides[1]);
    bool is_same = left.count == right.count;
    for (size_t i = 0; i < left.count && is_same; i++) {
        const struct rows *ours = left.items[i];
        const struct rows *theirs = right.items[i];
        is_same =
            ours->device->size == theirs->device->size && is_same_rows(&ours->all, &theirs->all);
    }
    return is_same;
}
