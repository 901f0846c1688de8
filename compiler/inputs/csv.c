// Rows and cells of a CSV (RFC 4180), with the place of each in the source.
//
// A line end within quotes is LF, whatever the file has there: the tools whose CSVs these are
// (nvs_partition_gen, mfg_gen, those of ESP-AT) read them as texts, in which CRLF and CR are line
// ends like any other. Every byte is looked at a bounded number of times; what is wrong with a row
// does not end the reading, so that one run reports every mistake. Sources end with NULs that are
// not part of them, which makes looking ahead safe.
#include "csv.h"

#include "text.h"

#include <string.h>

enum { CELL_LIMIT = 16384 }; // of a row, as in spreadsheets

struct csv_reader {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct source *source;
    enum csv_dialect dialect;
    size_t at;              // in the source's bytes
    struct csv_cell *cells; // of the row that is being read; the next one takes their room
    size_t count, capacity;
    bool is_good;
};

// Sources are smaller than 512M together, so that 32 bits are enough for any place.
static struct span span_of(const struct csv_reader *reader, size_t start, size_t end)
{
    uint32_t base = reader->source->start;
    return (struct span){base + (uint32_t)start, base + (uint32_t)end};
}

static bool is_at_end(const struct csv_reader *reader)
{
    return reader->at >= reader->source->length;
}

// The next character; a NUL where there is none.
static char peek(const struct csv_reader *reader)
{
    return is_at_end(reader) ? 0 : reader->source->bytes[reader->at];
}

// A CR alone is not a line end outside of quotes, unless it ends the file.
static bool is_line_end(const struct csv_reader *reader)
{
    const char *bytes = reader->source->bytes + reader->at; // NULs come after the last
    return bytes[0] == '\n' || (bytes[0] == '\r' && (bytes[1] == '\n' || bytes[1] == 0));
}

static void skip_line_end(struct csv_reader *reader)
{
    reader->at += peek(reader) == '\r';
    reader->at += peek(reader) == '\n';
}

// Whether there is nothing but spaces up to the end of the line.
static bool is_blank_line(const struct csv_reader *reader)
{
    const struct source *source = reader->source;
    const char *at = source->bytes + reader->at;
    at += strspn(at, " \t\r");
    return *at == '\n' || at == source->bytes + source->length;
}

static void skip_line(struct csv_reader *reader)
{
    while (!is_at_end(reader) && !is_line_end(reader)) {
        reader->at++;
    }
    skip_line_end(reader);
}

// The file counts as unreadable from then on; rows that were read stay in the list.
static void report_bad(struct csv_reader *reader, size_t start, size_t end, const char *text)
{
    report(reader->diagnostics, CODE_BAD_CSV, span_of(reader, start, end), "%s", text);
    reader->is_good = false;
}

// A NUL would end the text of the cell for all who use it: refused here, once. Only the first
// mistake of this kind is reported, as binary files have thousands.
static void add_cell(struct csv_reader *reader, const char *text, size_t length, size_t start)
{
    if (reader->count == reader->capacity) {
        reader->cells =
            arena_grow(reader->arena, reader->cells, &reader->capacity, sizeof *reader->cells);
    }
    if (memchr(text, 0, length) && reader->is_good) {
        report_bad(reader, start, reader->at, "this cell has a NUL byte");
    }
    reader->cells[reader->count++] =
        (struct csv_cell){text, length, span_of(reader, start, reader->at)};
}

// Up to the next comma or line end; quotes have no meaning.
static void read_plain(struct csv_reader *reader)
{
    size_t start = reader->at;
    while (!is_at_end(reader) && !is_line_end(reader) && peek(reader) != ',') {
        reader->at++;
    }
    size_t length = reader->at - start;
    const char *text = reader->source->bytes + start;
    add_cell(reader, length ? arena_copy(reader->arena, text, length) : "", length, start);
}

// Whatever follows the closing quote and comes before the next comma is a mistake.
static void finish_quoted(struct csv_reader *reader)
{
    size_t start = reader->at;
    while (!is_at_end(reader) && !is_line_end(reader) && peek(reader) != ',') {
        reader->at++;
    }
    if (reader->at > start) {
        report_bad(
            reader, start, reader->at,
            "this follows the closing quote of its cell; a quote inside a cell is written twice");
    }
}

// Two quotes are one. A quote that is never closed takes all the rest of the file: it is reported
// where it opens, which is where it must be mended.
static void read_quoted(struct csv_reader *reader)
{
    struct buffer text;
    size_t start = reader->at++;
    buffer_init(&text, reader->arena);
    for (;;) {
        if (is_at_end(reader)) {
            report_bad(reader, start, start + 1, "this quote is never closed");
            break;
        }
        char next = reader->source->bytes[reader->at++];
        if (next == '"' && peek(reader) != '"') {
            break;
        }
        reader->at += next == '"' || (next == '\r' && peek(reader) == '\n');
        buffer_byte(&text, (uint8_t)(next == '\r' ? '\n' : next));
    }
    add_cell(reader, text.length ? text.bytes : "", text.length, start);
    finish_quoted(reader);
}

// A row ends with a line end or the file. The cells are collected in an array that is used again
// for each row, and copied once their number is known: a file of short rows would else waste most
// of the memory.
static void read_row(struct csv_reader *reader, struct csv_row_list *rows)
{
    size_t start = reader->at;
    bool is_behind_comma = true;
    reader->count = 0;
    while (is_behind_comma) {
        bool is_quoted = reader->dialect == CSV_QUOTED && peek(reader) == '"';
        if (is_quoted) {
            read_quoted(reader);
        } else {
            read_plain(reader);
        }
        is_behind_comma = peek(reader) == ',';
        reader->at += is_behind_comma;
        if (reader->count == CELL_LIMIT && is_behind_comma) {
            report_bad(reader, start, start, "this row has more than 16384 cells");
            skip_line(reader);
            return;
        }
    }
    struct csv_cell *cells = arena_array(reader->arena, reader->count, sizeof *cells);
    memcpy(cells, reader->cells, reader->count * sizeof *cells);
    struct csv_row *row = arena_new(reader->arena, sizeof *row);
    *row = (struct csv_row){cells, reader->count, span_of(reader, start, reader->at)};
    list_append(reader->arena, rows, row);
    skip_line_end(reader);
}

// Spreadsheets save a CSV as UTF-16 if so told; and files are called .csv that are none at all.
// Known by their first bytes, as a reader who sees "NUL byte in cell 1" would not think of that.
static bool is_no_text(struct csv_reader *reader)
{
    static const struct {
        const char *bytes, *problem;
    } others[] = {
        {"\xff\xfe", "this file is UTF-16; save it as a CSV in UTF-8"},
        {"\xfe\xff", "this file is UTF-16; save it as a CSV in UTF-8"},
        {"PK\x03\x04", "this file is a zip archive or spreadsheet, not a CSV; save it as a CSV"},
        {"\xd0\xcf\x11\xe0", "this file is an old spreadsheet, not a CSV; save it as a CSV"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t length = strlen(others[i].bytes);
        if (strncmp(reader->source->bytes, others[i].bytes, length) == 0) {
            report_bad(reader, 0, length, others[i].problem);
        }
    }
    return !reader->is_good;
}

// Whether something else than a comma separates the names of the columns: spreadsheets of many
// countries save with semicolons. Asked of the first row only, and not where it is in quotes.
static bool has_other_separators(struct csv_reader *reader, const struct csv_row *names)
{
    size_t start = names->span.start - reader->source->start;
    const char *separator = strpbrk(names->cells[0].text, ";\t");
    if (names->count > 1 || !separator || reader->source->bytes[start] == '"') {
        return false;
    }
    report_bad(reader, start, names->span.end - reader->source->start,
               *separator == ';' ? "these columns are separated by `;`; a CSV needs commas"
                                 : "these columns are separated by tabs; a CSV needs commas");
    return true;
}

// A byte order mark is passed over. `rows` may have rows of other files already.
bool csv_read(struct arena *arena, struct diagnostics *diagnostics, const struct source *source,
              enum csv_dialect dialect, struct csv_row_list *rows)
{
    struct csv_reader reader = {.arena = arena,
                                .diagnostics = diagnostics,
                                .source = source,
                                .dialect = dialect,
                                .is_good = true};
    if (source->length >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0) {
        reader.at = 3;
    }
    if (is_no_text(&reader)) {
        return false;
    }
    size_t before = rows->count;
    while (!is_at_end(&reader)) {
        if (peek(&reader) == '#' || is_blank_line(&reader)) {
            skip_line(&reader);
        } else {
            read_row(&reader, rows);
            bool is_first = rows->count == before + 1;
            if (is_first && has_other_separators(&reader, rows->items[before])) {
                break;
            }
        }
    }
    return reader.is_good;
}

// A warning: firmware does not care, and Latin-1 may be meant.
void csv_check_row(struct diagnostics *diagnostics, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (!text_is_utf8(row->cells[i].text, row->cells[i].length)) {
            report(diagnostics, CODE_CSV_ENCODING, row->cells[i].span,
                   "cell %zu of this row is not UTF-8; save the CSV as UTF-8, or its bytes are "
                   "used as they are",
                   i + 1);
        }
    }
}

void csv_check_rows(struct diagnostics *diagnostics, const struct csv_row_list *rows)
{
    for_each (row, rows) {
        csv_check_row(diagnostics, row);
    }
}

bool csv_is_empty_row(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const char *text = row->cells[i].text;
        if (text[strspn(text, " \t\r\n")]) {
            return false;
        }
    }
    return true;
}
