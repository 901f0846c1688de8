// The rows of tables of BLE services.
//
// All tables of a partition make one list of attributes, whose indices ascend over all of them, in
// the order of paths. A row with a mistake is left out, and from then on gaps are not reported any
// more: they follow from that.
#include "gatts_cells.h"
#include "gatts_columns.h"
#include "spreadsheet.h"

#include <string.h>

struct gatts_reader {
    const struct image_request *request;
    struct gatts_attribute_list attributes; // of all tables so far
    bool is_good;
};

// For NVS, where an attribute is one string of its cells. Neither digits nor numbers have commas.
static const char *join_cells(struct arena *arena, const struct csv_cell *cells)
{
    struct buffer joined;
    buffer_init(&joined, arena);
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        buffer_format(&joined, "%s%s", i ? "," : "", cells[i].text);
    }
    return joined.bytes;
}

// Which attribute had the index before is looked for only if the message is shown: a table of the
// same index in every row would otherwise take quadratic time.
static void report_index(const struct gatts_reader *reader, struct span span,
                         const struct gatts_attribute *attribute)
{
    const struct image_request *request = reader->request;
    const struct gatts_attribute_list *attributes = &reader->attributes;
    const struct gatts_attribute *other = attributes->items[attributes->count - 1];
    for (size_t i = 0; i < attributes->count && wants_hints(request->diagnostics); i++) {
        const struct gatts_attribute *earlier = attributes->items[i];
        if (earlier->index == attribute->index) {
            other = earlier;
            break;
        }
    }
    bool is_same = other->index == attribute->index;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_GATTS_INDEX, span,
               is_same ? "the index %u comes twice" : "the index %u comes after a higher one",
               (unsigned)attribute->index);
    add_note(diagnostic, other->span, is_same ? "the first is here" : "the index %u is here",
             (unsigned)other->index);
}

// A warning. `expected` is 0 only before the first attribute.
static void report_gap(const struct gatts_reader *reader, struct span span, unsigned index,
                       unsigned expected)
{
    struct diagnostics *diagnostics = reader->request->diagnostics;
    if (reader->attributes.count) {
        report(diagnostics, CODE_GATTS_GAP, span, "the index %u follows %u; the next one is %u",
               index, expected - 1, expected);
    } else {
        report(diagnostics, CODE_GATTS_GAP, span,
               "the first index is %u; attributes are counted from 0", index);
    }
}

// Firmware counts attributes: their indices ascend. Where a row is wrong, there are gaps.
static bool check_index(const struct gatts_reader *reader, struct span span,
                        const struct gatts_attribute *attribute)
{
    const struct gatts_attribute_list *attributes = &reader->attributes;
    const struct gatts_attribute *last =
        attributes->count ? attributes->items[attributes->count - 1] : NULL;
    uint64_t expected = last ? last->index + 1 : 0;
    if (attribute->index < expected) {
        report_index(reader, span, attribute);
        return false;
    }
    if (attribute->index > expected && reader->is_good) {
        report_gap(reader, span, (unsigned)attribute->index, (unsigned)expected);
    }
    return true;
}

static bool read_row(struct gatts_reader *reader, const struct gatts_columns *columns,
                     struct gatts_row *cells, const struct csv_row *row)
{
    struct arena *arena = reader->request->arena;
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        cells->cells[i] = gatts_get_cell(columns, row, (enum gatts_column)i);
    }
    struct gatts_attribute *attribute = arena_new(arena, sizeof *attribute);
    attribute->order = columns->order;
    attribute->span = row->span;
    if (!gatts_read_cells(cells, attribute) ||
        !check_index(reader, cells->cells[GATTS_INDEX].span, attribute)) {
        return false;
    }
    attribute->cells = join_cells(arena, cells->cells);
    list_append(arena, &reader->attributes, attribute);
    return true;
}

// Rows after a header that could not be read are not judged, as nobody knows which cell is what.
static void read_rows(struct gatts_reader *reader, const struct csv_row_list *rows, bool is_sheet)
{
    struct gatts_columns columns = {.request = reader->request};
    struct gatts_row cells = {.request = reader->request, .is_sheet = is_sheet};
    for_each (row, rows) {
        if (csv_is_empty_row(row)) {
            continue;
        }
        if (!columns.order && !gatts_find_columns(&columns, row)) {
            reader->is_good = false;
            return;
        }
        if (row != columns.header) {
            reader->is_good &= gatts_check_width(&columns, row);
            reader->is_good &= read_row(reader, &columns, &cells, row);
        }
    }
}

static void read_table(struct gatts_reader *reader, const char *path, struct span span)
{
    const struct image_request *request = reader->request;
    const struct source *source = sheet_source(request, path, span);
    struct csv_row_list rows = {0};
    if (source && csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        csv_check_rows(request->diagnostics, &rows);
        read_rows(reader, &rows, sheet_is(path));
    } else {
        reader->is_good = false;
    }
}

// A table that does not begin with a service is legal to ESP-AT and useless to BLE: a warning.
static void check_first(const struct image_request *request,
                        const struct gatts_attribute_list *attributes)
{
    const struct gatts_attribute *first = attributes->items[0];
    if (first->uuid_length != 16 || strcmp(first->uuid, "2800") != 0) {
        report(request->diagnostics, CODE_GATTS_SERVICE, first->span,
               "the first attribute has the UUID 0x%s; it should declare a service, 0x2800",
               first->uuid);
    }
}

static void report_empty(const struct image_request *request, const struct text_list *paths,
                         struct span span)
{
    const char *where = paths->count == 1
                            ? arena_format(request->arena, "`%s`", (const char *)paths->items[0])
                            : "any of these tables";
    report(request->diagnostics, CODE_GATTS_EMPTY, span, "there is no attribute in %s", where);
}

// Nothing is appended unless all tables are right, so that callers never see half of a list.
bool gatts_read(const struct image_request *request, const struct text_list *paths,
                struct span span, struct gatts_attribute_list *attributes)
{
    struct gatts_reader reader = {.request = request, .is_good = true};
    for_each (path, paths) {
        read_table(&reader, path, span);
    }
    if (!reader.is_good) {
        return false;
    }
    if (reader.attributes.count == 0) {
        report_empty(request, paths, span);
        return false;
    }
    check_first(request, &reader.attributes);
    for_each (attribute, &reader.attributes) {
        list_append(request->arena, attributes, attribute);
    }
    return true;
}
