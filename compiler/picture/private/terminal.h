// A picture of lines: what its parts share.
#ifndef PICTURE_TERMINAL_H
#define PICTURE_TERMINAL_H

#include "rows.h"

enum terminal_column {
    COLUMN_OFFSET,
    COLUMN_END,
    COLUMN_SIZE,
    COLUMN_BAR,
    COLUMN_NAME,
    COLUMN_TYPE,
    COLUMN_FULL,
    COLUMN_NOTES,
    COLUMN_COUNT,
};

enum { NAME_INDENT = 2, BAR_INDENT = 2 }; // of a second-level table

/// How the lines of all flashes of a side are divided. What has no column of its own is told below
/// a partition's name.
struct columns {
    size_t widths[COLUMN_COUNT]; // in cells, without the blank behind; 0: no such column
    size_t right;                // where lines end
};

/// A line, and how many cells it takes.
struct line {
    struct buffer text;
    size_t cells;
};

/// A part of what is said of a row, in one color.
struct remark {
    const char *text;
    const char *color; // null: that of the terminal
};

/// What is said of a row beside its name, type, place and size: a list of struct remark.
/// `has_percent`: also how much of it is full, which else has a column.
struct list terminal_remarks(struct arena *arena, const struct row *row, bool has_percent);

/// Its lines (a list of struct remark): for the column of remarks, or, where there is none, with
/// all else that has no column, in so many cells below the name.
struct list terminal_notes(struct arena *arena, const struct row *row,
                           const struct columns *columns, size_t room);

/// The color of a tone (null: that of the terminal).
const char *terminal_tone(enum picture_tone tone);

/// Divides lines of a width for the flashes of a side (a list of struct rows).
struct columns columns_choose(struct arena *arena, const struct list *flashes, size_t width);

/// Appends the lines of a flash (a list of struct line). A line stands for `unit` bytes.
void terminal_flash(struct arena *arena, const struct rows *rows, const struct columns *columns,
                    struct picture_style style, uint64_t unit, struct list *lines);

struct line *line_new(struct arena *arena, struct list *lines);

/// Appends a text in a color (null: that of the terminal).
void line_add(struct line *line, struct picture_style style, const char *color, const char *text);

/// Appends blanks up to so many cells.
void line_fill(struct line *line, size_t cells);

#endif
