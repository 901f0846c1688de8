// A table of types, as ESP-AT's tools read it for `factory_param`: columns `param_name`, `offset`,
// `type` (integer or String) and `size`. What has no size is in no image.
//
// The table comes from a file, so that every offset and size is compared with the partition here,
// once, for all that write or read values by it.
#include "records.h"
#include "spreadsheet.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column { COLUMN_NAME, COLUMN_OFFSET, COLUMN_TYPE, COLUMN_SIZE, COLUMN_COUNT };

static const char *const column_names[COLUMN_COUNT] = {"param_name", "offset", "type", "size"};

// A slot, and the cell that says where it is.
struct placed {
    const struct slot *slot;
    struct span span;
};

struct placed_list LIST(const struct placed);

struct types {
    const struct image_request *request;
    struct slots *slots;
    size_t columns[COLUMN_COUNT];
    struct placed_list placed;
};

// All missing columns are named in one message, since a wrong file lacks them all.
static bool find_columns(struct types *types, const struct word *file, const struct csv_row *header)
{
    struct buffer missing;
    buffer_init(&missing, types->request->arena);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        types->columns[i] = row_find(header, column_names[i]);
        if (types->columns[i] == header->count) {
            buffer_format(&missing, "%s`%s`", missing.length ? ", " : "", column_names[i]);
        }
    }
    if (missing.length) {
        report(types->request->diagnostics, CODE_BAD_TABLE, header->span,
               "`%s` has no column %s; the first file, a table of types, has `param_name`, "
               "`offset`, `type` and `size`",
               file->text, missing.bytes);
    }
    return missing.length == 0;
}

static void report_type(struct types *types, struct span span, const char *text)
{
    report(types->request->diagnostics, CODE_BAD_PARAMETER, span, "%s", text);
}

// A cell's number; negative only for an offset that is none (ESP-AT writes -1 where there is no
// place).
static bool read_number(struct types *types, const struct csv_cell *cell, struct number *number)
{
    struct arena *arena = types->request->arena;
    const char *error = integer_read(arena, text_trimmed(arena, cell->text), number);
    if (error) {
        report_type(types, cell->span, error);
    }
    return !error;
}

// Integers of a table have no sign: both readings are allowed, from the lowest signed number to
// the highest unsigned one. The size is compared before the shift by it.
static bool set_type(struct types *types, struct slot *slot, const struct csv_cell *type,
                     const struct csv_cell *size)
{
    struct arena *arena = types->request->arena;
    const char *name = text_trimmed(arena, type->text);
    bool is_integer = strcasecmp(name, "integer") == 0;
    if (!is_integer && strcasecmp(name, "string") != 0) {
        report_type(
            types, type->span,
            arena_format(arena, "`%s` is not a type; the types are `integer` and `String`", name));
        return false;
    }
    slot->kind = slot->size == 0 ? SLOT_NOTHING : is_integer ? SLOT_INTEGER : SLOT_TEXT;
    slot->type =
        arena_format(arena, "%s of %s byte%s", is_integer ? "integer" : "String",
                     text_number(arena, number_of(slot->size)), slot->size == 1 ? "" : "s");
    if (is_integer && slot->size > 8) {
        report_type(types, size->span,
                    arena_format(arena, "an integer has 1 to 8 bytes, not %s",
                                 text_number(arena, number_of(slot->size))));
        return false;
    }
    if (slot->kind == SLOT_INTEGER) {
        uint64_t highest = UINT64_MAX >> (64 - 8 * slot->size);
        slot->high = number_of(highest);
        slot->low = (struct number){highest / 2 + 1, true};
    }
    return true;
}

// The sum is checked for overflow: a table may say any 64 bits.
static void place(struct types *types, struct slot *slot, const struct csv_cell *cell,
                  struct number offset)
{
    const struct partition *partition = types->request->partition;
    struct arena *arena = types->request->arena;
    uint64_t end;
    slot->offset = offset.magnitude;
    if (offset.negative) {
        report_type(types, cell->span,
                    arena_format(arena, "`%s` has a size, but no offset", slot->name));
    } else if (!size_add(slot->offset, slot->size, &end) || end > partition->size) {
        report_type(types, cell->span,
                    arena_format(arena,
                                 "`%s` is beyond the end of partition `%s`, which has %s bytes",
                                 slot->name, partition->label,
                                 text_number(arena, number_of(partition->size))));
    } else {
        struct placed *placed = arena_new(arena, sizeof *placed);
        *placed = (struct placed){slot, cell->span};
        list_append(arena, &types->placed, placed);
    }
}

// A parameter with a mistake keeps its slot, as one that takes no value: its columns in the data
// are known by name then, and are not reported as unknown on top.
static void add_parameter(struct types *types, const struct csv_row *row)
{
    const struct csv_cell *cells[COLUMN_COUNT];
    struct arena *arena = types->request->arena;
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (types->columns[i] >= row->count) {
            report(types->request->diagnostics, CODE_BAD_TABLE, row->span,
                   "this row has no cell for `%s`", column_names[i]);
            return;
        }
        cells[i] = &row->cells[types->columns[i]];
    }
    const char *name = text_trimmed(arena, cells[COLUMN_NAME]->text);
    const struct slot *before = NULL;
    struct slot *slot = *name ? slots_add(types->slots, name, &before) : NULL;
    if (!slot) {
        struct diagnostic *diagnostic =
            report(types->request->diagnostics, CODE_BAD_PARAMETER, cells[COLUMN_NAME]->span,
                   *name ? "parameter `%s` occurs twice" : "a parameter needs a name%s", name);
        if (before) {
            add_note(diagnostic, before->span, "the first one is here");
        }
        return;
    }
    struct number offset, size;
    slot->span = cells[COLUMN_NAME]->span;
    slot->kind = SLOT_NOTHING;
    slot->count = 1;
    if (!read_number(types, cells[COLUMN_OFFSET], &offset) ||
        !read_number(types, cells[COLUMN_SIZE], &size)) {
        return;
    }
    slot->size = size.negative ? 0 : size.magnitude;
    if (set_type(types, slot, cells[COLUMN_TYPE], cells[COLUMN_SIZE]) && slot->size > 0) {
        place(types, slot, cells[COLUMN_OFFSET], offset);
    }
}

// Parameters at the same offset keep the order of the table, so that messages do not depend on
// qsort.
static int compare_offsets(const void *a, const void *b)
{
    const struct slot *first = (*(const struct placed *const *)a)->slot;
    const struct slot *second = (*(const struct placed *const *)b)->slot;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return first->index < second->index ? -1 : 1;
}

// Sorted by offset, each is compared with the one that has reached farthest so far: one pass finds
// every parameter that begins within another, also within one that is not its neighbour.
static void check_overlaps(struct types *types)
{
    struct placed_list *placed = &types->placed;
    if (placed->count > 1) {
        qsort(placed->items, placed->count, sizeof *placed->items, compare_offsets);
    }
    const struct placed *farthest = placed->count ? placed->items[0] : NULL;
    for (size_t i = 1; i < placed->count; i++) {
        const struct placed *next = placed->items[i];
        uint64_t end = farthest->slot->offset + farthest->slot->size;
        if (next->slot->offset < end) {
            struct diagnostic *diagnostic =
                report(types->request->diagnostics, CODE_BAD_PARAMETER, next->span,
                       "`%s` begins at %s, inside of `%s`, which ends at %s", next->slot->name,
                       text_number(types->request->arena, number_of(next->slot->offset)),
                       farthest->slot->name, text_number(types->request->arena, number_of(end)));
            add_note(diagnostic, farthest->span, "`%s` begins here", farthest->slot->name);
        }
        if (next->slot->offset + next->slot->size > end) {
            farthest = next;
        }
    }
}

// Slots with mistakes are in the list all the same; callers look at the number of errors.
void record_types_read(const struct image_request *request, const struct word *file,
                       struct slots *slots)
{
    struct types types = {.request = request, .slots = slots};
    struct csv_row_list rows = {0};
    const struct source *source =
        sheet_source(request, input_path(request, file->text), file->span);
    if (!source || !csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        return;
    }
    csv_check_rows(request->diagnostics, &rows);
    if (rows.count < 2) {
        report(request->diagnostics, CODE_BAD_TABLE, file->span, "`%s` lists no parameters",
               file->text);
        return;
    }
    if (!find_columns(&types, file, rows.items[0])) {
        return;
    }
    for (size_t i = 1; i < rows.count; i++) {
        if (!csv_is_empty_row(rows.items[i])) {
            add_parameter(&types, rows.items[i]);
        }
    }
    check_overlaps(&types);
}
