// Records, read back as the schema declares them.
//
// An image of records has no magic number and no types in it: without the schema it is only bytes.
// How many records there are is not written anywhere either: they end with the partition, or where
// a whole record is erased flash.
#include "records.h"

#include "digest.h"
#include "dump.h"
#include "table_view.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct record_reader {
    const struct dump_request *request;
    const struct record *record; // null: the parameters of a table of types
    struct slots slots;
    uint64_t size; // of one record
};

// Byte by byte, in the order that the record has; nothing is read through a pointer that might not
// be aligned.
static uint64_t read_bits(const struct record_reader *reader, const struct slot *slot,
                          const uint8_t *bytes, uint64_t element)
{
    uint64_t value = 0;
    const uint8_t *at = bytes + slot->offset + element * slot->size;
    assert(slot->size >= 1 && slot->size <= sizeof value); // numbers are refused otherwise
    for (size_t i = 0; i < slot->size; i++) {
        size_t place = reader->slots.is_big_endian ? (size_t)slot->size - 1 - i : i;
        value |= (uint64_t)at[place] << 8 * i;
    }
    return value;
}

// Whether the bits are signed, the lowest number that the slot takes tells. Slots of a table of
// types take both; a high bit is read as a sign then.
static struct number read_number(const struct record_reader *reader, const struct slot *slot,
                                 const uint8_t *bytes, uint64_t element)
{
    uint64_t bits = read_bits(reader, slot, bytes, element);
    unsigned width = (unsigned)slot->size * 8;
    assert(width >= 8 && width <= 64);
    if (!slot->low.negative || !(bits >> (width - 1) & 1)) {
        return number_of(bits);
    }
    return (struct number){(~bits & UINT64_MAX >> (64 - width)) + 1, true};
}

// The shortest text that gives the same bits, so that what is extracted makes the same image. A
// NaN has one text only: its payload does not come back.
static const char *float_text(struct arena *arena, uint64_t bits, uint64_t size)
{
    double value;
    float narrow;
    uint32_t half = (uint32_t)bits;
    memcpy(&narrow, &half, sizeof narrow);
    memcpy(&value, &bits, sizeof value);
    value = size == 4 ? (double)narrow : value;
    if (!isfinite(value)) {
        return isnan(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }
    for (int digits = 6; digits < 17; digits++) {
        const char *text = arena_format(arena, "%.*g", digits, value);
        bool is_exact = size == 4 ? strtof(text, NULL) == narrow : strtod(text, NULL) == value;
        if (is_exact) {
            return text;
        }
    }
    return arena_format(arena, "%.17g", value);
}

static const char *element_text(const struct record_reader *reader, const struct slot *slot,
                                const uint8_t *bytes, uint64_t element)
{
    struct arena *arena = reader->request->arena;
    if (slot->kind == SLOT_FLOAT) {
        return float_text(arena, read_bits(reader, slot, bytes, element), slot->size);
    }
    return text_number(arena, read_number(reader, slot, bytes, element));
}

static const char *slot_text(const struct record_reader *reader, const struct slot *slot,
                             const uint8_t *bytes)
{
    struct buffer text;
    if (slot->kind == SLOT_TEXT) {
        return dump_text(reader->request->arena, bytes + slot->offset, (size_t)slot->size);
    }
    buffer_init(&text, reader->request->arena);
    for (uint64_t i = 0; i < slot->count; i++) {
        buffer_format(&text, "%s%s", i ? " " : "", element_text(reader, slot, bytes, i));
    }
    return text.bytes;
}

static bool is_below(struct number a, struct number b)
{
    return number_compare(a, b) < 0;
}

// Single integers are numbers in JSON, all else is text. Only integers have ranges.
static void tell_slot(const struct record_reader *reader, const struct slot *slot,
                      const uint8_t *bytes, uint64_t offset, struct fact *record, struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    const char *text = slot_text(reader, slot, bytes);
    bool is_one = slot->kind == SLOT_INTEGER && slot->count == 1;
    if (!is_one) {
        fact_text(arena, fact, slot->name, text);
        return;
    }
    struct number number = read_number(reader, slot, bytes, 0);
    fact_number(arena, fact, slot->name, number);
    if (is_below(number, slot->low) || is_below(slot->high, number)) {
        fact_damage(arena, record, offset + slot->offset, "`%s` is %s: it must be %s to %s",
                    slot->name, text, text_number(arena, slot->low),
                    text_number(arena, slot->high));
    }
}

// Values of the schema are defaults; only those by which firmware knows a record have to be so. By
// convention these are called `magic` and `version`.
static void check_constant(const struct record_reader *reader, const struct field *field,
                           const uint8_t *bytes, uint64_t offset, struct fact *fact)
{
    const struct slot *slot = slots_find(&reader->slots, field->name).slot;
    bool is_magic = strcmp(field->name, "magic") == 0;
    if (field->source != SOURCE_NUMBER || field->count != 1 || field->has_range || !slot ||
        (!is_magic && strcmp(field->name, "version") != 0) ||
        number_compare(read_number(reader, slot, bytes, 0), field->number) == 0) {
        return;
    }
    const char *value = text_number(reader->request->arena, field->number);
    if (is_magic) {
        fact_damage(reader->request->arena, fact, offset + field->offset,
                    "`magic` is not %s: firmware does not take it for a record of this kind",
                    value);
    } else {
        fact_remark(reader->request->arena, fact, offset + field->offset,
                    "the schema has version %s", value);
    }
}

// Checksums are computed as for an image that is made, in a copy, and compared with what is there.
static void check_record(const struct record_reader *reader, const uint8_t *bytes, uint64_t offset,
                         struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    char *sealed = arena_copy(arena, bytes, (size_t)reader->size);
    record_seal(reader->record, sealed);
    for_each (field, &reader->record->fields) {
        size_t size = (size_t)field_type_size(field->type);
        check_constant(reader, field, bytes, offset, fact);
        if (field->source == SOURCE_CRC32 &&
            memcmp(sealed + field->offset, bytes + field->offset, size) != 0) {
            fact_damage(arena, fact, offset + field->offset, "`%s` does not match what it covers",
                        field->name);
        }
    }
}

// Fields of a record always are; a table of types may have been written for a larger partition
// than the bytes that were given.
static bool is_within(const struct record_reader *reader, const struct slot *slot)
{
    return slot->offset <= reader->size && slot->size <= reader->size &&
           slot->count <= (reader->size - slot->offset) / (slot->size ? slot->size : 1);
}

// One line for people, with all slots; JSON has each of them by itself.
static void tell_record(const struct record_reader *reader, size_t index, uint64_t at,
                        struct fact *list)
{
    struct arena *arena = reader->request->arena;
    const uint8_t *bytes = reader->request->bytes + at;
    uint64_t offset = reader->request->base + at;
    struct fact *fact = fact_item(arena, list);
    struct buffer line;
    buffer_init(&line, arena);
    buffer_format(&line, "record %zu at 0x%" PRIx64 ":", index, offset);
    fact_offset(arena, fact, "offset", offset);
    struct fact *fields = fact_group(arena, fact, "fields");
    for_each (slot, &reader->slots.items) {
        if (slot->kind == SLOT_NOTHING || !is_within(reader, slot)) {
            continue;
        }
        tell_slot(reader, slot, bytes, offset, fact, fields);
        const char *mark = slot->kind == SLOT_TEXT ? "\"" : "";
        buffer_format(&line, "%s %s = %s%s%s", fields->children.count > 1 ? "," : "", slot->name,
                      mark, slot_text(reader, slot, bytes), mark);
    }
    fields->is_quiet = true;
    fact_say(arena, fact, "%s", line.bytes);
    if (reader->record) {
        check_record(reader, bytes, offset, fact);
    }
}

// As RFC 4180 has it: quotes only where they are needed.
static void append_cell(struct buffer *csv, const char *text)
{
    if (!strpbrk(text, ",\"\n\r")) {
        buffer_text(csv, text);
        return;
    }
    buffer_byte(csv, '"');
    for (; *text; text++) {
        buffer_text(csv, *text == '"' ? "\"" : "");
        buffer_byte(csv, (uint8_t)*text);
    }
    buffer_byte(csv, '"');
}

// Whether the schema itself sets a slot, or an element of it.
static bool is_set(const struct record_form *form, const struct slot *slot)
{
    for_each (setting, &form->settings) {
        const char *name = setting->name->text;
        size_t length = strlen(slot->name);
        if (strncmp(name, slot->name, length) == 0 && (!name[length] || name[length] == '[')) {
            return true;
        }
    }
    return false;
}

// What the schema sets by itself is not a column: it would be given twice.
static bool is_column(const struct record_reader *reader, const struct record_form *form,
                      const struct slot *slot)
{
    return slot->kind != SLOT_NOTHING && slot->kind != SLOT_CHECKSUM && is_within(reader, slot) &&
           !is_set(form, slot);
}

// A row of cells, or, without bytes, of their names. Columns that pick rows come first, with the
// value that the schema picks by: it is not in the image, but without it no row would be found
// again.
static void append_row(const struct record_reader *reader, const struct record_form *form,
                       const uint8_t *bytes, struct buffer *csv)
{
    const char *comma = "";
    for_each (pick, &form->picks) {
        buffer_text(csv, comma);
        append_cell(csv, bytes ? pick->value.text : pick->column->text);
        comma = ",";
    }
    for_each (slot, &reader->slots.items) {
        if (is_column(reader, form, slot)) {
            buffer_text(csv, comma);
            append_cell(csv, bytes ? slot_text(reader, slot, bytes) : slot->name);
            comma = ",";
        }
    }
    buffer_byte(csv, '\n');
}

// The file that the schema reads the records from, under its own last name, so that it can take
// the place of the original. The schema itself is there already.
static void extract(const struct record_reader *reader, size_t count, struct dump_result *result)
{
    const struct dump_request *request = reader->request;
    const struct record_form *form = image_plan_of(request->images, request->partition)->parsed;
    struct tree_node *files = dump_files(request->arena);
    struct buffer csv;
    if (!form->data) {
        return;
    }
    buffer_init(&csv, request->arena);
    append_row(reader, form, NULL, &csv);
    for (size_t row = 0; row < count; row++) {
        append_row(reader, form, request->bytes + row * reader->size, &csv);
    }
    const char *slash = strrchr(form->data->text, '/');
    dump_add_file(request->arena, files, slash ? slash + 1 : form->data->text, csv.bytes,
                  csv.length);
    result->files = files;
    result->is_secret = image_is_secret(request->images, request->partition);
}

// Whether the slots are known. What a table of types says is read from its file, with its mistakes
// reported as those of the schema.
static bool begin(struct record_reader *reader)
{
    const struct dump_request *request = reader->request;
    const struct partition *partition = request->partition;
    bool is_of_records = partition && generator_makes("record", partition);
    const struct image_plan *plan =
        is_of_records ? image_plan_of(request->images, partition) : NULL;
    slots_init(&reader->slots, request->arena);
    if (!plan) {
        return false;
    }
    const struct record_form *form = plan->parsed;
    reader->record = plan->record;
    if (reader->record) {
        record_slots(reader->record, &reader->slots);
        reader->size = reader->record->size;
        return reader->size > 0;
    }
    reader->size = request->size;
    if (!form || !form->types || !request->schema) {
        return false;
    }
    struct image_request schema = *request->schema;
    schema.partition = request->partition;
    size_t errors = schema.diagnostics->errors;
    record_types_read(&schema, form->types, &reader->slots);
    return schema.diagnostics->errors == errors;
}

// The product cannot overflow: it is compared with the size after each step, which is that of a
// file. An erased record ends the list, although records might follow: firmware appends them in
// order.
static void record_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    struct record_reader reader = {.request = request};
    fact_text(arena, fact, "format", "record");
    fact_say(arena, fact, "records");
    if (!begin(&reader)) {
        fact_damage(arena, fact, request->base,
                    "records are read with a schema whose partition is `from record`: give "
                    "--schema and --partition");
        return;
    }
    size_t count = 0;
    struct fact *list = fact_list(arena, fact, "records");
    while ((count + 1) * reader.size <= request->size &&
           !dump_is_all(request->bytes + count * reader.size, (size_t)reader.size, 0xff)) {
        tell_record(&reader, count, count * reader.size, list);
        count++;
    }
    fact_say(arena, fact, "records: %zu of %" PRIu64 " bytes each", count, reader.size);
    dump_check_rest(request, fact, (size_t)(count * reader.size));
    if (request->wants_files && count) {
        extract(&reader, count, result);
    }
}

const struct decoder record_decoder = {
    .name = "record",
    .description = "records that a schema declares",
    .decode = record_dump,
    .is_by_schema = true,
};
