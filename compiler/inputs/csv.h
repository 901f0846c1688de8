// Rows of comma-separated cells (RFC 4180), with the place of each.
#ifndef INPUTS_CSV_H
#define INPUTS_CSV_H

#include "diagnostic.h"
#include "list.h"

struct csv_cell {
    const char *text; // a NUL comes after it, and none is in it
    size_t length;
    struct span span;
};

struct csv_row {
    const struct csv_cell *cells;
    size_t count; // at least 1
    struct span span;
};

struct csv_row_list LIST(const struct csv_row);

enum csv_dialect {
    CSV_QUOTED, // a cell may be in double quotes, and then have commas and line ends
    CSV_PLAIN,  // every comma and every line end counts
};

/// Appends the rows of a file. Blank lines and those that begin with `#`
/// are none. False, and reported, if it can't be read as rows.
bool csv_read(struct arena *arena, struct diagnostics *diagnostics, const struct source *source,
              enum csv_dialect dialect, struct csv_row_list *rows);

/// Warns of the cells of a row that are not UTF-8. No message shows what is in them.
void csv_check_row(struct diagnostics *diagnostics, const struct csv_row *row);

/// The same for all rows of a list.
void csv_check_rows(struct diagnostics *diagnostics, const struct csv_row_list *rows);

/// Whether all cells of a row are empty, or have only spaces.
bool csv_is_empty_row(const struct csv_row *row);

#endif
