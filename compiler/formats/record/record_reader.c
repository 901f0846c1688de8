// One record of an image, shown with the names that its schema has for its fields, and checked; and
// records written as the CSV that they come from.
#include "record_reader.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Byte by byte, in the order that the record has; nothing is read through a pointer that might not
// be aligned.
static uint64_t read_integer(const struct record_reader *reader, const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    assert(size >= 1 && size <= sizeof value); // numbers are refused otherwise
    for (size_t i = 0; i < size; i++) {
        size_t place = reader->slots.is_big_endian ? size - 1 - i : i;
        value |= (uint64_t)bytes[place] << 8 * i;
    }
    return value;
}

static uint64_t read_bits(const struct record_reader *reader, const struct slot *slot,
                          const uint8_t *bytes, uint64_t element)
{
    return read_integer(reader, bytes + slot->offset + element * slot->size, (size_t)slot->size);
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

// Firmware refuses a record for a value that is not in its range. Each element of an array has it.
static void check_range(const struct record_reader *reader, const struct slot *slot,
                        const uint8_t *bytes, uint64_t offset, struct fact *record)
{
    struct arena *arena = reader->request->arena;
    for (uint64_t i = 0; i < slot->count; i++) {
        struct number number = read_number(reader, slot, bytes, i);
        if (is_below(number, slot->low) || is_below(slot->high, number)) {
            const char *index = slot->count > 1 ? arena_format(arena, "[%" PRIu64 "]", i) : "";
            fact_damage(arena, record, offset + slot->offset + i * slot->size,
                        "`%s%s` is %s: it must be %s to %s", slot->name, index,
                        text_number(arena, number), text_number(arena, slot->low),
                        text_number(arena, slot->high));
        }
    }
}

// Single integers are numbers in JSON, all else is text. Only integers have ranges.
static void tell_slot(const struct record_reader *reader, const struct slot *slot,
                      const uint8_t *bytes, uint64_t offset, struct fact *record, struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    if (slot->kind == SLOT_INTEGER && slot->count == 1) {
        fact_number(arena, fact, slot->name, read_number(reader, slot, bytes, 0));
    } else {
        fact_text(arena, fact, slot->name, slot_text(reader, slot, bytes));
    }
    if (slot->kind == SLOT_INTEGER) {
        check_range(reader, slot, bytes, offset, record);
    }
}

static uint64_t read_constant(const struct record_reader *reader, const struct field *field,
                              const uint8_t *bytes)
{
    uint64_t size = field->count * field_type_size(field->type);
    return read_integer(reader, bytes + field->offset, (size_t)size);
}

static const char *constant_text(struct arena *arena, const struct field *field)
{
    return field->source == SOURCE_TEXT ? arena_format(arena, "\"%s\"", field->text)
                                        : text_number(arena, field->number);
}

// Values of the schema are defaults; only those by which firmware knows a record have to be so.
static void check_constants(const struct record_reader *reader, const uint8_t *bytes,
                            uint64_t offset, struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    uint64_t value;
    const struct field *magic = record_find_constant(reader->record, "magic", &value);
    if (magic && read_constant(reader, magic, bytes) != value) {
        fact_damage(arena, fact, offset + magic->offset,
                    "`magic` is not %s: firmware does not take it for a record of this kind",
                    constant_text(arena, magic));
    }
    const struct field *version = record_find_constant(reader->record, "version", &value);
    if (version && read_constant(reader, version, bytes) != value) {
        fact_remark(arena, fact, offset + version->offset, "the schema has version %s",
                    constant_text(arena, version));
    }
}

// Checksums are computed as for an image that is made, in a copy, and compared with what is there.
static void check_record(const struct record_reader *reader, const uint8_t *bytes, uint64_t offset,
                         struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    char *sealed = arena_copy(arena, bytes, (size_t)reader->size);
    record_seal(reader->record, sealed);
    check_constants(reader, bytes, offset, fact);
    for_each (field, &reader->record->fields) {
        size_t size = (size_t)field_type_size(field->type);
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
struct fact *record_tell(const struct record_reader *reader, const char *title, uint64_t at,
                         struct fact *list)
{
    struct arena *arena = reader->request->arena;
    const uint8_t *bytes = reader->request->bytes + at;
    uint64_t offset = reader->request->base + at;
    struct fact *fact = fact_item(arena, list);
    struct buffer line;
    buffer_init(&line, arena);
    buffer_format(&line, "%s:", title);
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
    return fact;
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
void record_extract(const struct record_reader *reader, const uint64_t *offsets, size_t count,
                    struct dump_result *result)
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
        append_row(reader, form, request->bytes + offsets[row], &csv);
    }
    const char *slash = strrchr(form->data->text, '/');
    dump_add_file(request->arena, files, slash ? slash + 1 : form->data->text, csv.bytes,
                  csv.length);
    result->files = files;
    result->is_secret = image_is_secret(request->images, request->partition);
}
