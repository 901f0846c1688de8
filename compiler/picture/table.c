// The layout as a plain table, as `compile` and `show` print it: stable, for people and for diff,
// with no scale, no color and no comments.
#include "rows.h"

#include "cells.h"
#include "text.h"

enum { COLUMNS = 6 };

struct table_line {
    const char *cells[COLUMNS]; // name, type, offset, end, size, note
};

struct table_lines {
    struct arena *arena;
    struct LIST(const struct table_line) all;
};

static void add(struct table_lines *lines, const char *indent, const struct picture_row *row,
                const char *note)
{
    struct arena *arena = lines->arena;
    struct table_line *line = arena_new(arena, sizeof *line);
    *line = (struct table_line){{
        arena_format(arena, "%s%s", indent, row->name),
        row->type,
        text_offset(arena, row->offset),
        text_offset(arena, row->offset + row->size),
        text_size(arena, row->size),
        note,
    }};
    list_append(arena, &lines->all, line);
}

// Flags, and the generator alone.
static const char *note_text(struct arena *arena, const struct picture_row *row)
{
    const struct content *content = row->partition ? row->partition->content : NULL;
    return content ? arena_format(arena, "%s%sfrom %s", row->flags, *row->flags ? ", " : "",
                                  content->generator)
                   : row->flags;
}

// What is in no table is left out: the table lists tables.
static void add_rows(struct table_lines *lines, const struct picture_row_list *rows,
                     const char *indent)
{
    for_each (row, rows) {
        if (row->is_outside) {
            continue;
        }
        add(lines, indent, row, note_text(lines->arena, row));
        add_rows(lines, &row->inner, arena_format(lines->arena, "%s  ", indent));
    }
}

// Numbers are aligned right; the last text of a line has no spaces after it.
static void append_lines(const struct table_lines *lines, struct buffer *out)
{
    static const bool is_right[COLUMNS] = {false, false, true, true, true, false};
    size_t widths[COLUMNS] = {0};
    for_each (line, &lines->all) {
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t width = cells_count(line->cells[j]);
            widths[j] = width > widths[j] ? width : widths[j];
        }
    }
    for_each (line, &lines->all) {
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t padding = widths[j] - cells_count(line->cells[j]);
            bool is_last = j + 1 == COLUMNS || (j + 2 == COLUMNS && !*line->cells[j + 1]);
            buffer_fill(out, ' ', is_right[j] ? padding : 0);
            buffer_text(out, line->cells[j]);
            if (is_last) {
                break;
            }
            buffer_fill(out, ' ', (is_right[j] ? 0 : padding) + 2);
        }
        buffer_byte(out, '\n');
    }
}

void picture_table(const struct layout *layout, struct buffer *out)
{
    struct arena *arena = arena_child(out->arena); // of the lines
    struct table_lines lines = {.arena = arena};
    struct table_line *head = arena_new(arena, sizeof *head);
    *head = (struct table_line){{"partition", "type", "offset", "end", "size", ""}};
    list_append(arena, &lines.all, head);
    const struct picture_side side = {.layout = layout};
    struct picture_rows_list flashes = rows_of_side(&side, arena);
    for_each (rows, &flashes) {
        const char *name = rows->flash->name;
        if (name) {
            const struct picture_row heading = {
                .name = arena_format(arena, "(flash %s)", name),
                .type = "",
                .size = rows->flash->size,
            };
            add(&lines, "", &heading, "");
        }
        add_rows(&lines, &rows->all, name ? "  " : "");
    }
    append_lines(&lines, out);
    arena_release(arena);
}
