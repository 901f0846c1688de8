// Which column of a table of BLE services is which, by the names in its first row. Columns may be
// in any order; unknown ones are reported unless they are empty.
//
// Tables of newer versions of ESP-AT have the names in a comment, which is not a row: their first
// row is data, and columns are in the usual order. So the first row is a header if any of its cells
// is a name of a column, and data if it does not begin with a letter.
#include "gatts_columns.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define ALL_COLUMNS "index, uuid_len, uuid, perm, val_max_len, val_cur_len, value"

static const char *const column_names[GATTS_COLUMN_COUNT] = {
    "index", "uuid_len", "uuid", "perm", "val_max_len", "val_cur_len", "value",
};

const char *gatts_column_name(enum gatts_column column)
{
    return column_names[column];
}

// GATTS_COLUMN_COUNT if there is none. In newer versions of ESP-AT the names are shorter. Case
// does not matter, since people type them.
static enum gatts_column find_column(const char *name)
{
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        const char *known = column_names[i];
        bool is_short = strncmp(known, "val_", 4) == 0 && strcasecmp(known + 4, name) == 0;
        if (is_short || strcasecmp(known, name) == 0) {
            return (enum gatts_column)i;
        }
    }
    return GATTS_COLUMN_COUNT;
}

// Without the spaces around it. The span shrinks with the text only where both have the same
// length: in quotes they differ, and then the whole cell is shown.
static struct csv_cell trim(struct arena *arena, struct csv_cell cell)
{
    size_t start = 0;
    size_t end = cell.length;
    while (end > 0 && isspace((unsigned char)cell.text[end - 1])) {
        end--;
    }
    while (start < end && isspace((unsigned char)cell.text[start])) {
        start++;
    }
    if (start == 0 && end == cell.length) {
        return cell;
    }
    if (cell.span.end - cell.span.start == cell.length && start < end) { // else it is quoted
        cell.span =
            (struct span){cell.span.start + (uint32_t)start, cell.span.start + (uint32_t)end};
    }
    return (struct csv_cell){arena_copy(arena, cell.text + start, end - start), end - start,
                             cell.span};
}

// Always with the list of all columns, whatever is wrong with them.
static bool report_columns(const struct gatts_columns *columns, struct span span,
                           const char *message)
{
    struct diagnostic *diagnostic =
        report(columns->request->diagnostics, CODE_GATTS_COLUMNS, span, "%s", message);
    add_note(diagnostic, (struct span){0}, "the columns are " ALL_COLUMNS);
    return false;
}

static bool report_unknown(const struct gatts_columns *columns, struct csv_cell cell)
{
    struct arena *arena = columns->request->arena;
    struct nearest nearest = nearest_to(cell.text);
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        nearest_offer(&nearest, column_names[i]);
    }
    return report_columns(
        columns, cell.span,
        arena_format(arena, "there is no column `%s`%s", cell.text, nearest_hint(arena, &nearest)));
}

// All of them in one message. Only called with a header, whose place it needs.
static bool report_missing(const struct gatts_columns *columns, size_t count)
{
    struct buffer names;
    buffer_init(&names, columns->request->arena);
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (columns->places[i] == SIZE_MAX) {
            buffer_format(&names, "%s `%s`", names.length ? "," : "", column_names[i]);
        }
    }
    return report_columns(columns, columns->header->span,
                          arena_format(columns->request->arena, "missing column%s%s",
                                       count == 1 ? "" : "s", names.bytes));
}

// A column twice would make one of the two count silently.
static bool read_name(struct gatts_columns *columns, size_t place, size_t *count)
{
    struct arena *arena = columns->request->arena;
    struct csv_cell cell = trim(arena, columns->header->cells[place]);
    enum gatts_column column = find_column(cell.text);
    if (cell.length == 0) {
        return true;
    }
    if (column == GATTS_COLUMN_COUNT) {
        return report_unknown(columns, cell);
    }
    if (columns->places[column] != SIZE_MAX) {
        return report_columns(columns, cell.span,
                              arena_format(arena, "a second column `%s`", column_names[column]));
    }
    columns->places[column] = place;
    columns->order[(*count)++] = column;
    return true;
}

// SIZE_MAX, that is bytes 0xff, is the place of a column that is not there.
static bool read_header(struct gatts_columns *columns)
{
    bool is_good = true;
    size_t count = 0;
    memset(columns->places, 0xff, sizeof columns->places);
    for (size_t i = 0; i < columns->header->count; i++) {
        is_good &= read_name(columns, i, &count);
    }
    size_t missing = GATTS_COLUMN_COUNT - count;
    return is_good && (missing == 0 || report_missing(columns, missing));
}

// One known name is enough: a header with misspelt names is reported as such, not as data.
static bool names_columns(struct arena *arena, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (find_column(trim(arena, row->cells[i]).text) != GATTS_COLUMN_COUNT) {
            return true;
        }
    }
    return false;
}

// `order` is an array of its own for each table, since attributes of it point to it.
bool gatts_find_columns(struct gatts_columns *columns, const struct csv_row *first)
{
    struct arena *arena = columns->request->arena;
    columns->order = arena_array(arena, GATTS_COLUMN_COUNT, sizeof *columns->order);
    if (names_columns(arena, first)) {
        columns->header = first;
        return read_header(columns);
    }
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        columns->order[i] = (enum gatts_column)i;
        columns->places[i] = i;
    }
    bool is_data = !isalpha((unsigned char)trim(arena, first->cells[0]).text[0]);
    return is_data ||
           report_columns(columns, first->span, "the first row does not name the columns");
}

static bool is_column(const struct gatts_columns *columns, size_t place)
{
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (columns->places[i] == place) {
            return true;
        }
    }
    return false;
}

// Empty cells beyond the columns are left over from spreadsheets, and harmless.
bool gatts_check_width(const struct gatts_columns *columns, const struct csv_row *row)
{
    struct arena *arena = columns->request->arena;
    for (size_t i = 0; i < row->count; i++) {
        struct csv_cell cell =
            is_column(columns, i) ? (struct csv_cell){0} : trim(arena, row->cells[i]);
        if (cell.length) {
            return report_columns(
                columns, cell.span,
                arena_format(arena, "`%s` is in a column without a name", cell.text));
        }
    }
    return true;
}

// A missing cell is empty, and its place is the end of the row, where it would be.
struct csv_cell gatts_get_cell(const struct gatts_columns *columns, const struct csv_row *row,
                               enum gatts_column column)
{
    size_t place = columns->places[column];
    struct csv_cell missing = {"", 0, span_behind(row->span)};
    return place < row->count ? trim(columns->request->arena, row->cells[place]) : missing;
}
