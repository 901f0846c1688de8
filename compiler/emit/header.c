// NAME.h: the layout as constants and typed accessors, for C99, C11 and C++17.
#include "artifacts.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

struct header {
    const struct layout *layout;
    struct arena *arena;
    struct buffer out;
    const char *prefix; // of macros: THERMOSTAT
    const char *name;   // of functions: thermostat
};

static const char *upper(const struct header *header, const char *identifier)
{
    return text_upper(header->arena, identifier);
}

// An integer constant of the narrowest type that has it, as C99 and C++ write it.
static const char *constant_text(struct arena *arena, struct number value)
{
    if (value.negative && value.magnitude > INT64_MAX) {
        return "(-9223372036854775807ll - 1)";
    }
    const char *digits = text_number(arena, value);
    if (value.negative) {
        return arena_format(arena, "(%s%s)", digits, value.magnitude > INT32_MAX ? "ll" : "");
    }
    const char *suffix = value.magnitude > INT64_MAX    ? "ull"
                         : value.magnitude > UINT32_MAX ? "ll"
                         : value.magnitude > INT32_MAX  ? "u"
                                                        : "";
    return arena_format(arena, "%s%s", digits, suffix);
}

// An offset or size; beyond 32 bits too, for devices whose partitions get no accessors.
static const char *size_text(struct arena *arena, uint64_t value)
{
    return arena_format(arena, "0x%" PRIx64 "%s", value, value > UINT32_MAX ? "ull" : "u");
}

// What changes when any table does: the CRC-32 of all their rows, in the order of the schema.
static uint32_t layout_digest(const struct layout *layout)
{
    struct buffer rows;
    buffer_init(&rows, layout->arena);
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        for (size_t j = 0; j < table->rows.count; j++) {
            const struct partition *partition = table->rows.items[j];
            buffer_format(&rows,
                          "%zu %s %" PRIu64 ".%" PRIu64 " %" PRIx64 " %" PRIx64 " %" PRIx32 "\n", i,
                          partition->label, partition->type, partition->subtype, partition->offset,
                          partition->size, partition->flags);
        }
    }
    return digest_crc32(rows.bytes, rows.length);
}

static void append_head(struct header *header)
{
    struct buffer *out = &header->out;
    const struct layout *layout = header->layout;
    append_comment(
        out, "//",
        arena_format(header->arena, "%s, for %s. Made by schemac.", title(layout), layout->chip));
    append_comment(out, "///", layout->documentation);
    buffer_format(out,
                  "#ifndef %s_H\n"
                  "#define %s_H\n\n"
                  "#define %s_REVISION %" PRIu64 "u\n"
                  "#define %s_LAYOUT_DIGEST 0x%08" PRIx32 "u\n",
                  header->prefix, header->prefix, header->prefix, layout->revision, header->prefix,
                  layout_digest(layout));
    for (size_t i = 0; i < layout->devices.count; i++) {
        const struct device *device = layout->devices.items[i];
        buffer_format(out, "#define %s_%s_SIZE %s\n", header->prefix,
                      upper(header, device->identifier), size_text(header->arena, device->size));
    }
}

static void append_constants(struct header *header)
{
    const struct list *constants = &header->layout->constants;
    buffer_text(&header->out, constants->count ? "\n" : "");
    for (size_t i = 0; i < constants->count; i++) {
        const struct layout_constant *constant = constants->items[i];
        append_comment(&header->out, "///", constant->documentation);
        buffer_format(&header->out, "#define %s_%s %s\n", header->prefix,
                      upper(header, constant->identifier),
                      constant->text ? quote_c(header->arena, constant->text)
                                     : constant_text(header->arena, constant->value));
    }
}

static void append_place(struct header *header, const struct partition *partition)
{
    const char *name = upper(header, partition->identifier);
    append_comment(&header->out, "///", partition->documentation);
    buffer_format(&header->out,
                  "#define %s_%s_OFFSET %s\n"
                  "#define %s_%s_SIZE %s\n",
                  header->prefix, name, size_text(header->arena, partition->offset), header->prefix,
                  name, size_text(header->arena, partition->size));
}

static void append_table(struct header *header, const struct table *table)
{
    struct buffer *out = &header->out;
    const char *name = upper(header, table->identifier);
    const char *device =
        table->device->index ? arena_format(header->arena, ", on `%s`", table->device->name) : "";
    buffer_text(out, "\n");
    append_comment(out, "//", arena_format(header->arena, "Table `%s`%s.", table->name, device));
    append_comment(out, "///", table->documentation);
    if (table->format) {
        buffer_format(out,
                      "#define %s_%s_TABLE_OFFSET %s\n"
                      "#define %s_%s_TABLE_SIZE %s\n",
                      header->prefix, name, size_text(header->arena, table->offset), header->prefix,
                      name, size_text(header->arena, table->format->size));
    }
    for (size_t i = 0; i < table->rows.count; i++) {
        append_place(header, table->rows.items[i]);
    }
}

static const char *type_name(enum partition_kind kind)
{
    static const char *const names[KIND_COUNT] = {
        [KIND_DATA] = "pschema_data",    [KIND_APP] = "pschema_app",
        [KIND_OTA_SLOT] = "pschema_app", [KIND_OTADATA] = "pschema_otadata",
        [KIND_NVS] = "pschema_nvs",      [KIND_FILESYSTEM] = "pschema_filesystem",
        [KIND_TABLE] = "pschema_table",
    };
    return names[kind];
}

static void append_string(struct buffer *out, const char *text)
{
    buffer_byte(out, '"');
    for (; *text; text++) {
        bool is_plain = (unsigned char)*text >= 0x20 && (unsigned char)*text < 0x7f;
        if (*text == '"' || *text == '\\' || *text == '?') { // no trigraph either
            buffer_format(out, "\\%c", *text);
        } else if (is_plain) {
            buffer_byte(out, (uint8_t)*text);
        } else {
            buffer_format(out, "\\%03o", (unsigned char)*text);
        }
    }
    buffer_byte(out, '"');
}

static bool is_writable(enum partition_kind kind)
{
    return kind == KIND_DATA || kind == KIND_FILESYSTEM;
}

static void append_accessor(struct header *header, const struct partition *partition)
{
    struct buffer *out = &header->out;
    const char *type = type_name(partition->kind);
    const char *name = upper(header, partition->identifier);
    buffer_text(out, "\n");
    append_comment(out, "///", partition->documentation);
    buffer_format(out,
                  "static inline struct %s %s_%s(void)\n"
                  "{\n"
                  "    static const struct pschema_partition it = {\n"
                  "        ",
                  type, header->name, partition->identifier);
    append_string(out, partition->label);
    buffer_format(out,
                  ", %s_%s_OFFSET, %s_%s_SIZE, 0x%" PRIx32 "u, 0x%02" PRIx64 "u, 0x%02" PRIx64
                  "u, %zuu};\n"
                  "    const struct %s typed = {&it%s};\n"
                  "    return typed;\n"
                  "}\n",
                  header->prefix, name, header->prefix, name, partition->flags, partition->type,
                  partition->subtype, partition->table->device->index, type,
                  is_writable(partition->kind) ? ", {&it}" : "");
}

// The OTA slots of the main table, by their numbers.
static struct list find_slots(const struct layout *layout)
{
    struct list slots = {0};
    const struct table *table = main_table(layout);
    for (uint64_t number = 0, found = 1; table && found; number++) {
        found = 0;
        for (size_t i = 0; i < table->rows.count && !found; i++) {
            const struct partition *partition = table->rows.items[i];
            if (partition->kind == KIND_OTA_SLOT && partition->family_number == number) {
                list_append(layout->arena, &slots, partition);
                found = 1;
            }
        }
    }
    return slots;
}

// A constant index out of range does not compile, as far as the compiler can be told so where it is
// written: later, after loops were unrolled, good programs have such calls too. (The conditional is
// an `int *` for a constant expression only, whose null pointer is any pointer.) Any other index
// gives a partition of no bytes.
static void append_slots(struct header *header, const struct list *slots)
{
    struct buffer *out = &header->out;
    const char *name = header->name;
    size_t count = slots->count;
    buffer_format(out,
                  "\n/// The OTA slot ota_I; I is less than %s_OTA_SLOTS.\n"
                  "static inline struct pschema_app %s_ota_slot(unsigned i)\n"
                  "{\n"
                  "    static const struct pschema_partition nothing = "
                  "{\"\", 0u, 0u, 0u, 0u, 0u, 0u};\n"
                  "    const struct pschema_app none = {&nothing};\n"
                  "    switch (i) {\n",
                  header->prefix, name);
    for (size_t i = 0; i < count; i++) {
        const struct partition *partition = slots->items[i];
        buffer_format(out, "    case %zu:\n        return %s_%s();\n", i, name,
                      partition->identifier);
    }
    buffer_format(out,
                  "    default:\n"
                  "        return none;\n"
                  "    }\n"
                  "}\n\n"
                  "#if defined(__GNUC__) && !defined(__cplusplus)\n"
                  "struct pschema_app %s_no_such_ota_slot(void)\n"
                  "    __attribute__((error(\"there are %zu OTA slots\")));\n"
                  "#define %s_ota_slot(i) \\\n"
                  "    __builtin_choose_expr( \\\n"
                  "        (unsigned)__builtin_choose_expr( \\\n"
                  "            __builtin_types_compatible_p( \\\n"
                  "                __typeof__(1 ? (void *)((long)(i)*0l) : (int *)1), int *), \\\n"
                  "            (i), 0) >= %zuu, \\\n"
                  "        %s_no_such_ota_slot(), %s_ota_slot(i))\n"
                  "#endif\n",
                  name, count, name, count, name, name);
}

static void append_accessors(struct header *header, const struct list *slots)
{
    buffer_text(&header->out,
                "\n// The accessors need the runtime's headers; without them the constants stand "
                "alone.\n"
                "#ifdef __has_include\n"
                "#if __has_include(<pschema/partition.h>)\n"
                "#include <pschema/partition.h>\n");
    for (size_t i = 0; i < header->layout->tables.count; i++) {
        const struct table *table = header->layout->tables.items[i];
        for (size_t j = 0; j < table->rows.count; j++) {
            append_accessor(header, table->rows.items[j]);
        }
    }
    if (slots->count) {
        append_slots(header, slots);
    }
    buffer_text(&header->out, "\n#endif\n#endif\n");
}

void header_emit(const struct layout *layout, struct list *artifacts)
{
    struct header header = {
        .layout = layout,
        .arena = layout->arena,
        .prefix = text_upper(layout->arena, layout->identifier),
        .name = text_lower(layout->arena, layout->identifier),
    };
    struct list slots = find_slots(layout);
    buffer_init(&header.out, layout->arena);
    append_head(&header);
    append_constants(&header);
    for (size_t i = 0; i < layout->tables.count; i++) {
        append_table(&header, layout->tables.items[i]);
    }
    if (slots.count) {
        buffer_format(&header.out, "\n#define %s_OTA_SLOTS %zuu\n", header.prefix, slots.count);
    }
    append_accessors(&header, &slots);
    buffer_text(&header.out, "\n#endif\n");
    artifact_add(layout->arena, artifacts, artifact_name(layout, ".h"), &header.out);
}
