#include "gatts_cells.h"
#include "sheet.h"

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

// One table that is being read.
struct reader {
    const struct image_request *request;
    const struct row *header; // null: there is none
    enum gatts_column *order;
    size_t places[GATTS_COLUMN_COUNT]; // where each column stands; SIZE_MAX: nowhere
    struct gatts_row row;              // the one that is being read
    bool is_good;
    struct list *attributes;
};

// GATTS_COLUMN_COUNT if there is none. In newer versions of ESP-AT the names are shorter.
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

// Without the blanks around it.
static struct cell trim(struct arena *arena, struct cell cell)
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
    return (struct cell){arena_copy(arena, cell.text + start, end - start), end - start, cell.span};
}

static bool is_empty(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].text[strspn(row->cells[i].text, " \t\r\n")]) {
            return false;
        }
    }
    return true;
}

static struct diagnostic *report_columns(struct reader *reader, struct span span,
                                         const char *message)
{
    reader->is_good = false;
    struct diagnostic *diagnostic =
        report(reader->request->diagnostics, CODE_GATTS_COLUMNS, span, "%s", message);
    add_note(diagnostic, (struct span){0}, "the columns are " ALL_COLUMNS);
    return diagnostic;
}

static void read_column(struct reader *reader, size_t place, size_t *count)
{
    struct arena *arena = reader->request->arena;
    struct cell cell = trim(arena, reader->header->cells[place]);
    enum gatts_column column = find_column(cell.text);
    if (cell.length == 0) {
        return;
    }
    if (column == GATTS_COLUMN_COUNT) {
        struct nearest nearest = nearest_to(cell.text);
        for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
            nearest_offer(&nearest, column_names[i]);
        }
        report_columns(reader, cell.span,
                       arena_format(arena, "there is no column `%s`%s", cell.text,
                                    nearest_hint(arena, &nearest)));
    } else if (reader->places[column] != SIZE_MAX) {
        report_columns(reader, cell.span,
                       arena_format(arena, "a second column `%s`", column_names[column]));
    } else {
        reader->places[column] = place;
        reader->order[(*count)++] = column;
    }
}

static void report_missing(struct reader *reader)
{
    struct buffer names;
    size_t count = 0;
    buffer_init(&names, reader->request->arena);
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (reader->places[i] == SIZE_MAX) {
            buffer_format(&names, "%s`%s`", count++ ? ", " : "", column_names[i]);
        }
    }
    report_columns(reader, reader->header->span,
                   arena_format(reader->request->arena, "missing column%s %s",
                                count == 1 ? "" : "s", names.bytes));
}

static void read_header(struct reader *reader)
{
    size_t count = 0;
    memset(reader->places, 0xff, sizeof reader->places);
    for (size_t i = 0; i < reader->header->count; i++) {
        read_column(reader, i, &count);
    }
    if (reader->is_good && count < GATTS_COLUMN_COUNT) {
        report_missing(reader);
    }
}

static bool names_columns(struct arena *arena, const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (find_column(trim(arena, row->cells[i]).text) != GATTS_COLUMN_COUNT) {
            return true;
        }
    }
    return false;
}

// Tables name their columns in the first row. Newer ones of ESP-AT do so in a comment, and then
// have them in their usual order.
static void find_header(struct reader *reader, const struct row *first)
{
    reader->order = arena_array(reader->request->arena, GATTS_COLUMN_COUNT, sizeof *reader->order);
    if (names_columns(reader->request->arena, first)) {
        reader->header = first;
        read_header(reader);
        return;
    }
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        reader->order[i] = (enum gatts_column)i;
        reader->places[i] = i;
    }
    if (isalpha((unsigned char)trim(reader->request->arena, first->cells[0]).text[0])) {
        report_columns(reader, first->span, "the first row names no column");
    }
}

static bool is_column(const struct reader *reader, size_t place)
{
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        if (reader->places[i] == place) {
            return true;
        }
    }
    return false;
}

static void check_width(struct reader *reader, const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        struct cell cell = trim(reader->request->arena, row->cells[i]);
        if (cell.length && !is_column(reader, i)) {
            report_columns(reader, cell.span,
                           arena_format(reader->request->arena,
                                        "`%s` stands in a column without a name", cell.text));
            return;
        }
    }
}

static const char *join_cells(struct arena *arena, const struct cell *cells)
{
    struct buffer joined;
    buffer_init(&joined, arena);
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        buffer_format(&joined, "%s%s", i ? "," : "", cells[i].text);
    }
    return joined.bytes;
}

static void report_index(const struct image_request *request, struct span span,
                         const struct gatts_attribute *attribute, const struct list *attributes)
{
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
               is_same ? "the index %u comes twice" : "the index %u comes behind a higher one",
               (unsigned)attribute->index);
    add_note(diagnostic, other->span, is_same ? "the first is here" : "the index %u is here",
             (unsigned)other->index);
}

// Firmware counts attributes: their indices ascend.
static bool check_index(const struct image_request *request, struct span span,
                        const struct gatts_attribute *attribute, const struct list *attributes)
{
    const struct gatts_attribute *last =
        attributes->count ? attributes->items[attributes->count - 1] : NULL;
    uint64_t expected = last ? last->index + 1 : 0;
    if (attribute->index < expected) {
        report_index(request, span, attribute, attributes);
        return false;
    }
    unsigned index = (unsigned)attribute->index;
    if (attribute->index > expected && !last) {
        report(request->diagnostics, CODE_GATTS_GAP, span,
               "the first index is %u; attributes count from 0", index);
    } else if (attribute->index > expected) {
        report(request->diagnostics, CODE_GATTS_GAP, span,
               "the index %u follows %u; without a gap, it would be %u", index,
               (unsigned)last->index, (unsigned)expected);
    }
    return true;
}

static void read_row(struct reader *reader, const struct row *row)
{
    const struct image_request *request = reader->request;
    struct cell *cells = reader->row.cells;
    for (size_t i = 0; i < GATTS_COLUMN_COUNT; i++) {
        size_t place = reader->places[i];
        struct cell missing = {"", 0, span_behind(row->span)};
        cells[i] = place < row->count ? trim(request->arena, row->cells[place]) : missing;
    }
    struct gatts_attribute *attribute = arena_new(request->arena, sizeof *attribute);
    attribute->order = reader->order;
    attribute->span = row->span;
    if (gatts_read_cells(&reader->row, attribute) &&
        check_index(request, cells[GATTS_INDEX].span, attribute, reader->attributes)) {
        attribute->cells = join_cells(request->arena, cells);
        list_append(request->arena, reader->attributes, attribute);
    } else {
        reader->is_good = false;
    }
}

static bool read_table(const struct image_request *request, const char *path, struct span span,
                       struct list *attributes)
{
    struct reader reader = {
        .request = request,
        .row = {.request = request, .is_sheet = sheet_is(path)},
        .is_good = true,
        .attributes = attributes,
    };
    struct list rows = {0};
    const struct source *source = sheet_source(request, path, span);
    if (!source || !csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        return false;
    }
    for (size_t i = 0; i < rows.count; i++) {
        const struct row *row = rows.items[i];
        if (is_empty(row)) {
            continue;
        }
        if (!reader.order) {
            find_header(&reader, row);
            if (!reader.is_good) {
                return false;
            }
        }
        if (row != reader.header) {
            check_width(&reader, row);
            read_row(&reader, row);
        }
    }
    return reader.is_good;
}

static void check_first(const struct image_request *request, const struct list *attributes)
{
    const struct gatts_attribute *first = attributes->items[0];
    if (first->uuid_length != 16 || strcmp(first->uuid, "2800") != 0) {
        report(request->diagnostics, CODE_GATTS_SERVICE, first->span,
               "the first attribute has the UUID 0x%s; it should declare a service, 0x2800",
               first->uuid);
    }
}

bool gatts_read(const struct image_request *request, const struct list *paths, struct span span,
                struct list *attributes)
{
    struct list found = {0};
    bool is_good = true;
    for (size_t i = 0; i < paths->count; i++) {
        is_good &= read_table(request, paths->items[i], span, &found);
    }
    if (is_good && found.count == 0) {
        report(request->diagnostics, CODE_GATTS_EMPTY, span, "there is no attribute in `%s`%s",
               (const char *)paths->items[0], paths->count > 1 ? " and the others" : "");
        is_good = false;
    }
    if (is_good) {
        check_first(request, &found);
    }
    for (size_t i = 0; i < found.count; i++) {
        list_append(request->arena, attributes, found.items[i]);
    }
    return is_good;
}
