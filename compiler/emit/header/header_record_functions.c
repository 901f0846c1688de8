// Functions for the records of a partition: they load and store one by its index, or, of a ring,
// find the latest one and append another.
//
// A struct that a function fills always has something that firmware can use: where there is no
// record, the schema's defaults.
#include "header.h"

#include <inttypes.h>

struct record_names {
    const char *partition; // "sensor_calib"
    const char *record;    // "sensor_calibration"
};

// `call` is one of the runtime, with its arguments but the last.
static void append_loader(struct header *header, const struct record_names *names,
                          const char *suffix, const char *parameters, const char *call)
{
    buffer_format(&header->out,
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_%s(\n"
                  "    const struct pschema_flash *flash, %sstruct %s *record)\n"
                  "{\n"
                  "    const enum pschema_result result = %s, record);\n"
                  "    if (result) {\n"
                  "        *record = %s_defaults;\n"
                  "    }\n"
                  "    return result;\n"
                  "}\n",
                  names->partition, suffix, parameters, names->record, call, names->record);
}

// `_load` is for the usual case of one record in a partition.
static void append_loaders(struct header *header, const struct record_names *names)
{
    struct buffer *out = &header->out;
    buffer_text(out, "/// Loads the record at `index`, from 0: see pschema_record_load(). Where it "
                     "does not return\n"
                     "/// PSCHEMA_OK, `*record` is what the schema has as defaults.\n");
    append_loader(header, names, "load_at", "uint32_t index, ",
                  arena_format(header->arena,
                               "pschema_record_load(\n"
                               "        flash, %s().partition, index, &%s_layout",
                               names->partition, names->record));
    buffer_format(out,
                  "\n/// Loads the first record.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_load(\n"
                  "    const struct pschema_flash *flash, struct %s *record)\n"
                  "{\n"
                  "    return %s_load_at(flash, 0u, record);\n"
                  "}\n",
                  names->partition, names->record, names->partition);
}

static void append_stores(struct header *header, const struct record_names *names)
{
    const char *name = names->partition, *record = names->record;
    buffer_format(&header->out,
                  "\n/// Stores a record at `index`, from 0, where the flash is erased: see "
                  "pschema_record_store(). Magic,\n"
                  "/// version and checksums are filled in, in `*record`, too.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_store_at(\n"
                  "    const struct pschema_flash *flash, uint32_t index, struct %s *record)\n"
                  "{\n"
                  "    return pschema_record_store(\n"
                  "        flash, %s().writable, index, &%s_layout, record);\n"
                  "}\n\n"
                  "/// Stores the first record.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_store(\n"
                  "    const struct pschema_flash *flash, struct %s *record)\n"
                  "{\n"
                  "    return %s_store_at(flash, 0u, record);\n"
                  "}\n",
                  name, record, name, record, name, record, name);
}

static void append_ring(struct header *header, const struct record_names *names,
                        const struct record_ring *ring)
{
    const char *name = names->partition, *record = names->record;
    struct buffer *out = &header->out;
    header_add_constant(header, "struct pschema_ring_layout",
                        arena_format(header->arena, "%s_ring", name), 0,
                        arena_format(header->arena, "{&%s_layout, %s, %" PRIu64 "u}", record,
                                     header_size(header->arena, ring->sector), ring->slot));
    buffer_text(out, "\n/// Loads the record that was appended last: see pschema_ring_latest(). "
                     "Where it does not return\n"
                     "/// PSCHEMA_OK, `*record` is what the schema has as defaults.\n");
    append_loader(header, names, "latest", "",
                  arena_format(header->arena,
                               "pschema_ring_latest(\n"
                               "        flash, %s().partition, &%s_ring",
                               name, name));
    buffer_format(out,
                  "\n/// Appends a record: see pschema_ring_append(). Magic, version and checksums "
                  "are filled in, in\n"
                  "/// `*record`, too.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_append(\n"
                  "    const struct pschema_flash *flash, struct %s *record)\n"
                  "{\n"
                  "    return pschema_ring_append(flash, %s().writable, &%s_ring, record);\n"
                  "}\n",
                  name, record, name, name);
}

bool header_can_store(const struct layout *layout, const struct partition *partition)
{
    return partition->kind == KIND_DATA && !layout_has_flag(layout, partition, "readonly");
}

void header_append_record_functions(struct header *header, const struct partition *partition,
                                    const struct image_plan *plan)
{
    const struct record_names names = {
        arena_format(header->arena, "%s_%s", header->name, partition->identifier),
        arena_format(header->arena, "%s_%s", header->name, plan->record->identifier),
    };
    bool can_store = header_can_store(header->layout, partition);
    if (plan->ring && can_store) {
        append_ring(header, &names, plan->ring);
        return;
    }
    buffer_format(&header->out, "\n#define %s_%s_CAPACITY %" PRIu64 "u // records\n",
                  header->prefix, header_upper(header, partition->identifier),
                  partition->size / plan->record->size);
    append_loaders(header, &names);
    if (can_store) {
        append_stores(header, &names);
    }
}
