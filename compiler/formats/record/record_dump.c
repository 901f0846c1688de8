// Records, read back as the schema declares them.
//
// An image of records has no magic number and no types in it: without the schema it is only bytes.
// How many records there are is not written anywhere either: they end with the partition, or where
// a whole record is erased flash.
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

// The product cannot overflow: it is compared with the size after each step, which is that of a
// file. An erased record ends the list, although records might follow: firmware appends them in
// order.
static void tell_records(const struct record_reader *reader, struct dump_result *result)
{
    const struct dump_request *request = reader->request;
    struct arena *arena = request->arena;
    struct fact *fact = result->fact;
    struct fact *list = fact_list(arena, fact, "records");
    size_t count = 0;
    while ((count + 1) * reader->size <= request->size &&
           !dump_is_all(request->bytes + count * reader->size, (size_t)reader->size, 0xff)) {
        uint64_t at = count * reader->size;
        const char *title =
            arena_format(arena, "record %zu at 0x%" PRIx64, count, request->base + at);
        record_tell(reader, title, at, list);
        count++;
    }
    fact_say(arena, fact, "records: %zu of %" PRIu64 " bytes each", count, reader->size);
    dump_check_rest(request, fact, (size_t)(count * reader->size));
    if (request->wants_files && count) {
        uint64_t *offsets = arena_array(arena, count, sizeof *offsets);
        for (size_t i = 0; i < count; i++) {
            offsets[i] = i * reader->size;
        }
        record_extract(reader, offsets, count, result);
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
