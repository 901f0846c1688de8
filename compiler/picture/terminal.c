// A picture for a terminal: the flashes of each side as columns of lines, sides beside each other
// if each gets SIDE_LEAST cells, below each other otherwise.
//
// A line is the same number of bytes on all sides, a power of two, so that the largest flash has at
// most LINES_OF_FLASH lines; what is smaller than a line still gets one, marked as not to scale.
#include "terminal.h"

#include "cells.h"
#include "text.h"

#include <assert.h>

enum {
    LINES_OF_FLASH = 20, // at most, not counting what is drawn larger than to scale
    WIDTH_LEAST = 32,
    SIDE_LEAST = 46, // below, sides are below each other
    SIDE_GAP = 3,
};

// One side, while it is drawn.
struct strip {
    const struct picture_side *side;
    struct picture_rows_list flashes;
    struct terminal_columns columns;
    struct terminal_line_list lines; // of the current flash
};

struct terminal_sheet {
    struct arena *arena;
    struct picture_style style;
    struct strip *strips;
    size_t count;
    size_t width; // of a strip
};

// The bytes of a line: of the largest flash with this index on all sides, so that they compare.
static uint64_t unit_of(const struct terminal_sheet *sheet, size_t index)
{
    uint64_t size = 0;
    uint64_t unit = 1;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct picture_rows_list *flashes = &sheet->strips[i].flashes;
        if (index < flashes->count) {
            const struct picture_rows *rows = flashes->items[index];
            size = rows->flash->size > size ? rows->flash->size : size;
        }
    }
    while (size / unit > LINES_OF_FLASH) {
        unit *= 2;
    }
    return unit;
}

static void append_line(struct buffer *out, const struct terminal_line *line)
{
    buffer_bytes(out, line->text.bytes, line->text.length);
}

// The lines of all strips, beside each other. Spaces are written only before text, so that no line
// ends with one.
static void append_lines(const struct terminal_sheet *sheet, struct buffer *out)
{
    size_t most = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        size_t count = sheet->strips[i].lines.count;
        most = count > most ? count : most;
    }
    for (size_t i = 0; i < most; i++) {
        size_t owed = 0; // spaces that are due once a text follows
        for (size_t j = 0; j < sheet->count; j++) {
            const struct terminal_line_list *lines = &sheet->strips[j].lines;
            const struct terminal_line *line = i < lines->count ? lines->items[i] : NULL;
            if (line && line->cells) {
                buffer_fill(out, ' ', owed);
                append_line(out, line);
                owed = 0;
            }
            owed += sheet->width + SIDE_GAP - (line ? line->cells : 0);
        }
        buffer_byte(out, '\n');
    }
}

// Wrapped, not clipped: sides often differ in the end of their names.
static void add_titles(struct terminal_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        struct strip *strip = &sheet->strips[i];
        const char *texts[] = {side_title(strip->side), side_subtitle(strip->side)};
        strip->lines = (struct terminal_line_list){0};
        for (size_t j = 0; j < 2; j++) {
            struct text_list parts = cells_wrap(sheet->arena, texts[j], sheet->width);
            for_each (part, &parts) {
                line_add(line_new(sheet->arena, &strip->lines), sheet->style, j ? "2" : "1", part);
            }
        }
    }
}

static void add_flash(struct terminal_sheet *sheet, size_t index, uint64_t unit)
{
    for (size_t i = 0; i < sheet->count; i++) {
        struct strip *strip = &sheet->strips[i];
        strip->lines = (struct terminal_line_list){0};
        if (index >= strip->flashes.count) {
            continue;
        }
        const struct picture_rows *rows = strip->flashes.items[index];
        if (rows->flash->name) {
            const char *title =
                cells_clip(sheet->arena, flash_title(sheet->arena, rows->flash), sheet->width, "~");
            line_add(line_new(sheet->arena, &strip->lines), sheet->style, "1", title);
        }
        terminal_flash(sheet->arena, rows, &strip->columns, sheet->style, unit, &strip->lines);
    }
}

// Titles are lines like all others, so that sides with a different number of them stay aligned.
static void draw_sheet(struct terminal_sheet *sheet, struct buffer *out)
{
    size_t flashes = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        struct strip *strip = &sheet->strips[i];
        strip->flashes = rows_of_side(strip->side, sheet->arena);
        strip->columns = columns_choose(sheet->arena, &strip->flashes, sheet->width);
        flashes = strip->flashes.count > flashes ? strip->flashes.count : flashes;
    }
    add_titles(sheet);
    append_lines(sheet, out);
    for (size_t i = 0; i < flashes; i++) {
        uint64_t unit = unit_of(sheet, i);
        buffer_byte(out, '\n');
        add_flash(sheet, i, unit);
        append_lines(sheet, out);
        struct text_list legend =
            cells_wrap(sheet->arena,
                       arena_format(sheet->arena, "One line is %s; ~ marks what is not to scale.",
                                    text_size(sheet->arena, unit)),
                       sheet->width);
        for_each (line, &legend) {
            buffer_format(out, "%s\n", (const char *)line);
        }
    }
}

// A terminal may be narrower than WIDTH_LEAST: lines then wrap, which is better than no picture.
void picture_text(const struct picture_side *sides, size_t count, struct picture_style style,
                  struct buffer *out)
{
    style.width = style.width < WIDTH_LEAST ? WIDTH_LEAST : style.width;
    size_t fitting = (style.width + SIDE_GAP) / (SIDE_LEAST + SIDE_GAP);
    size_t across = fitting < 1 ? 1 : fitting < count ? fitting : count;
    assert(across > 0);
    struct arena *arena = arena_child(out->arena); // of all but the picture itself
    for (size_t i = 0; i < count; i += across) {
        struct terminal_sheet sheet = {
            .arena = arena,
            .style = style,
            .count = count - i < across ? count - i : across,
            .width = (style.width + SIDE_GAP) / across - SIDE_GAP,
        };
        sheet.strips = arena_array(sheet.arena, sheet.count, sizeof *sheet.strips);
        for (size_t j = 0; j < sheet.count; j++) {
            sheet.strips[j].side = &sides[i + j];
        }
        buffer_text(out, i ? "\n" : "");
        draw_sheet(&sheet, out);
        arena_clear(arena);
    }
    arena_release(arena);
}

void picture_pair(const struct picture_side *before, const struct picture_side *after,
                  struct picture_style style, struct buffer *out)
{
    const struct picture_side sides[] = {*before, *after};
    picture_text(sides, 2, style, out);
}
