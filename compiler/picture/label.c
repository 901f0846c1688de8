// The labels of an SVG: the name of a partition, and what is known of it.
//
// In columns, all labels of a side share their edges, so that a reader can run down the sizes. If
// that would need more than the width, or leave less than NOTES_ROOM cells for the remarks, a label
// has one line for each fact instead. Texts wrap rather than shrink; only names, types and comments
// are clipped.
#include "plot.h"

#include "cells.h"
#include "text.h"

#include <string.h>

enum {
    NAME_LIMIT = 28, // cells of a name or type; what is longer is clipped
    COLUMN_GAP = 14,
    BASELINE = 12,    // pixels below the top of a line
    NOTES_ROOM = 20,  // cells: fewer for the remarks make no useful column
    EDGE_LIMIT = 320, // pixels: beyond, a size at the far edge is too far from its name
};

// The classes of drawing.css that color a change.
static const char *const marks[] = {
    [TONE_PLAIN] = "d",
    [TONE_GOOD] = "m1",
    [TONE_NOTABLE] = "m2",
    [TONE_BAD] = "m3",
};

// The end is the first byte after it, so that it equals the start of what follows.
static const char *range_text(struct arena *arena, const struct picture_row *row)
{
    return arena_format(arena, "%s – %s", text_offset(arena, row->offset),
                        text_offset(arena, row->offset + row->size));
}

static void join(struct buffer *text, const char *word)
{
    if (word && *word) {
        buffer_format(text, "%s%s", text->length ? ", " : "", word);
    }
}

// Flags, what fills it, and how much of it is used.
static const char *notes_text(struct arena *arena, const struct picture_row *row, bool has_percent)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    join(&text, row->flags);
    join(&text, row->source);
    const char *used = usage_bytes(arena, row);
    if (*used && has_percent) {
        used = arena_format(arena, "%s (%s)", used, usage_text(arena, row));
    }
    join(&text, used);
    join(&text, row->usage ? row->usage->remark : NULL);
    return text.length ? text.bytes : "";
}

struct widths {
    size_t name, type, range, size, notes;
    bool has_gauge;
};

static void widen(size_t *width, const char *text)
{
    size_t cells = cells_count(text);
    *width = *width < cells ? cells : *width;
}

// Names of partitions in a partition are indented, but no deeper than DEPTH_LIMIT: tables in tables
// would leave no space for their names.
static size_t indent_cells(const struct plot_part *part)
{
    enum { DEPTH_LIMIT = 3, CELLS = 2 };
    return CELLS * (part->depth < DEPTH_LIMIT ? part->depth : DEPTH_LIMIT);
}

static void measure(struct arena *arena, const struct plot *plot, struct widths *widths)
{
    for_each (part, &plot->parts) {
        const struct picture_row *row = part->row;
        widen(&widths->name, arena_format(arena, "%*s%s", (int)indent_cells(part), "", row->name));
        widen(&widths->type, row->type);
        widen(&widths->range, range_text(arena, row));
        widen(&widths->size, text_size(arena, row->size));
        widen(&widths->notes, notes_text(arena, row, false));
        widths->has_gauge |= row->usage && row->usage->is_known;
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// One form for all flashes of a side, from the longest text of each column. Texts are counted in
// cells, since nobody knows the font of the reader.
struct label_form label_form_choose(struct arena *arena, const struct plot_list *plots,
                                    int64_t width)
{
    struct widths widths = {0};
    struct label_form form = {.width = width};
    for_each (plot, plots) {
        measure(arena, plot, &widths);
    }
    form.name_cells = least(widths.name, NAME_LIMIT);
    form.type_cells = least(widths.type, NAME_LIMIT);
    form.type = cells_pixels(form.name_cells) + COLUMN_GAP;
    form.range = form.type + cells_pixels(form.type_cells) + COLUMN_GAP;
    form.size_end = form.range + cells_pixels(widths.range + widths.size) + COLUMN_GAP;
    form.gauge = form.size_end + COLUMN_GAP;
    form.notes = form.gauge;
    if (widths.has_gauge) {
        form.notes += GAUGE_WIDTH + cells_pixels(5) + COLUMN_GAP;
    }
    size_t notes = least(widths.notes, NOTES_ROOM);
    form.has_columns = form.notes + cells_pixels(notes) <= width;
    return form;
}

// At the label's last line, so that whoever wants another line raises `height` first.
static void add_text(struct arena *arena, struct label *label, int64_t x, bool is_end,
                     const char *rule, const char *text)
{
    if (*text) {
        struct span_text *span = arena_new(arena, sizeof *span);
        *span = (struct span_text){x, label->height - LINE_HEIGHT + BASELINE, is_end, rule, text};
        list_append(arena, &label->texts, span);
    }
}

// Adds a text below the last line, wrapped.
static void add_wrapped(struct arena *arena, struct label *label, const struct label_form *form,
                        const char *rule, const char *text)
{
    struct text_list lines = cells_wrap(arena, text, pixels_cells(form->width - label->indent));
    for_each (line, &lines) {
        label->height += LINE_HEIGHT;
        add_text(arena, label, label->indent, false, rule, line);
    }
}

// Adds the documentation below the last line, clipped to one line: the page has all of it.
static void add_documentation(struct arena *arena, struct label *label, int64_t width,
                              const char *documentation)
{
    if (*documentation) {
        label->height += LINE_HEIGHT;
        add_text(arena, label, label->indent, false, "d",
                 cells_clip(arena, documentation, pixels_cells(width - label->indent), "…"));
    }
}

// Adds the column of remarks, beside the other texts, from the first line on. Returns its lines.
static size_t add_column(struct arena *arena, struct label *label, const struct label_form *form,
                         const char *text)
{
    struct text_list lines = cells_wrap(arena, text, pixels_cells(form->width - form->notes));
    int64_t height = label->height;
    for (size_t i = 0; i < lines.count; i++) {
        label->height = LINE_HEIGHT * ((int64_t)i + 1);
        add_text(arena, label, form->notes, false, NULL, lines.items[i]);
    }
    label->height = height;
    return lines.count;
}

// Remarks of several lines keep their column: what is below the name then ends before it.
static void write_columns(struct arena *arena, const struct label_form *form,
                          struct plot_part *part)
{
    const struct picture_row *row = part->row;
    struct label *label = &part->label;
    add_text(arena, label, form->type, false, NULL,
             cells_clip(arena, row->type, form->type_cells, "…"));
    add_text(arena, label, form->range, false, "d", range_text(arena, row));
    add_text(arena, label, form->size_end, true, NULL, text_size(arena, row->size));
    if (row->usage && row->usage->is_known) {
        label->gauge_x = form->gauge;
        bool is_over = row->usage->used > row->size;
        add_text(arena, label, form->gauge + GAUGE_WIDTH + cells_pixels(5), true,
                 is_over ? "m3" : NULL, usage_text(arena, row));
    }
    size_t lines = add_column(arena, label, form, notes_text(arena, row, false));
    int64_t width = lines > 1 ? form->notes - COLUMN_GAP : form->width;
    if (row->mark) {
        add_wrapped(arena, label, &(struct label_form){.width = width}, marks[row->mark->tone],
                    row->mark->text);
    }
    add_documentation(arena, label, width, row->documentation);
    int64_t least = LINE_HEIGHT * (int64_t)lines;
    label->height = label->height < least ? least : label->height;
}

// Whether sizes are at the far edge, which is only useful if that is close.
static bool has_edge(const struct label_form *form)
{
    return form->width < EDGE_LIMIT;
}

// Type and place share a line if they fit.
static void write_lines(struct arena *arena, const struct label_form *form, struct plot_part *part,
                        const char *size)
{
    const struct picture_row *row = part->row;
    const char *range = range_text(arena, row);
    if (has_edge(form)) {
        add_text(arena, &part->label, form->width, true, NULL, size);
    } else {
        range = arena_format(arena, "%s, %s", range, size);
    }
    const char *both = *row->type ? arena_format(arena, "%s, %s", row->type, range) : range;
    if (cells_count(both) <= pixels_cells(form->width - part->label.indent)) {
        range = both;
    } else {
        add_wrapped(arena, &part->label, form, "d", row->type);
    }
    add_wrapped(arena, &part->label, form, "d", range);
    add_wrapped(arena, &part->label, form, NULL, notes_text(arena, row, true));
    if (row->mark) {
        add_wrapped(arena, &part->label, form, marks[row->mark->tone], row->mark->text);
    }
    add_documentation(arena, &part->label, form->width, row->documentation);
}

// In lines, the name leaves space for the size at the far edge.
void label_write(struct arena *arena, const struct label_form *form, struct plot_part *part)
{
    const struct picture_row *row = part->row;
    struct label *label = &part->label;
    const char *size = text_size(arena, row->size);
    label->indent = cells_pixels(indent_cells(part));
    size_t room =
        form->has_columns
            ? form->name_cells - indent_cells(part)
            : pixels_cells(form->width - label->indent - cells_pixels(cells_count(size) + 1));
    label->height = LINE_HEIGHT;
    add_text(arena, label, label->indent, false, row->partition ? "n" : "d",
             cells_clip(arena, row->name, room, "…"));
    if (form->has_columns) {
        write_columns(arena, form, part);
    } else {
        write_lines(arena, form, part, size);
    }
}
