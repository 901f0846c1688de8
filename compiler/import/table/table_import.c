// Binary tables, as their platform's records describe them.
//
// A table ends with an erased row (the whole row is 0xff) or with the row of its checksum; both are
// told from the platform's format, not from constants here. Bytes after a name that are not zero
// are refused: schemac would not write them again, and the table would change. In a flash dump,
// partitions are searched for tables of their own.
#include "importer.h"

#include <inttypes.h>
#include <string.h>

struct table_reader {
    struct importer *importer;
    struct source_table *table;
    const struct record *record;
    const uint8_t *bytes;
    size_t length;
    bool is_good;
};

static struct diagnostic *refuse(struct table_reader *reader, enum code code, const char *message)
{
    reader->is_good = false;
    return report(reader->importer->diagnostics, code, (struct span){0}, "`%s`: %s",
                  reader->table->imported->path, message);
}

static uint64_t read_integer(const struct record *record, const struct field *field,
                             const uint8_t *row)
{
    uint64_t value = 0;
    size_t size = (size_t)field_type_size(field->type);
    for (size_t i = 0; i < size; i++) {
        size_t at = record->is_big_endian ? i : size - 1 - i;
        value = value << 8 | row[field->offset + at];
    }
    return value;
}

static uint64_t value_of(const struct table_reader *reader, const uint8_t *row, const char *name)
{
    const struct field *field = record_find(reader->record, name);
    return field ? read_integer(reader->record, field, row) : 0;
}

// Whether the fields that have one value in every row have it.
static bool is_row_of(const struct record *record, const uint8_t *row)
{
    for_each (field, &record->fields) {
        if (field->source == SOURCE_NUMBER && field->count == 1 &&
            read_integer(record, field, row) != field->number.magnitude) {
            return false;
        }
    }
    return true;
}

// A label without a zero at its end takes the whole field. Bytes after a zero would be lost in a
// schema, so they are refused.
static const char *label_of(struct table_reader *reader, const uint8_t *bytes, size_t number)
{
    struct arena *arena = reader->importer->arena;
    const struct field *field = record_find(reader->record, "label");
    const char *start = (const char *)bytes + field->offset;
    size_t length = strnlen(start, (size_t)field->count);
    const char *label = arena_copy(arena, start, length);
    for (const char *at = label; *at;) {
        size_t count = text_character(at, label + length);
        if (count == 0) {
            refuse(reader, CODE_IMPORT_TABLE,
                   arena_format(arena, "the name in row %zu is not UTF-8", number));
            return "";
        }
        at += count;
    }
    for (size_t i = length; i < field->count; i++) {
        if (start[i]) {
            refuse(reader, CODE_IMPORT_TABLE,
                   arena_format(arena,
                                "the name `%s` in row %zu is followed by bytes that are not zero",
                                label, number));
            break;
        }
    }
    return label;
}

// Bootloaders are where the rows say; the platform follows.
static void note_bootloader(struct table_reader *reader, const struct import_row *row)
{
    const struct platform_type *type =
        platform_find_type(reader->importer->chip.platform, row->type);
    if (row->is_outside && type->name && strcmp(type->name, "bootloader") == 0) {
        *(row->subtype ? &reader->importer->recovery_at : &reader->importer->boot_at) = row->offset;
    }
}

// The offset is always given here, so that a schema keeps the places of a table even where they
// look like those of a CSV without offsets.
static void read_row(struct table_reader *reader, const uint8_t *bytes, size_t number)
{
    struct importer *importer = reader->importer;
    struct import_row *row = arena_new(importer->arena, sizeof *row);
    *row = (struct import_row){
        .label = label_of(reader, bytes, number),
        .type = value_of(reader, bytes, "type"),
        .subtype = value_of(reader, bytes, "subtype"),
        .has_offset = true,
        .offset = value_of(reader, bytes, "offset"),
        .size = value_of(reader, bytes, "size"),
        .flags = (uint32_t)value_of(reader, bytes, "flags"),
    };
    rows_judge(&importer->chip, row);
    note_bootloader(reader, row);
    list_append(importer->arena, &reader->table->imported->rows, row);
}

static bool is_blank(const struct table_reader *reader, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (reader->bytes[i] != reader->importer->chip.format->blank) {
            return false;
        }
    }
    return true;
}

static const char *hex(struct arena *arena, const char *bytes, size_t length)
{
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < length; i++) {
        buffer_format(&text, "%02x", (unsigned char)bytes[i]);
    }
    return text.bytes;
}

// The sum is that of all rows before it. A wrong one is an error even if all rows look right: such
// a table is refused by firmware.
static void check_sum(struct table_reader *reader, size_t at)
{
    struct importer *importer = reader->importer;
    const struct record *record = importer->chip.format->checksum;
    struct buffer rows, sum;
    buffer_init(&rows, importer->arena);
    buffer_init(&sum, importer->arena);
    buffer_bytes(&rows, reader->bytes, at);
    record_encode(record, NULL, 0, &rows, &sum);
    const char *found = (const char *)reader->bytes + at;
    if (memcmp(found, sum.bytes, sum.length) == 0) {
        return;
    }
    const struct field *field = record->fields.items[record->fields.count - 1];
    size_t length = (size_t)(field->count * field_type_size(field->type));
    struct diagnostic *diagnostic = refuse(
        reader, CODE_IMPORT_CHECKSUM,
        arena_format(importer->arena, "the checksum in the row at %s does not match the rows",
                     text_offset(importer->arena, at)));
    add_note(diagnostic, (struct span){0}, "found    %s",
             hex(importer->arena, found + field->offset, length));
    add_note(diagnostic, (struct span){0}, "expected %s",
             hex(importer->arena, sum.bytes + field->offset, length));
}

// The rows up to a blank one or a checksum; where they end.
static size_t read_rows(struct table_reader *reader)
{
    const struct table_format *format = reader->importer->chip.format;
    size_t size = (size_t)format->row->size;
    size_t at = 0;
    for (; reader->length - at >= size && reader->is_good; at += size) {
        if (is_blank(reader, at, at + size)) {
            return at;
        }
        if (format->checksum && is_row_of(format->checksum, reader->bytes + at)) {
            reader->table->has_checksum = true;
            check_sum(reader, at);
            return at + size;
        }
        if (!is_row_of(format->row, reader->bytes + at)) {
            refuse(reader, CODE_IMPORT_TABLE,
                   arena_format(reader->importer->arena,
                                "row %zu, at %s, does not start with the mark of a row",
                                at / size + 1, text_offset(reader->importer->arena, at)));
            return at;
        }
        read_row(reader, reader->bytes + at, at / size + 1);
    }
    if (reader->is_good && at < reader->length && !is_blank(reader, at, reader->length)) {
        refuse(reader, CODE_IMPORT_TABLE,
               arena_format(reader->importer->arena, "row %zu has %zu bytes of %zu", at / size + 1,
                            reader->length - at, size));
    }
    return at;
}

bool table_import(struct importer *importer, struct source_table *table)
{
    const struct table_format *format = importer->chip.format;
    struct table_reader reader = {
        .importer = importer,
        .table = table,
        .record = format->row,
        .bytes = (const uint8_t *)table->source->bytes + table->start,
        .length = table->source->length - table->start,
        .is_good = true,
    };
    if (table->is_dump && reader.length > format->size) {
        reader.length = (size_t)format->size;
    }
    size_t end = read_rows(&reader);
    size_t limit = reader.length < format->size ? reader.length : (size_t)format->size;
    if (reader.is_good && (end >= limit)) {
        refuse(&reader, CODE_IMPORT_TABLE,
               "the table has no end: its rows are not followed by an erased row");
    } else if (reader.is_good && !is_blank(&reader, end, reader.length)) {
        refuse(&reader, CODE_IMPORT_TABLE,
               arena_format(importer->arena, "there is data after the last row, which ends at %s",
                            text_offset(importer->arena, end)));
    }
    return reader.is_good;
}

// Only data partitions that are wholly in the dump, and only a table that begins right at their
// start.
bool table_import_inner(struct importer *importer, const struct source_table *table)
{
    bool is_good = true;
    for (size_t i = 0; table->is_dump && i < table->imported->rows.count; i++) {
        const struct import_row *row = table->imported->rows.items[i];
        size_t found = 1;
        bool is_there =
            !row->is_outside && !import_chip_is_app(&importer->chip, row->type) &&
            row->offset < table->source->length &&
            row->offset + row->size <= table->source->length &&
            import_find_table(table->source->bytes + row->offset, (size_t)row->size, &found);
        if (is_there && found == 0) {
            struct source_table *inner =
                import_add_table(importer, table->source, (size_t)row->offset);
            is_good &= table_import(importer, inner);
            inner->imported->name = row->label;
        }
    }
    return is_good;
}
