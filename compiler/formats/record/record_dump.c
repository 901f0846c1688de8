// Records, read back as the schema declares them.
//
// An image of records has no magic number and no types in it: without the schema it is only bytes.
// How many records there are is not written anywhere either: what is not erased is one.
#include "record_reader.h"

#include <inttypes.h>

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
    reader->ring = plan->ring;
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

static bool is_blank(const struct record_reader *reader, size_t index)
{
    return dump_is_all(reader->request->bytes + index * reader->size, (size_t)reader->size, 0xff);
}

// A CSV has no row for a record that is not there, so that those after it would move.
static void extract(const struct record_reader *reader, size_t room, size_t count,
                    struct dump_result *result)
{
    uint64_t *offsets = arena_array(reader->request->arena, count, sizeof *offsets);
    size_t found = 0;
    for (size_t i = 0; i < room; i++) {
        if (!is_blank(reader, i)) {
            offsets[found++] = i * reader->size;
        }
    }
    if (offsets[count - 1] == (count - 1) * reader->size) {
        record_extract(reader, offsets, count, result);
        return;
    }
    fact_remark(reader->request->arena, result->fact, reader->request->base,
                "records are missing between others: no CSV makes this image");
}

// Firmware may store a record at any index, and leave others blank.
static void tell_records(const struct record_reader *reader, struct dump_result *result)
{
    const struct dump_request *request = reader->request;
    struct arena *arena = request->arena;
    struct fact *fact = result->fact;
    struct fact *list = fact_list(arena, fact, "records");
    size_t room = reader->size ? (size_t)(request->size / reader->size) : 0;
    size_t count = 0;
    for (size_t i = 0; i < room; i++) {
        uint64_t at = i * reader->size;
        if (is_blank(reader, i)) {
            continue;
        }
        const char *title = arena_format(arena, "record %zu at 0x%" PRIx64, i, request->base + at);
        record_tell(reader, title, at, list);
        count++;
    }
    fact_say(arena, fact, "records: %zu of %" PRIu64 " bytes each", count, reader->size);
    dump_check_rest(request, fact, (size_t)(room * reader->size));
    if (request->wants_files && count) {
        extract(reader, room, count, result);
    }
}

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
    if (reader.ring) {
        ring_dump(&reader, result);
    } else {
        tell_records(&reader, result);
    }
}

const struct decoder record_decoder = {
    .name = "record",
    .description = "records that a schema declares",
    .decode = record_dump,
    .is_by_schema = true,
};
