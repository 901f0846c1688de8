// The geometry of one flash in an SVG: a bar of blocks to scale, and a column of labels beside it.
//
// Blocks are as high as their size says, but at least BLOCK_LEAST pixels, since a table of 3K in a
// flash of 16M would be invisible; such a block is marked as not to scale. A label is as close to
// the middle of its block as the other labels allow, and a line leads to it.
#include "plot.h"

#include <assert.h>

// Pixels of a number of bytes, rounded. Sizes have 64 bits: large ones lose low bits first, so that
// the product cannot overflow.
static int64_t scale_bytes(uint64_t bytes, const struct plot_scale *scale)
{
    unsigned shift = 0;
    while (scale->size >> shift >= UINT64_C(1) << 40) { // products stay within 64 bits
        shift++;
    }
    assert(scale->pixels >= 0 && scale->pixels < 1 << 24);
    uint64_t whole = scale->size >> shift ? scale->size >> shift : 1;
    return (int64_t)(((bytes >> shift) * (uint64_t)scale->pixels + whole / 2) / whole);
}

// Depth first, which is the order of place_blocks() and of the rows in the page. Tables are nested
// at most 8 deep.
static void add_parts(struct arena *arena, struct plot *plot, const struct picture_row_list *rows,
                      size_t depth)
{
    for_each (row, rows) {
        struct plot_part *part = arena_new(arena, sizeof *part);
        part->row = row;
        part->depth = depth;
        list_append(arena, &plot->parts, part);
        add_parts(arena, plot, &part->row->inner, depth + 1);
    }
}

struct plot *plot_new(struct arena *arena, const struct picture_rows *rows)
{
    struct plot *plot = arena_new(arena, sizeof *plot);
    plot->rows = rows;
    add_parts(arena, plot, &rows->all, 0);
    return plot;
}

// Before any place is known: the height of the labels decides that of the bar.
int64_t plot_write(struct arena *arena, struct plot *plot, const struct label_form *form)
{
    int64_t height = 0;
    for_each (part, &plot->parts) {
        label_write(arena, form, part);
        height += part->label.height + LABEL_GAP;
    }
    return height;
}

// Places the blocks of some rows from `y` on and returns the end of the last one. `*next` is the
// part of the first row: parts are in the order in which this recursion visits the rows.
static int64_t place_blocks(const struct plot *plot, const struct picture_row_list *rows, int64_t y,
                            const struct plot_scale *scale, size_t *next)
{
    enum { HEAD = 9, FOOT = 4 }; // of a partition, around the table in it
    for_each (row, rows) {
        struct plot_part *part = plot->parts.items[(*next)++];
        assert(part->row == row);
        int64_t scaled = scale_bytes(row->size, scale);
        int64_t beside = part->label.height + LABEL_GAP;
        int64_t least = scale->is_aligned ? beside : BLOCK_LEAST;
        part->height = scaled < least ? least : scaled;
        part->anchor = y + (scale->is_aligned ? LINE_HEIGHT / 2 : part->height / 2);
        if (row->inner.count) {
            int64_t head = scale->is_aligned ? beside : HEAD;
            int64_t end = place_blocks(plot, &row->inner, y + head, scale, next) + FOOT;
            part->height = end - y > part->height ? end - y : part->height;
            part->anchor = y + (scale->is_aligned ? LINE_HEIGHT : HEAD) / 2;
        }
        part->y = y;
        part->is_unscaled = part->height > scaled + 1;
        y += part->height;
    }
    return y;
}

// Labels that touch each other, and move together.
struct label_group {
    size_t first;
    int64_t count, sum; // of the places that each of them would have alone
};

static int64_t group_place(const struct label_group *group)
{
    int64_t sum = group->sum;
    return sum >= 0 ? sum / group->count : -((-sum + group->count - 1) / group->count);
}

// Places each label as close to its block as the others allow, by least squares. With the heights
// of the labels above subtracted, the places need only be in ascending order: that is an isotonic
// regression, solved by pooling adjacent violators (Barlow, Bartholomew, Bremner and Brunk,
// "Statistical Inference under Order Restrictions", 1972), in linear time.
static void place_labels(struct arena *arena, struct plot *plot)
{
    size_t count = plot->parts.count;
    struct label_group *groups = arena_array(arena, count + 1, sizeof *groups);
    size_t group_count = 0;
    int64_t above = 0; // what the labels above take
    for (size_t i = 0; i < count; i++) {
        const struct plot_part *part = plot->parts.items[i];
        groups[group_count++] = (struct label_group){i, 1, part->anchor - LINE_HEIGHT / 2 - above};
        above += part->label.height + LABEL_GAP;
        while (group_count > 1 &&
               group_place(&groups[group_count - 2]) >= group_place(&groups[group_count - 1])) {
            group_count--;
            groups[group_count - 1].count += groups[group_count].count;
            groups[group_count - 1].sum += groups[group_count].sum;
        }
    }
    int64_t slack = plot->bar_height > above ? plot->bar_height - above : 0;
    above = 0;
    for (size_t i = 0, group = 0; i < count; i++) {
        struct plot_part *part = plot->parts.items[i];
        group += group + 1 < group_count && groups[group + 1].first == i;
        int64_t place = group_place(&groups[group]);
        part->label.y = above + (place < 0 ? 0 : place > slack ? slack : place);
        above += part->label.height + LABEL_GAP;
    }
    plot->height = plot->bar_height > above ? plot->bar_height : above;
}

void plot_place(struct arena *arena, struct plot *plot, const struct plot_scale *scale)
{
    size_t next = 0;
    plot->bar_height = place_blocks(plot, &plot->rows->all, 0, scale, &next);
    assert(next == plot->parts.count);
    place_labels(arena, plot);
}

// If lines lead too far, they cross each other and nobody can follow them.
int64_t plot_longest_way(const struct plot *plot)
{
    int64_t longest = 0;
    for_each (part, &plot->parts) {
        int64_t down = part->label.y + LINE_HEIGHT / 2 - part->anchor;
        int64_t way = down < 0 ? -down : down;
        longest = way > longest ? way : longest;
    }
    return longest;
}
