// What the parts of a picture in a terminal share.
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

/// How the lines of all flashes of a side are divided. What has no column is printed below the
/// name.
struct terminal_columns {
    size_t widths[COLUMN_COUNT]; // in cells, without the space after it; 0: no such column
    size_t right;                // where lines end
};

/// A line, and how many cells it takes.
struct terminal_line {
    struct buffer text;
    size_t cells;
};

struct terminal_line_list LIST(struct terminal_line);

/// A remark on a row, in one color.
struct terminal_remark {
    const char *text;
    const char *color; // null: that of the terminal
};

struct terminal_remark_list LIST(const struct terminal_remark);

/// The remarks on a row, beside its name, type, place and size.
/// `has_percent`: also how much of it is used, which otherwise has a column.
struct terminal_remark_list terminal_remarks(struct arena *arena, const struct picture_row *row,
                                             bool has_percent);

/// Its lines: for the column of remarks, or, where there is none, with
/// all else that has no column, in so many cells below the name.
struct terminal_remark_list terminal_notes(struct arena *arena, const struct picture_row *row,
                                           const struct terminal_columns *columns, size_t room);

/// The color of a tone (null: that of the terminal).
const char *terminal_tone(enum picture_tone tone);

/// Divides lines of a width for the flashes of a side.
struct terminal_columns columns_choose(struct arena *arena, const struct picture_rows_list *flashes,
                                       size_t width);

/// Appends the lines of a flash. A line is `unit` bytes.
void terminal_flash(struct arena *arena, const struct picture_rows *rows,
                    const struct terminal_columns *columns, struct picture_style style,
                    uint64_t unit, struct terminal_line_list *lines);

struct terminal_line *line_new(struct arena *arena, struct terminal_line_list *lines);

/// Appends a text in a color (null: that of the terminal).
void line_add(struct terminal_line *line, struct picture_style style, const char *color,
              const char *text);

/// Appends spaces up to a number of cells.
void line_fill(struct terminal_line *line, size_t cells);

#endif
