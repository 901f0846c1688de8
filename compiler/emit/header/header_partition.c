// Partitions: a function for each, whose type says what can be done with it. The types of the
// runtime convert in one direction only: data can be passed where read-only data is wanted, but
// writing to a read-only partition, or erasing an app as data, does not compile.
#include "header.h"

#include <inttypes.h>
#include <string.h>

enum { LINE_LENGTH = 88 };

// The types of the runtime for a writable and for a read-only partition; null: there is only one.
struct type_names {
    const char *name;
    const char *read_only;
};

static const struct type_names types[KIND_COUNT] = {
    [KIND_DATA] = {"pschema_data", "pschema_readonly_data"},
    [KIND_APP] = {"pschema_app", NULL},
    [KIND_OTA_SLOT] = {"pschema_app", NULL},
    [KIND_OTADATA] = {"pschema_otadata", NULL},
    [KIND_NVS] = {"pschema_nvs", NULL},
    [KIND_FILESYSTEM] = {"pschema_filesystem", "pschema_readonly_filesystem"},
    [KIND_TABLE] = {"pschema_table", NULL},
};

static const struct type_names record_types = {"pschema_records", "pschema_readonly_records"};

// Data whose content is a record of the schema's own can be loaded as such.
static const struct type_names *find_types(const struct header *header,
                                           const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(header->images, partition);
    bool is_records = plan && plan->record && header_has_struct(plan->record);
    return partition->kind == KIND_DATA && is_records ? &record_types : &types[partition->kind];
}

const char *header_flags(const struct layout *layout, const struct partition *partition)
{
    static const char *const texts[] = {"0u", "PSCHEMA_FLAG_ENCRYPTED", "PSCHEMA_FLAG_READ_ONLY",
                                        "PSCHEMA_FLAG_ENCRYPTED | PSCHEMA_FLAG_READ_ONLY"};
    unsigned index = layout_has_flag(layout, partition, "encrypted") ? 1 : 0;
    index |= layout_has_flag(layout, partition, "readonly") ? 2 : 0;
    return texts[index];
}

// The initializer of its descriptor, on two lines if one would be too long.
static const char *descriptor(const struct header *header, const struct partition *partition)
{
    struct arena *arena = header->arena;
    const char *name = header_upper(header, partition->identifier);
    const char *place = arena_format(arena, "%s_%s_OFFSET, %s_%s_SIZE,", header->prefix, name,
                                     header->prefix, name);
    const char *facts =
        arena_format(arena, "%s, 0x%02" PRIx64 "u, 0x%02" PRIx64 "u, %zuu, %s",
                     header_flags(header->layout, partition), partition->type, partition->subtype,
                     partition->table->flash->index, header_label(arena, partition->label));
    bool is_long = strlen(place) + strlen(facts) > LINE_LENGTH;
    return arena_format(arena, "%s%s%s", place, is_long ? "\n    " : " ", facts);
}

static bool is_written(const struct header *header, const struct partition *partition)
{
    return find_types(header, partition)->read_only &&
           !layout_has_flag(header->layout, partition, "readonly");
}

static const char *type_name(const struct header *header, const struct partition *partition)
{
    const struct type_names *names = find_types(header, partition);
    bool is_read_only = names->read_only && !is_written(header, partition);
    return is_read_only ? names->read_only : names->name;
}

static void append_prototype(struct header *header, const struct partition *partition,
                             struct buffer *out)
{
    buffer_format(out, "%s_ACCESSOR struct %s %s_%s(void)", header->prefix,
                  type_name(header, partition), header->name, partition->identifier);
}

static const char *comment_of(const struct header *header, const struct partition *partition)
{
    const char *own = partition->documentation;
    return own && *own ? own
                       : arena_format(header->arena, "Partition `%s`: %s at %s.", partition->label,
                                      text_size(header->arena, partition->size),
                                      text_offset(header->arena, partition->offset));
}

static void append_partition(struct header *header, const struct partition *partition)
{
    struct buffer *out = &header->out;
    const char *constant =
        arena_format(header->arena, "%s_%s_partition", header->name, partition->identifier);
    header_add_constant(header, "struct pschema_partition", constant, 0,
                        arena_format(header->arena, "{\n    %s}", descriptor(header, partition)));
    buffer_text(out, "\n");
    comment_append(out, "///", comment_of(header, partition));
    append_prototype(header, partition, out);
    buffer_format(out,
                  "\n{\n"
                  "    const struct %s typed = {&%s%s};\n"
                  "    return typed;\n"
                  "}\n",
                  type_name(header, partition), constant,
                  is_written(header, partition) ? arena_format(header->arena, ", {&%s}", constant)
                                                : "");
}

void header_declare_partitions(struct header *header, const char *identifier)
{
    for_each (table, &header->layout->tables) {
        for_each (row, &table->rows) {
            if (strcmp(row->identifier, identifier) == 0) {
                buffer_text(&header->types, "\n");
                append_prototype(header, row, &header->types);
                buffer_text(&header->types, ";\n");
            }
        }
    }
}

void header_append_partitions(struct header *header)
{
    for_each (table, &header->layout->tables) {
        for_each (row, &table->rows) {
            append_partition(header, row);
        }
    }
}
