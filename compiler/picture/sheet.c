// Draws an SVG: one cell for each side, as many beside each other as there is space, and a legend.
//
// Two sides that fit beside each other are a comparison: the left one is mirrored, so that the bars
// face each other, and bands connect what is the same in both. All bars of a flash have one scale,
// so that equal heights are equal sizes. The height of the picture follows from its labels: it is
// known only once everything is drawn, so that the body is written first and the <svg> element
// around it.
#include "sheet.h"

#include "cells.h"
#include "text.h"

#include <assert.h>
#include <inttypes.h>

enum {
    MARGIN = 14,
    CELL_LEAST = 300,   // the least width of a cell
    CELL_WIDE = 640,    // from here on, the bar is wider, and has offsets at its edge
    CELL_ALIGNED = 430, // below, blocks are aligned with their labels
    LONGEST_WAY = 300,  // the most that a line leads up or down, from a block to its label
    CELL_GAP = 32,
    PAIR_GAP = 90, // with bands
    TITLE_SIZE = 16,
    TITLE_HEIGHT = 22,
    HEADING_HEIGHT = 30,
    FLASH_GAP = 22,
};

struct svg_sheet {
    struct arena *arena;
    struct buffer *out;
    int64_t width, height;
    struct sheet_cell *cells;
    size_t count;
    size_t across; // how many cells are beside each other
    int64_t gap;
    bool has_bands;
    bool has_titles;
    bool is_used[ROW_COUNT];
    bool has_unscaled;
};

static size_t flash_count(const struct svg_sheet *sheet)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        size_t flashes = sheet->cells[i].plots.count;
        count = flashes > count ? flashes : count;
    }
    return count;
}

// Sides may have different numbers of flashes; the flash with one index is compared with its like.
static struct plot *get_plot(const struct sheet_cell *cell, size_t flash)
{
    return flash < cell->plots.count ? cell->plots.items[flash] : NULL;
}

// The legend explains only what is in the picture.
static void note_classes(struct svg_sheet *sheet, const struct plot *plot)
{
    for_each (part, &plot->parts) {
        sheet->is_used[part->row->kind] = true;
        sheet->has_unscaled |= part->is_unscaled && part->depth == 0;
    }
}

static void make_plots(struct svg_sheet *sheet, struct sheet_cell *cell,
                       const struct picture_side *side)
{
    struct picture_rows_list flashes = rows_of_side(side, sheet->arena);
    for_each (flash, &flashes) {
        list_append(sheet->arena, &cell->plots, plot_new(sheet->arena, flash));
    }
}

// Places the plots of a flash on all sides. Returns how far a line to a label leads up or down at
// most.
static int64_t place_flash(struct svg_sheet *sheet, size_t flash, const struct plot_scale *scale)
{
    int64_t farthest = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        struct plot *plot = get_plot(&sheet->cells[i], flash);
        if (plot) {
            plot_place(sheet->arena, plot, scale);
            int64_t way = plot_longest_way(plot);
            farthest = way > farthest ? way : farthest;
        }
    }
    return farthest;
}

// The bars of a flash have the same scale in all cells, and about the height of the labels beside
// them. If labels would be too far from their blocks, blocks are aligned with their labels instead,
// which gives up the scale of the small ones.
static void place_plots(struct svg_sheet *sheet, int64_t cell_width)
{
    for (size_t flash = 0; flash < flash_count(sheet); flash++) {
        const int64_t usual = cell_width >= CELL_WIDE ? 460 : 360;
        struct plot_scale aligned = {.pixels = usual, .is_aligned = true};
        int64_t highest = usual;
        for (size_t i = 0; i < sheet->count; i++) {
            struct plot *plot = get_plot(&sheet->cells[i], flash);
            uint64_t size = plot ? plot->rows->flash->size : 0;
            int64_t height = plot ? plot_write(sheet->arena, plot, &sheet->cells[i].form) : 0;
            aligned.size = size > aligned.size ? size : aligned.size;
            highest = height > highest ? height : highest;
        }
        const struct plot_scale scaled = {.size = aligned.size, .pixels = highest};
        if (cell_width < CELL_ALIGNED || place_flash(sheet, flash, &scaled) > LONGEST_WAY) {
            place_flash(sheet, flash, &aligned);
        }
        for (size_t i = 0; i < sheet->count; i++) {
            const struct plot *plot = get_plot(&sheet->cells[i], flash);
            if (plot) {
                note_classes(sheet, plot);
            }
        }
    }
}

// The space for the offsets at the left edge of a bar.
static int64_t edge_width(struct arena *arena, const struct sheet_cell *cell)
{
    size_t cells = 0;
    for_each (plot, &cell->plots) {
        size_t length = cells_count(text_offset(arena, plot->rows->flash->size));
        cells = length > cells ? length : cells;
    }
    return cells_pixels(cells) + 14;
}

static void divide_cell(struct svg_sheet *sheet, struct sheet_cell *cell,
                        const struct picture_side *side)
{
    bool is_wide = cell->canvas.width >= CELL_WIDE;
    size_t title_cells = (size_t)(cell->canvas.width * 100 / ((int64_t)TITLE_SIZE * FONT_WIDTH));
    cell->side = side;
    cell->bar_x = is_wide ? edge_width(sheet->arena, cell) : 0;
    cell->bar_width = is_wide ? 110 : 64;
    cell->label_x = cell->bar_x + cell->bar_width + (is_wide ? 52 : sheet->has_bands ? 44 : 26);
    cell->title = cells_wrap(sheet->arena, side_title(side), title_cells);
    cell->subtitle =
        cells_wrap(sheet->arena, side_subtitle(side), pixels_cells(cell->canvas.width));
    cell->form = label_form_choose(sheet->arena, &cell->plots, cell->canvas.width - cell->label_x);
}

// Widths are in whole pixels; what is left over by the division goes to the right margin.
static void divide(struct svg_sheet *sheet, const struct picture_side *sides, const char *prefix)
{
    assert(sheet->count > 0);
    int64_t inner = sheet->width - (int64_t)2 * MARGIN;
    sheet->gap = sheet->count == 2 ? PAIR_GAP : CELL_GAP;
    assert(inner >= CELL_LEAST);
    size_t fitting = (size_t)((inner + sheet->gap) / (CELL_LEAST + sheet->gap));
    sheet->across = fitting < 1 ? 1 : fitting < sheet->count ? fitting : sheet->count;
    sheet->has_bands = sheet->count == 2 && sheet->across == 2;
    int64_t width = (inner + sheet->gap) / (int64_t)sheet->across - sheet->gap;
    size_t number = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_cell *cell = &sheet->cells[i];
        cell->canvas = (struct canvas){
            .out = sheet->out,
            .prefix = prefix,
            .left = MARGIN + (int64_t)(i % sheet->across) * (width + sheet->gap),
            .width = width,
            .is_flipped = sheet->has_bands && i == 0,
        };
        cell->first = number;
        make_plots(sheet, cell, &sides[i]);
        divide_cell(sheet, cell, &sides[i]);
        for_each (plot, &cell->plots) {
            number += plot->parts.count;
        }
    }
    place_plots(sheet, width);
}

// The end of the cells from `first` on that are beside each other.
static size_t row_end(const struct svg_sheet *sheet, size_t first)
{
    return first + sheet->across < sheet->count ? first + sheet->across : sheet->count;
}

// Titles may wrap: the drawings below start at one height nevertheless.
static int64_t draw_titles(struct svg_sheet *sheet, size_t first, int64_t top)
{
    int64_t height = 0;
    for (size_t i = first; i < row_end(sheet, first); i++) {
        struct sheet_cell *cell = &sheet->cells[i];
        int64_t y = 0;
        cell->canvas.top = top;
        for (size_t j = 0; j < cell->title.count; j++, y += TITLE_HEIGHT) {
            canvas_text(&cell->canvas, 0, y + TITLE_SIZE, false, "h1", cell->title.items[j]);
        }
        for (size_t j = 0; j < cell->subtitle.count; j++, y += LINE_HEIGHT) {
            canvas_text(&cell->canvas, 0, y + FONT_SIZE, false, "d", cell->subtitle.items[j]);
        }
        height = y > height ? y : height;
    }
    return height;
}

// The chip's own flash needs none: it is what the title is about.
static bool needs_heading(const struct svg_sheet *sheet, size_t first, size_t flash)
{
    for (size_t i = first; i < row_end(sheet, first); i++) {
        const struct plot *plot = get_plot(&sheet->cells[i], flash);
        if (plot && plot->rows->flash->name) {
            return true;
        }
    }
    return false;
}

static void draw_heading(struct sheet_cell *cell, const struct plot *plot)
{
    struct arena *arena = cell->canvas.out->arena;
    const char *title = flash_title(arena, plot->rows->flash);
    canvas_text(&cell->canvas, 0, FONT_SIZE, false, "n",
                cells_clip(arena, title, pixels_cells(cell->canvas.width), "…"));
}

// Draws a flash in cells that are beside each other. Returns the height.
static int64_t draw_flash(struct svg_sheet *sheet, size_t first, size_t flash, int64_t top)
{
    int64_t height = 0;
    int64_t heading = needs_heading(sheet, first, flash) ? HEADING_HEIGHT : 0;
    for (size_t i = first; i < row_end(sheet, first); i++) {
        struct sheet_cell *cell = &sheet->cells[i];
        const struct plot *plot = get_plot(cell, flash);
        cell->canvas.top = top;
        if (plot && heading) {
            draw_heading(cell, plot);
        }
        cell->canvas.top = top + heading;
        height = plot && plot->height > height ? plot->height : height;
    }
    if (sheet->has_bands && get_plot(&sheet->cells[0], flash) &&
        get_plot(&sheet->cells[1], flash)) {
        cells_connect(&sheet->cells[0], get_plot(&sheet->cells[0], flash), &sheet->cells[1],
                      get_plot(&sheet->cells[1], flash));
    }
    for (size_t i = first; i < row_end(sheet, first); i++) {
        struct sheet_cell *cell = &sheet->cells[i];
        const struct plot *plot = get_plot(cell, flash);
        if (plot) {
            cell_draw(cell, plot, cell->first);
            cell->first += plot->parts.count;
        }
    }
    return heading + height;
}

// Draws what the colors mean, of those that occur. Returns the height.
static int64_t draw_legend(struct svg_sheet *sheet, int64_t top)
{
    enum { SWATCH = 12, GAP = 18, HEIGHT = 20 };
    const char *const unscaled = "dotted edge: not to scale";
    struct canvas canvas = sheet->cells[0].canvas;
    canvas.left = MARGIN;
    canvas.top = top;
    canvas.is_flipped = false;
    int64_t x = 0;
    int64_t y = 0;
    for (size_t i = 0; i <= ROW_COUNT; i++) {
        bool is_last = i == ROW_COUNT;
        if (is_last ? !sheet->has_unscaled : !sheet->is_used[i]) {
            continue;
        }
        const char *text = is_last ? unscaled : row_kind_name((enum row_kind)i);
        int64_t width = SWATCH + 6 + cells_pixels(cells_count(text));
        if (x && x + width > sheet->width - (int64_t)2 * MARGIN) {
            x = 0;
            y += HEIGHT;
        }
        if (is_last) {
            canvas_line(&canvas, x + SWATCH / 2, y + 1, x + SWATCH / 2, y + SWATCH + 1, "u");
        } else {
            canvas_block(&canvas, x, y + 1, SWATCH, SWATCH, (enum row_kind)i);
        }
        canvas_text(&canvas, x + SWATCH + 6, y + SWATCH - 1, false, "d", text);
        x += width + GAP;
    }
    return y + HEIGHT;
}

// Draws everything, and so finds its height.
static void draw(struct svg_sheet *sheet)
{
    int64_t top = MARGIN;
    size_t flashes = flash_count(sheet);
    for (size_t first = 0; first < sheet->count; first = row_end(sheet, first)) {
        top += sheet->has_titles ? draw_titles(sheet, first, top) : 0;
        for (size_t flash = 0; flash < flashes; flash++) {
            top += flash || sheet->has_titles ? FLASH_GAP : FONT_SIZE / 2;
            top += draw_flash(sheet, first, flash, top);
        }
        top += FLASH_GAP;
    }
    top += draw_legend(sheet, top);
    sheet->height = top + MARGIN / 2;
}

// What a screen reader says of the picture.
static void append_title(struct buffer *out, const struct picture_side *sides, size_t count)
{
    buffer_text(out, "<title>");
    for (size_t i = 0; i < count; i++) {
        canvas_escape(out, i ? "; " : "");
        canvas_escape(out, side_title(&sides[i]));
    }
    buffer_text(out, "</title>\n");
}

void sheet_draw(const struct picture_side *sides, size_t count, const struct sheet_form *form,
                struct buffer *out)
{
    struct arena *arena = arena_child(out->arena); // of all but the picture itself
    struct buffer body;
    buffer_init(&body, arena);
    struct svg_sheet sheet = {
        .arena = arena,
        .out = &body,
        .width = (int64_t)form->width,
        .cells = arena_array(arena, count, sizeof *sheet.cells),
        .count = count,
        .has_titles = form->has_titles,
    };
    if (sheet.width < CELL_LEAST + 2 * MARGIN) {
        sheet.width = CELL_LEAST + 2 * MARGIN;
    }
    divide(&sheet, sides, form->prefix);
    canvas_patterns(&sheet.cells[0].canvas);
    draw(&sheet);
    buffer_format(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %" PRId64 " %" PRId64
                  "\" width=\"%" PRId64 "\" height=\"%" PRId64 "\" role=\"img\"%s>\n",
                  sheet.width, sheet.height, sheet.width, sheet.height,
                  form->is_alone ? " style=\"max-width:100%;height:auto\"" : "");
    append_title(out, sides, count);
    if (form->is_alone) {
        buffer_text(out, "<style>\n");
        canvas_rules(out);
        buffer_text(out, "</style>\n");
    }
    canvas_box(&(struct canvas){.out = out}, 0, 0, sheet.width, sheet.height, "bg");
    buffer_bytes(out, body.bytes, body.length);
    buffer_text(out, "</svg>\n");
    arena_release(arena);
}

// With an XML declaration and its own style, since it is a file of its own.
void picture_svg(const struct picture_side *sides, size_t count, size_t width, struct buffer *out)
{
    enum { WIDTH_OF_ONE = 960, WIDTH_OF_MORE = 1120 };
    size_t usual = count == 1 ? WIDTH_OF_ONE : WIDTH_OF_MORE;
    const struct sheet_form form = {
        .width = width ? width : usual,
        .prefix = "p",
        .is_alone = true,
        .has_titles = true,
    };
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    sheet_draw(sides, count, &form, out);
}
