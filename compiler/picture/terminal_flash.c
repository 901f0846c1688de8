// The lines of one flash in a terminal. A partition is a box that is open to the right: its offset,
// end and size, a part of the bar with a bracket at its edge, then name, type, usage and remarks.
//
// A box has as many lines as its size says, or as its remarks need; a `~` instead of its upper
// corner says that it is higher than to scale. A partition that contains a table has the boxes of
// the partitions in it between its own first and last line.
#include "cells.h"
#include "terminal.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

// The look of a kind of row. The colors are those of canvas.c, as close as the 256 colors of xterm
// come (SGR 38;5;N). They are for areas only: some are unreadable as text on white.
struct paint {
    const char *color;
    const char *utf8, *ascii; // what fills its part of the bar
};

static const struct paint paints[ROW_COUNT] = {
    [ROW_APP] = {"38;5;32", "█", "#"},      [ROW_OTADATA] = {"38;5;80", "▓", "@"},
    [ROW_NVS] = {"38;5;214", "▒", "*"},     [ROW_FILES] = {"38;5;36", "░", ":"},
    [ROW_DATA] = {"38;5;175", "▚", "%"},    [ROW_HOST] = {"38;5;221", "─", "-"},
    [ROW_SECTION] = {"38;5;245", "═", "="}, [ROW_RESERVED] = {"38;5;245", "╱", "/"},
    [ROW_FREE] = {"2", "·", "."},
};

// Characters for terminals with and without UTF-8: each takes one cell.
struct glyphs {
    const char *top, *middle, *bottom, *single, *unscaled;
    const char *full, *empty, *ellipsis;
};

static const struct glyphs utf8_glyphs = {"┌", "│", "└", "╶", "~", "█", "░", "…"};
static const struct glyphs ascii_glyphs = {"+", "|", "+", "-", "~", "#", ".", "~"};

// The state of drawing one flash.
struct terminal_pen {
    struct arena *arena;
    const struct terminal_columns *columns;
    struct picture_style style;
    const struct glyphs *glyphs;
    uint64_t unit;
    struct terminal_line_list *lines;
    struct picture_row_list hosts; // the rows that contain the current one, the outermost first
};

// The text is never null, as a line without any is printed, too.
struct terminal_line *line_new(struct arena *arena, struct terminal_line_list *lines)
{
    struct terminal_line *line = arena_new(arena, sizeof *line);
    buffer_init(&line->text, arena);
    buffer_text(&line->text, "");
    list_append(arena, lines, line);
    return line;
}

// Escape sequences take no cells, so that they are counted apart from the text.
void line_add(struct terminal_line *line, struct picture_style style, const char *color,
              const char *text)
{
    bool is_colored = style.has_color && color && *text;
    if (is_colored) {
        buffer_format(&line->text, "\033[%sm", color);
    }
    buffer_text(&line->text, text);
    if (is_colored) {
        buffer_text(&line->text, "\033[0m");
    }
    line->cells += cells_count(text);
}

void line_fill(struct terminal_line *line, size_t cells)
{
    if (line->cells < cells) {
        buffer_fill(&line->text, ' ', cells - line->cells);
        line->cells = cells;
    }
}

// A column of width 0 is not there, and has no space after it.
static size_t column_start(const struct terminal_pen *pen, enum terminal_column column)
{
    size_t start = 0;
    for (size_t i = 0; i < (size_t)column; i++) {
        size_t width = pen->columns->widths[i];
        start += width ? width + 1 : 0;
    }
    return start;
}

// Numbers end at the right edge of their column. Offsets are dim: sizes are what people look for.
static void add_right(const struct terminal_pen *pen, struct terminal_line *line,
                      enum terminal_column column, const char *text)
{
    size_t width = pen->columns->widths[column];
    if (width) {
        size_t cells = cells_count(text);
        line_fill(line, column_start(pen, column) + (width > cells ? width - cells : 0));
        line_add(line, pen->style, column == COLUMN_SIZE ? NULL : "2", text);
    }
}

static void add_left(const struct terminal_pen *pen, struct terminal_line *line,
                     enum terminal_column column, const char *color, const char *text)
{
    if (pen->columns->widths[column] && *text) {
        line_fill(line, column_start(pen, column));
        line_add(line, pen->style, color, text);
    }
}

// The bar in a line: the brackets of the partitions around it, its own bracket, and its pattern.
static void add_bar(const struct terminal_pen *pen, struct terminal_line *line,
                    const struct picture_row *row, const char *bracket)
{
    const struct paint *paint = &paints[row->kind];
    size_t end = column_start(pen, COLUMN_BAR) + pen->columns->widths[COLUMN_BAR];
    line_fill(line, column_start(pen, COLUMN_BAR));
    for_each (host, &pen->hosts) {
        line_add(line, pen->style, paints[host->kind].color, pen->glyphs->middle);
        line_fill(line, line->cells + BAR_INDENT - 1);
    }
    struct buffer text;
    buffer_init(&text, pen->arena);
    buffer_text(&text, bracket);
    for (size_t cells = line->cells + 1; cells < end; cells++) {
        buffer_text(&text, pen->style.is_utf8 ? paint->utf8 : paint->ascii);
    }
    line_add(line, pen->style, paint->color, text.bytes);
}

// Each character is a fifth, and full from its middle on.
static void add_gauge(const struct terminal_pen *pen, struct terminal_line *line,
                      const struct picture_row *row)
{
    enum { GAUGE_CELLS = 5 };
    if (!pen->columns->widths[COLUMN_FULL] || !row->usage || !row->usage->is_known) {
        return;
    }
    uint64_t percent = usage_percent(row->usage, row->size);
    struct buffer text;
    buffer_init(&text, pen->arena);
    for (uint64_t i = 0; i < GAUGE_CELLS; i++) {
        bool is_full = percent >= 100 / GAUGE_CELLS * i + 100 / GAUGE_CELLS / 2;
        buffer_text(&text, is_full ? pen->glyphs->full : pen->glyphs->empty);
    }
    buffer_format(&text, " %4s", usage_text(pen->arena, row));
    const char *color = terminal_tone(percent > 100  ? TONE_BAD
                                      : percent > 90 ? TONE_NOTABLE
                                                     : TONE_PLAIN);
    add_left(pen, line, COLUMN_FULL, color, text.bytes);
}

static void add_facts(const struct terminal_pen *pen, struct terminal_line *line,
                      const struct picture_row *row)
{
    size_t indent = NAME_INDENT * pen->hosts.count;
    size_t width = pen->columns->widths[COLUMN_NAME];
    const char *name = cells_clip(pen->arena, row->name, width > indent ? width - indent : 1,
                                  pen->glyphs->ellipsis);
    add_left(pen, line, COLUMN_NAME, row->partition ? "1" : "2",
             arena_format(pen->arena, "%*s%s", (int)indent, "", name));
    add_left(pen, line, COLUMN_TYPE, NULL, row->type);
    add_gauge(pen, line, row);
}

// The lines of a row to scale, rounded.
static uint64_t scaled_lines(const struct terminal_pen *pen, const struct picture_row *row)
{
    uint64_t lines = row->size / pen->unit;
    return lines + (row->size % pen->unit >= pen->unit / 2 + pen->unit % 2);
}

static void draw_rows(struct terminal_pen *pen, const struct picture_row_list *rows);

// The remarks beside or below the facts of a row.
static struct terminal_remark_list notes_of(const struct terminal_pen *pen,
                                            const struct picture_row *row)
{
    const struct terminal_columns *columns = pen->columns;
    size_t left = column_start(pen, COLUMN_NAME) + NAME_INDENT * (pen->hosts.count + 1);
    size_t room = columns->right > left + NAME_INDENT ? columns->right - left : NAME_INDENT;
    return terminal_notes(pen->arena, row, columns, room);
}

static void add_note_line(const struct terminal_pen *pen, struct terminal_line *line,
                          const struct terminal_remark_list *notes, size_t index)
{
    bool has_column = pen->columns->widths[COLUMN_NOTES];
    size_t indent = has_column ? 0 : NAME_INDENT * (pen->hosts.count + 1);
    enum terminal_column column = has_column ? COLUMN_NOTES : COLUMN_NAME;
    if (index < notes->count) {
        const struct terminal_remark *note = notes->items[index];
        line_fill(line, column_start(pen, column) + indent);
        line_add(line, pen->style, note->color, note->text);
    }
}

// The lines of a row, without those of the partitions in it. `is_open`: its last line follows
// later.
static void draw_lines(struct terminal_pen *pen, const struct picture_row *row, size_t count,
                       const char *first, const struct terminal_remark_list *notes, bool is_open)
{
    size_t skipped = pen->columns->widths[COLUMN_NOTES] ? 0 : 1; // the line with the name
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count && !is_open;
        struct terminal_line *line = line_new(pen->arena, pen->lines);
        if (i == 0) {
            add_right(pen, line, COLUMN_OFFSET, text_offset(pen->arena, row->offset));
            add_right(pen, line, COLUMN_END, text_offset(pen->arena, row->offset + row->size));
            add_right(pen, line, COLUMN_SIZE, text_size(pen->arena, row->size));
        }
        add_bar(pen, line, row,
                i == 0    ? first
                : is_last ? pen->glyphs->bottom
                          : pen->glyphs->middle);
        if (i == 0) {
            add_facts(pen, line, row);
        }
        if (i >= skipped) {
            add_note_line(pen, line, notes, i - skipped);
        }
    }
}

// Draws the partitions in a row into a list of their own, since their number decides whether the
// row is to scale, which its first line says.
static struct terminal_line_list draw_inner(struct terminal_pen *pen, const struct picture_row *row)
{
    struct terminal_line_list lines = {0};
    struct terminal_line_list *outer = pen->lines;
    pen->lines = &lines;
    list_append(pen->arena, &pen->hosts, row);
    draw_rows(pen, &row->inner);
    pen->hosts.count--;
    pen->lines = outer;
    return lines;
}

// At least one line closes the box, whatever its size says.
static void draw_host(struct terminal_pen *pen, const struct picture_row *row,
                      const struct terminal_remark_list *notes, size_t said, uint64_t scaled)
{
    struct terminal_line_list inner = draw_inner(pen, row);
    size_t drawn = said + inner.count;
    const char *first = drawn + 1 > scaled ? pen->glyphs->unscaled : pen->glyphs->top;
    draw_lines(pen, row, said, first, notes, true);
    for_each (line, &inner) {
        list_append(pen->arena, pen->lines, line);
    }
    for (bool is_last = false; !is_last; drawn++) {
        is_last = drawn + 1 >= scaled;
        struct terminal_line *line = line_new(pen->arena, pen->lines);
        add_bar(pen, line, row, is_last ? pen->glyphs->bottom : pen->glyphs->middle);
    }
}

// A row that is exactly to scale has a corner, any other a `~`.
static void draw_row(struct terminal_pen *pen, const struct picture_row *row)
{
    struct terminal_remark_list notes = notes_of(pen, row);
    uint64_t scaled = scaled_lines(pen, row);
    size_t said = notes.count + (pen->columns->widths[COLUMN_NOTES] ? 0 : 1);
    said = said ? said : 1;
    if (row->inner.count) {
        draw_host(pen, row, &notes, said, scaled);
        return;
    }
    size_t count = scaled > said ? (size_t)scaled : said;
    const char *first = count != scaled ? pen->glyphs->unscaled
                        : count == 1    ? pen->glyphs->single
                                        : pen->glyphs->top;
    draw_lines(pen, row, count, first, &notes, false);
}

static void draw_rows(struct terminal_pen *pen, const struct picture_row_list *rows)
{
    for_each (row, rows) {
        draw_row(pen, row);
    }
}

static void draw_head(const struct terminal_pen *pen)
{
    struct terminal_line *line = line_new(pen->arena, pen->lines);
    add_right(pen, line, COLUMN_OFFSET, "offset");
    add_right(pen, line, COLUMN_END, "end");
    add_right(pen, line, COLUMN_SIZE, "size");
    add_left(pen, line, COLUMN_NAME, "2", "partition");
    add_left(pen, line, COLUMN_TYPE, "2", "type");
    add_left(pen, line, COLUMN_FULL, "2", "used");
    add_left(pen, line, COLUMN_NOTES, "2", "contents");
}

// The last line has the end of the flash alone, as the lower edge of the picture.
void terminal_flash(struct arena *arena, const struct picture_rows *rows,
                    const struct terminal_columns *columns, struct picture_style style,
                    uint64_t unit, struct terminal_line_list *lines)
{
    struct terminal_pen pen = {
        .arena = arena,
        .columns = columns,
        .style = style,
        .glyphs = style.is_utf8 ? &utf8_glyphs : &ascii_glyphs,
        .unit = unit,
        .lines = lines,
    };
    draw_head(&pen);
    draw_rows(&pen, &rows->all);
    struct terminal_line *line = line_new(arena, lines);
    add_right(&pen, line, COLUMN_OFFSET, text_offset(arena, rows->flash->size));
}
