// Draws a cell of an SVG: bar, offsets, labels, and the bands between two cells.
#include "cells.h"
#include "counterparts.h"
#include "sheet.h"

#include "text.h"

#include <inttypes.h>

static void join_line(struct buffer *text, const char *before, const char *line)
{
    if (line && *line) {
        buffer_format(text, "\n%s%s", before, line);
    }
}

// Everything that is known of a row, as its <title>: browsers show it as a tooltip.
static const char *details_text(struct arena *arena, const struct picture_row *row)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, row->name);
    join_line(&text, "", row->type);
    buffer_format(&text, "\n%s – %s, %s", text_offset(arena, row->offset),
                  text_offset(arena, row->offset + row->size), text_size(arena, row->size));
    join_line(&text, "", row->mark ? row->mark->text : NULL);
    join_line(&text, "", row->flags);
    join_line(&text, "", row->source);
    if (row->usage && row->usage->is_known) {
        buffer_format(&text, "\n%s (%s)", usage_bytes(arena, row), usage_text(arena, row));
    }
    join_line(&text, "", row->usage ? row->usage->remark : NULL);
    join_line(&text, "", row->documentation);
    return text.bytes;
}

// Something that is used at all gets at least a pixel; more than the partition has is drawn as
// full, in another color.
static void draw_gauge(const struct sheet_cell *cell, const struct plot_part *part)
{
    enum { TOP = 4, HEIGHT = 8 };
    const struct label *label = &part->label;
    if (!label->gauge_x) {
        return;
    }
    uint64_t percent = usage_percent(part->row->usage, part->row->size);
    int64_t filled = (int64_t)(percent > 100 ? 100 : percent) * GAUGE_WIDTH / 100;
    int64_t x = cell->label_x + label->gauge_x;
    canvas_box(&cell->canvas, x, label->y + TOP, GAUGE_WIDTH, HEIGHT, "g");
    if (percent) {
        canvas_box(&cell->canvas, x, label->y + TOP, filled ? filled : 1, HEIGHT,
                   percent > 100 ? "o" : "k");
    }
}

// A box without a fill comes first: it widens what the mouse can point at.
static void draw_label(const struct sheet_cell *cell, const struct plot_part *part)
{
    enum { PADDING = 4 };
    const struct label *label = &part->label;
    canvas_box(&cell->canvas, cell->label_x - PADDING, label->y - 1, cell->form.width + PADDING,
               label->height + 2, "z");
    for_each (span, &label->texts) {
        canvas_text(&cell->canvas, cell->label_x + span->x, label->y + span->y, span->is_end,
                    span->rule, span->text);
    }
    draw_gauge(cell, part);
}

// Deep tables would leave no bar: the inset is at most half of it. The group has the row's number,
// which the page's tables and cards share.
static void draw_part(const struct sheet_cell *cell, const struct plot_part *part, size_t number)
{
    const struct canvas *canvas = &cell->canvas;
    int64_t inset = (int64_t)part->depth * BLOCK_INSET;
    inset = inset > cell->bar_width / 2 ? cell->bar_width / 2 : inset;
    int64_t right = cell->bar_x + cell->bar_width;
    buffer_format(canvas->out, "<g class=\"r\" id=\"%s%zu\"><title>", canvas->prefix, number);
    canvas_escape(canvas->out, details_text(canvas->out->arena, part->row));
    buffer_text(canvas->out, "</title>\n");
    canvas_block(canvas, cell->bar_x + inset, part->y, cell->bar_width - inset, part->height,
                 part->row->kind);
    if (part->is_unscaled && part->depth == 0) {
        canvas_line(canvas, cell->bar_x - 3, part->y, cell->bar_x - 3, part->y + part->height, "u");
    }
    canvas_leader(canvas, right, part->anchor, cell->label_x - 5, part->label.y + LINE_HEIGHT / 2,
                  part->label.indent);
    draw_label(cell, part);
    buffer_text(canvas->out, "</g>\n");
}

enum { EDGE_DISTANCE = 15 };

// The offsets at the edge of a bar, as many as there is space for: the ends first, then those of
// the larger blocks. No two are closer than EDGE_DISTANCE, so that each stretch of that length has
// at most one, and finding a conflict takes three look-ups.
struct edges {
    const struct sheet_cell *cell;
    int64_t *taken; // by stretch: its place, counted from 1
};

static bool is_near(int64_t taken, int64_t y)
{
    int64_t distance = taken - 1 - y;
    return taken && distance < EDGE_DISTANCE && distance > -EDGE_DISTANCE;
}

static void add_edge(struct edges *edges, int64_t y, uint64_t offset)
{
    const struct sheet_cell *cell = edges->cell;
    int64_t *taken = &edges->taken[y / EDGE_DISTANCE + 1]; // the array has one more at both ends
    if (is_near(taken[-1], y) || is_near(taken[0], y) || is_near(taken[1], y)) {
        return;
    }
    *taken = y + 1;
    canvas_line(&cell->canvas, cell->bar_x - 9, y, cell->bar_x - 5, y, "l");
    canvas_text(&cell->canvas, cell->bar_x - 12, y + 4, true, "d",
                text_offset(cell->canvas.out->arena, offset));
}

// A bar without space for offsets has none. Sizes are halved from round to round, so that larger
// blocks choose first, and there are at most as many rounds as a height has bits.
static void draw_edges(const struct sheet_cell *cell, const struct plot *plot)
{
    struct arena *arena = cell->canvas.out->arena;
    struct edges edges = {.cell = cell};
    int64_t highest = 0;
    if (cell->bar_x == 0) {
        return;
    }
    size_t stretches = (size_t)plot->bar_height / EDGE_DISTANCE + 3;
    edges.taken = arena_array(arena, stretches, sizeof *edges.taken);
    add_edge(&edges, 0, 0);
    add_edge(&edges, plot->bar_height, plot->rows->flash->size);
    for_each (part, &plot->parts) {
        highest = part->height > highest ? part->height : highest;
    }
    for (; highest > 0; highest /= 2) {
        for_each (part, &plot->parts) {
            bool has_size = part->height <= highest && part->height > highest / 2;
            if (part->depth == 0 && has_size) {
                add_edge(&edges, part->y, part->row->offset);
            }
        }
    }
}

// Edges first: blocks and labels may cover them, not the other way round.
void cell_draw(const struct sheet_cell *cell, const struct plot *plot, size_t number)
{
    draw_edges(cell, plot);
    for (size_t i = 0; i < plot->parts.count; i++) {
        draw_part(cell, plot->parts.items[i], number + i);
    }
}

// The curves' control points are halfway, so that bands of neighbours hardly cross.
static void draw_band(const struct sheet_cell *before, const struct plot_part *old,
                      const struct sheet_cell *after, const struct plot_part *now)
{
    struct buffer *out = after->canvas.out;
    int64_t left = before->canvas.left + before->canvas.width;
    int64_t right = after->canvas.left;
    int64_t middle = (left + right) / 2;
    int64_t top = before->canvas.top;
    buffer_format(out,
                  "<path d=\"M%" PRId64 " %" PRId64 "C%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                  " %" PRId64 " %" PRId64,
                  left, top + old->y, middle, top + old->y, middle, top + now->y, right,
                  top + now->y);
    buffer_format(out,
                  "V%" PRId64 "C%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                  " %" PRId64 "Z\" class=\"y y%d\"/>\n",
                  top + now->y + now->height, middle, top + now->y + now->height, middle,
                  top + old->y + old->height, left, top + old->y + old->height,
                  (int)now->row->kind);
}

// By maps, in linear time; only the outermost blocks, since bands between inner ones would cross
// others.
void cells_connect(const struct sheet_cell *before, const struct plot *old,
                   const struct sheet_cell *after, const struct plot *now)
{
    const struct layout *layout = after->side->layout;
    struct arena *arena = after->canvas.out->arena;
    struct counterparts news = counterparts_of(layout, arena);
    const struct plot_part **parts =
        arena_array(arena, layout->partitions.count + 1, sizeof *parts);
    for_each (part, &now->parts) {
        if (part->row->partition && part->depth == 0) {
            parts[part->row->partition->index] = part;
        }
    }
    for_each (part, &old->parts) {
        const struct partition *partition = part->row->partition;
        const struct partition *became =
            partition && part->depth == 0 ? counterparts_find(&news, partition) : NULL;
        if (became && parts[became->index]) {
            draw_band(before, part, after, parts[became->index]);
        }
    }
}
