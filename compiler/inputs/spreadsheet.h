// Spreadsheets: the first sheet of a file, as CSV text.
#ifndef INPUTS_SPREADSHEET_H
#define INPUTS_SPREADSHEET_H

#include "input.h"

enum {
    SHEET_ROWS = 1048576, // Excel's own limits
    SHEET_COLUMNS = 16384,
    SHEET_SIZE_LIMIT = SOURCE_SIZE_LIMIT,     // of the file, and of each file in it
    SHEET_TEXT_LIMIT = SOURCE_SIZE_LIMIT / 8, // of the CSV text
};

/// A sheet that is being read. What goes wrong first is kept; then cells are no longer taken.
struct spreadsheet {
    struct arena *arena;
    const struct host *host;
    struct buffer csv;
    size_t row;          // the line that is being written, from 1
    size_t column;       // of the last cell in it, from 1; 0: none yet
    const char *library; // one that is needed and missing; then `error` may say why. Null: none
    const char *error;   // null: none
};

void sheet_init(struct spreadsheet *sheet, struct arena *arena, const struct host *host);

/// Writes a text into a cell. Row and column count from 1, and cells must come by row, then by
/// column. Row n becomes line n; line ends and other control characters become spaces.
void sheet_text(struct spreadsheet *sheet, size_t row, size_t column, const char *text,
                size_t length);

/// The same with a number, as spreadsheets show it where a cell has no format.
void sheet_number(struct spreadsheet *sheet, size_t row, size_t column, double number);

/// Keeps what went wrong, if it is the first.
void sheet_fail(struct spreadsheet *sheet, const char *error);

/// Loads a library; false, and kept in the sheet, where that fails. As host_load().
bool sheet_load(struct spreadsheet *sheet, const char *library, const char *file,
                const char *const *names, size_t count, void *functions);

/// Reads an Office Open XML workbook (ECMA-376 part 1, section 18) in memory.
void sheet_read_xlsx(struct spreadsheet *sheet, const void *bytes, size_t length);

/// Reads an Excel 97 workbook.
void sheet_read_xls(struct spreadsheet *sheet, const char *path);

/// Whether a path names a spreadsheet, as its ending says.
bool sheet_is(const char *path);

/// A table (a path that input_find() gave) as a source of CSV text: a .csv as it is, of an .xlsx or
/// .xls the first sheet. Null, and reported at `span`, if it can't be read.
const struct source *sheet_source(const struct image_request *request, const char *path,
                                  struct span span);

#endif
