// Where the rows of a CSV are, and their binary form, as gen_esp32part has them.
//
// An empty offset follows the row before, aligned to 64K for an app and to 4K for anything else
// (other numbers for the ESP8266). A negative size is an address at which the partition ends. The
// binary form is made of these rows without the compiler's layout, because it is what the layout is
// later compared with.
#include "importer.h"

#include <string.h>

void rows_judge(const struct import_chip *chip, struct import_row *row)
{
    const struct platform_type *type = platform_find_type(chip->platform, row->type);
    const struct platform_subtype *subtype =
        type ? platform_find_subtype(type, row->subtype) : NULL;
    row->is_sized = type && type->is_sized;
    row->is_outside = subtype && subtype->is_outside;
}

struct placing {
    struct importer *importer;
    uint64_t table; // where it is
    uint64_t end;   // of what was placed
    const struct import_row *last;
    bool is_good;
};

static bool is_bootloader(const struct importer *importer, const struct import_row *row)
{
    const struct platform_type *type = platform_find_type(importer->chip.platform, row->type);
    return type && type->name && strcmp(type->name, "bootloader") == 0;
}

// The rows that the platform places: of any of a bootloader's, the size is the first one's.
static void place_outside(const struct placing *placing, struct import_row *row)
{
    const struct importer *importer = placing->importer;
    if (row->is_sized) {
        uint64_t room = placing->table > importer->boot_at ? placing->table - importer->boot_at : 0;
        row->size = is_bootloader(importer, row) ? room : importer->chip.dialect->table_size;
    }
    if (row->is_outside) {
        row->offset = !is_bootloader(importer, row) ? placing->table
                      : row->subtype                ? importer->recovery_at
                                                    : importer->boot_at;
    }
}

// Tells overlapping from wrong order, since they are mended in different ways.
static void refuse_order(struct placing *placing, const struct import_row *row)
{
    struct importer *importer = placing->importer;
    struct arena *arena = importer->arena;
    const struct import_row *last = placing->last;
    placing->is_good = false;
    if (!last) {
        report(importer->diagnostics, CODE_IMPORT_ORDER, row->spans[PART_OFFSET],
               "partition `%s` starts at %s, but the table at %s extends to %s", row->label,
               text_offset(arena, row->offset), text_offset(arena, placing->table),
               text_offset(arena, placing->end));
        return;
    }
    bool overlaps = row->offset >= last->offset ||
                    (!row->end.negative && row->offset + row->end.magnitude > last->offset);
    struct diagnostic *diagnostic =
        overlaps ? report(importer->diagnostics, CODE_IMPORT_ORDER, row->spans[PART_OFFSET],
                          "partition `%s` starts at %s, but `%s` takes up %s to %s", row->label,
                          text_offset(arena, row->offset), last->label,
                          text_offset(arena, last->offset), text_offset(arena, placing->end))
                 : report(importer->diagnostics, CODE_IMPORT_ORDER, row->spans[PART_OFFSET],
                          "partition `%s` at %s comes after `%s` at %s; the rows of a CSV must be "
                          "in the order of their offsets",
                          row->label, text_offset(arena, row->offset), last->label,
                          text_offset(arena, last->offset));
    add_note(diagnostic, last->spans[PART_NAME], "`%s` is here", last->label);
}

// A partition without bytes is refused here, because the layout would only see a place that it
// cannot give.
static void find_size(struct placing *placing, struct import_row *row)
{
    struct importer *importer = placing->importer;
    struct arena *arena = importer->arena;
    if (row->is_sized) {
        return;
    }
    row->size = row->end.magnitude;
    if (row->end.negative) {
        row->size = row->end.magnitude > row->offset ? row->end.magnitude - row->offset : 0;
    }
    if (row->size == 0 && row->end.negative) {
        report(importer->diagnostics, CODE_IMPORT_FIELD, row->spans[PART_SIZE],
               "partition `%s` ends at %s, but starts at %s", row->label,
               text_offset(arena, row->end.magnitude), text_offset(arena, row->offset));
    } else if (row->size == 0) {
        report(importer->diagnostics, CODE_IMPORT_FIELD, row->spans[PART_SIZE],
               "partition `%s` is empty", row->label);
    }
    placing->is_good &= row->size > 0;
}

// The end never goes back: a row that was refused, because it overlaps, does not make room for the
// next.
static void place(struct placing *placing, struct import_row *row)
{
    const struct import_chip *chip = &placing->importer->chip;
    place_outside(placing, row);
    if (row->is_outside) {
        return;
    }
    if (!row->has_offset) {
        bool is_app = import_chip_is_app(chip, row->type);
        size_align_up(placing->end, is_app ? chip->dialect->app_step : chip->dialect->data_step,
                      &row->offset);
    } else if (row->offset < placing->end) {
        refuse_order(placing, row);
    }
    find_size(placing, row);
    uint64_t end = row->offset + row->size;
    if (end >= placing->end) {
        placing->end = end;
        placing->last = row;
    }
}

// Where it is depends on the project alone: the platform has no place for a recovery bootloader,
// and 0 is what it says.
bool rows_find_recovery(struct importer *importer, const struct source_table *table)
{
    bool is_known = true;
    for_each (row, &table->imported->rows) {
        if (row->is_outside && row->subtype && is_bootloader(importer, row) &&
            importer->recovery_at == 0) {
            report(importer->diagnostics, CODE_IMPORT_FIELD, row->spans[PART_NAME],
                   "the place of `%s` is CONFIG_BOOTLOADER_RECOVERY_OFFSET; name the sdkconfig "
                   "that sets it: `--sdkconfig FILE`",
                   row->label);
            is_known = false;
        }
    }
    return is_known;
}

bool rows_place(struct importer *importer, struct source_table *table)
{
    uint64_t offset = table->host ? table->host_row->offset : importer->table_offset;
    struct placing placing = {.importer = importer,
                              .table = offset,
                              .end = offset + importer->chip.dialect->table_size,
                              .is_good = true};
    for_each (row, &table->imported->rows) {
        place(&placing, row);
    }
    return placing.is_good;
}

// gen_esp32part cuts names without a word; the layout will not, and say so.
static const char *cut_label(struct arena *arena, const struct record *record, const char *label)
{
    const struct field *field = record_find(record, "label");
    size_t length = strlen(label);
    bool fits = !field || length <= field->count;
    return fits ? label : arena_copy(arena, label, (size_t)field->count);
}

// Values that do not fit are cut, as the tool does; the layout reports them.
void rows_encode(struct importer *importer, struct source_table *table)
{
    const struct table_format *format = importer->chip.format;
    struct buffer *out = &table->imported->bytes;
    buffer_init(out, importer->arena);
    for_each (row, &table->imported->rows) {
        const struct field_value values[] = {
            {"type", number_of(row->type), NULL},
            {"subtype", number_of(row->subtype), NULL},
            {"offset", number_of(row->offset & UINT32_MAX), NULL},
            {"size", number_of(row->size & UINT32_MAX), NULL},
            {"label", number_of(0), cut_label(importer->arena, format->row, row->label)},
            {"flags", number_of(row->flags), NULL},
        };
        record_encode(format->row, values, sizeof values / sizeof *values, NULL, out);
    }
    if (table->has_checksum) {
        struct buffer sum;
        buffer_init(&sum, importer->arena);
        record_encode(format->checksum, NULL, 0, out, &sum);
        buffer_bytes(out, sum.bytes, sum.length);
    }
}
