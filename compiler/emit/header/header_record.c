// Records: a struct for each, a description of its fields in flash, and functions that load it.
//
// A record in flash has no padding and may have another byte order; a struct has the layout that
// its compiler prefers. So fields are copied one by one, by the description, and assertions check
// what the description says of the struct. Nothing needs a packed struct or an unaligned access.
#include "header.h"

#include <inttypes.h>
#include <string.h>

// Records of a platform describe its formats and are none of the firmware's business.
bool header_has_struct(const struct record *record)
{
    return record->is_complete && !record->is_of_platform && record->fields.count > 0;
}

bool header_has_records(const struct layout *layout)
{
    for (size_t i = 0; i < layout->records.count; i++) {
        if (header_has_struct(layout->records.items[i])) {
            return true;
        }
    }
    return false;
}

// Whether the offset of each field is a multiple of its size: then every compiler puts it there.
static bool has_natural_places(const struct record *record)
{
    for_each (field, &record->fields) {
        if (field->offset % field_type_size(field->type)) {
            return false;
        }
    }
    return true;
}

// Whether such a struct also has the size of the record, without padding at its end.
static bool has_natural_size(const struct record *record)
{
    for_each (field, &record->fields) {
        if (record->size % field_type_size(field->type)) {
            return false;
        }
    }
    return has_natural_places(record);
}

static const char *length_text(struct arena *arena, const struct field *field)
{
    return field->is_array ? arena_format(arena, "[%" PRIu64 "]", field->count) : "";
}

// The comment of a field, and, of a text, what is easily overlooked.
static const char *member_comment(struct arena *arena, const struct field *field)
{
    const char *own = field->documentation;
    if (field->type != FIELD_CHAR || !field->is_array) {
        return own;
    }
    if (!own || !*own) {
        return "no NUL if it is full";
    }
    bool is_sentence = own[strlen(own) - 1] == '.';
    return arena_format(arena, "%s%s NUL if it is full%s", own, is_sentence ? " No" : "; no",
                        is_sentence ? "." : "");
}

static const char *member_text(const struct header *header, const struct field *field)
{
    struct arena *arena = header->arena;
    return arena_format(arena, "%s %s%s;", header_type(field->type),
                        header_member(header->layout, field), length_text(arena, field));
}

// A comment of one line follows its member, in a column; a longer one precedes it.
static void append_member(struct header *header, const struct field *field, int width)
{
    struct buffer *out = &header->out;
    const char *member = member_text(header, field);
    const char *comment = member_comment(header->arena, field);
    if (comment && !strchr(comment, '\n')) {
        buffer_format(out, "    %-*s ", width, member);
        comment_append(out, "///<", comment);
    } else {
        comment_append(out, "    ///", comment);
        buffer_format(out, "    %s\n", member);
    }
}

static void append_members(struct header *header, const struct record *record)
{
    size_t width = 0;
    for (size_t i = 0; i < record->fields.count; i++) {
        size_t length = strlen(member_text(header, record->fields.items[i]));
        width = length > width ? length : width;
    }
    for (size_t i = 0; i < record->fields.count; i++) {
        append_member(header, record->fields.items[i], (int)width);
    }
}

// Sizes are checked where the struct is the record; otherwise each member alone.
static void append_assertions(struct header *header, const struct record *record)
{
    struct buffer *out = &header->out;
    bool has_places = has_natural_places(record);
    bool has_size = has_natural_size(record);
    const char *name = arena_format(header->arena, "%s_%s", header->name, record->identifier);
    buffer_text(out,
                has_places
                    ? "// Its members have the offsets of the fields in flash.\n"
                    : "// The compiler may add padding to it; in flash, the fields have none.\n");
    if (has_size) {
        buffer_format(out, "PSCHEMA_ASSERT_SIZE(struct %s, %" PRIu64 ");\n", name, record->size);
    }
    for_each (field, &record->fields) {
        const char *member = header_member(header->layout, field);
        uint64_t size = field->count * field_type_size(field->type);
        if (has_places) {
            buffer_format(out, "PSCHEMA_ASSERT_PLACE(struct %s, %s, %" PRIu64 ", %" PRIu64 ");\n",
                          name, member, field->offset, size);
        } else {
            buffer_format(out, "PSCHEMA_ASSERT_MEMBER(struct %s, %s, %" PRIu64 ");\n", name, member,
                          size);
        }
    }
}

static void append_struct(struct header *header, const struct record *record)
{
    struct buffer *out = &header->out;
    buffer_text(out, "\n");
    comment_append(out, "///", record->documentation);
    buffer_format(out, "struct %s_%s {\n", header->name, record->identifier);
    append_members(header, record);
    buffer_text(out, "};\n");
    append_assertions(header, record);
    buffer_format(out, "#define %s_%s_RECORD_SIZE %" PRIu64 "u // in flash\n", header->prefix,
                  header_upper(header, record->identifier), record->size);
}

static void append_fields(struct header *header, const struct record *record)
{
    buffer_text(&header->out, "    static const struct pschema_record_field fields[] = {\n");
    for_each (field, &record->fields) {
        buffer_format(&header->out,
                      "        {offsetof(struct %s_%s, %s), %" PRIu64 "u, %" PRIu64 "u},\n",
                      header->name, record->identifier, header_member(header->layout, field),
                      field->count, field_type_size(field->type));
    }
    buffer_text(&header->out, "    };\n");
}

// The rows of a record's limits, which the runtime checks in this order.
struct limits {
    struct header *header;
    const struct record *record;
    struct buffer rows;
    size_t count;
};

// `index`: of a value in an array; `count`: of values that have the same limit.
static void append_limit(struct limits *limits, const struct field *field, uint64_t index,
                         uint64_t count, const char *otherwise, uint64_t low, uint64_t length)
{
    struct header *header = limits->header;
    uint64_t width = field_type_size(field->type);
    const char *member = header_member(header->layout, field);
    const char *place = arena_format(header->arena, "offsetof(struct %s_%s, %s)", header->name,
                                     limits->record->identifier, member);
    if (index) {
        place = arena_format(header->arena, "%s + %" PRIu64 "u", place, index * width);
    }
    buffer_format(&limits->rows, "        {%s, %" PRIu64 "u, %" PRIu64 "u, %s, %s, %s},\n", place,
                  count, width, otherwise, header_size(header->arena, low),
                  header_size(header->arena, length));
    limits->count++;
}

// A text is so many values; else the field is a number.
static void append_constant(struct limits *limits, const char *name, const char *otherwise)
{
    uint64_t value;
    const struct field *field = record_find_constant(limits->record, name, &value);
    if (field && field->source == SOURCE_TEXT) {
        size_t length = strlen(field->text);
        for (uint64_t i = 0; i < field->count; i++) {
            append_limit(limits, field, i, 1, otherwise, i < length ? (uint8_t)field->text[i] : 0,
                         0);
        }
    } else if (field) {
        append_limit(limits, field, 0, 1, otherwise, value, 0);
    }
}

// Modulo 2^64, as C converts it.
static uint64_t as_bits(struct number number)
{
    return number.negative ? -number.magnitude : number.magnitude;
}

static void append_limits(struct limits *limits)
{
    append_constant(limits, "magic", "PSCHEMA_ERROR_NOT_FOUND");
    append_constant(limits, "version", "PSCHEMA_ERROR_TYPE");
    for_each (field, &limits->record->fields) {
        if (field->source == SOURCE_CRC32) {
            uint64_t end =
                field->last->offset + field->last->count * field_type_size(field->last->type);
            append_limit(limits, field, 0, 1, "PSCHEMA_ERROR_DAMAGED", field->first->offset, end);
        }
    }
    for_each (field, &limits->record->fields) {
        if (field->has_range) {
            uint64_t bits = 8 * field_type_size(field->type);
            uint64_t low = as_bits(field->low);
            append_limit(limits, field, 0, field->count, "PSCHEMA_ERROR_VALUE",
                         low & UINT64_MAX >> (64 - bits), as_bits(field->high) - low);
        }
    }
}

static void append_form(struct header *header, const struct record *record)
{
    struct buffer *out = &header->out;
    struct limits limits = {.header = header, .record = record};
    buffer_init(&limits.rows, header->arena);
    append_limits(&limits);
    buffer_format(out,
                  "\nstatic inline const struct pschema_record_layout *%s_%s_record(void)\n"
                  "{\n",
                  header->name, record->identifier);
    append_fields(header, record);
    if (limits.count) {
        buffer_format(out,
                      "    static const struct pschema_record_limit limits[] = {\n"
                      "%s"
                      "    };\n",
                      limits.rows.bytes);
    }
    buffer_format(out,
                  "    static const struct pschema_record_layout record = {\n"
                  "        %s_%s_RECORD_SIZE, %zuu, %zuu, fields, %s, %uu};\n"
                  "    return &record;\n"
                  "}\n",
                  header->prefix, header_upper(header, record->identifier), record->fields.count,
                  limits.count, limits.count ? "limits" : "NULL", record->is_big_endian ? 1u : 0u);
}

// `_load` is for the usual case of one record in a partition.
static void append_loaders(struct header *header, const struct partition *partition,
                           const struct record *record)
{
    const char *name = arena_format(header->arena, "%s_%s", header->name, partition->identifier);
    const char *type = arena_format(header->arena, "%s_%s", header->name, record->identifier);
    buffer_format(&header->out,
                  "\n#define %s_%s_CAPACITY %" PRIu64 "u // records\n"
                  "/// Loads the record at `index`, from 0: see pschema_record_load().\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_load_at(\n"
                  "    const struct pschema_flash *flash, uint32_t index, struct %s *record)\n"
                  "{\n"
                  "    return pschema_record_load(\n"
                  "        flash, %s().partition, index, %s_record(), record);\n"
                  "}\n\n"
                  "/// Loads the first record.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_load(\n"
                  "    const struct pschema_flash *flash, struct %s *record)\n"
                  "{\n"
                  "    return %s_load_at(flash, 0u, record);\n"
                  "}\n",
                  header->prefix, header_upper(header, partition->identifier),
                  partition->size / record->size, name, type, name, type, name, type, name);
}

void header_append_records(struct header *header)
{
    const struct layout *layout = header->layout;
    for_each (record, &layout->records) {
        if (header_has_struct(record)) {
            append_struct(header, record);
            append_form(header, record);
        }
    }
    for_each (table, &layout->tables) {
        for_each (partition, &table->rows) {
            const struct image_plan *plan = image_plan_of(header->images, partition);
            const struct record *record = plan ? plan->record : NULL;
            if (record && header_has_struct(record)) {
                append_loaders(header, partition, record);
            }
        }
    }
}
