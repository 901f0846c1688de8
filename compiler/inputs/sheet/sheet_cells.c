// The cells of a sheet, as they come, as CSV text. What goes wrong first is kept in the sheet, so
// that readers need not ask after each cell.
#include "spreadsheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The first row is 1, and no cell of it is there yet.
void sheet_init(struct spreadsheet *sheet, struct arena *arena, const struct host *host)
{
    *sheet = (struct spreadsheet){.arena = arena, .host = host, .row = 1};
    buffer_init(&sheet->csv, arena);
}

// Keeps the first error: those after it are consequences.
void sheet_fail(struct spreadsheet *sheet, const char *error)
{
    if (!sheet->error) {
        sheet->error = error;
    }
}

// The library is named even where its error is known: the message says what is needed.
bool sheet_load(struct spreadsheet *sheet, const char *library, const char *file,
                const char *const *names, size_t count, void *functions)
{
    const char *error = host_load(sheet->host, sheet->arena, file, names, count, functions);
    if (error) {
        sheet->library = library;
        sheet->error = error;
    }
    return !error;
}

// As RFC 4180 has it. Line ends within a cell become spaces, so that rows of the sheet stay lines
// of the text.
static void append_cell(struct buffer *csv, const char *text, size_t length)
{
    bool is_quoted = memchr(text, ',', length) || memchr(text, '"', length);
    if (is_quoted) {
        buffer_byte(csv, '"');
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"') {
            buffer_byte(csv, byte);
        }
        buffer_byte(csv, byte < ' ' ? ' ' : byte);
    }
    if (is_quoted) {
        buffer_byte(csv, '"');
    }
}

// A sheet can have one cell in row 1048576: the line ends before it count against the limit of the
// text before they are written, and so does twice the length of the cell, which may be all quotes.
// Cells out of order are refused, since the text can only grow at its end.
void sheet_text(struct spreadsheet *sheet, size_t row, size_t column, const char *text,
                size_t length)
{
    if (sheet->error || length == 0) {
        return;
    }
    if (row > SHEET_ROWS || column > SHEET_COLUMNS) {
        sheet_fail(sheet, "it has a cell beyond row 1048576 or column 16384");
        return;
    }
    if (row < sheet->row || (row == sheet->row && column <= sheet->column)) {
        sheet_fail(sheet, "its cells are not in order");
        return;
    }
    size_t lines = row - sheet->row;
    size_t previous = lines || !sheet->column ? 1 : sheet->column;
    if (length > SHEET_TEXT_LIMIT / 2 ||
        sheet->csv.length + lines + column + 2 * length + 3 > SHEET_TEXT_LIMIT) {
        sheet_fail(sheet, "its first sheet has more than 8M as text");
        return;
    }
    buffer_fill(&sheet->csv, '\n', lines);
    buffer_fill(&sheet->csv, ',', column - previous);
    append_cell(&sheet->csv, text, length);
    sheet->row = row;
    sheet->column = column;
}

// As many digits as are needed to read the same number again, at least 15, without trailing zeros.
void sheet_number(struct spreadsheet *sheet, size_t row, size_t column, double number)
{
    char text[32];
    int precision = 15; // spreadsheets show no more; the other two are for what they can't show
    do {
        snprintf(text, sizeof text, "%.*G", precision, number);
    } while (++precision <= 17 && strtod(text, NULL) != number);
    sheet_text(sheet, row, column, text, strlen(text));
}
