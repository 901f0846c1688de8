// The description of a record's fields and limits, by which the runtime copies and checks it, and
// its defaults.
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

// "sensor_calibration": what the names of a record begin with.
static const char *record_name(const struct header *header, const struct record *record)
{
    return arena_format(header->arena, "%s_%s", header->name, record->identifier);
}

static const char *add_fields(struct header *header, const struct record *record)
{
    const char *name = record_name(header, record);
    const char *constant = arena_format(header->arena, "%s_fields", name);
    struct buffer value;
    buffer_init(&value, header->arena);
    buffer_text(&value, "{\n");
    for_each (field, &record->fields) {
        buffer_format(&value, "    {offsetof(struct %s, %s), %" PRIu64 "u, %" PRIu64 "u},\n", name,
                      header_member(header->layout, field), field->count,
                      field_type_size(field->type));
    }
    buffer_text(&value, "}");
    header_add_constant(header, "struct pschema_record_field", constant, record->fields.count,
                        value.bytes);
    return constant;
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
    const char *place =
        arena_format(header->arena, "offsetof(struct %s, %s)", record_name(header, limits->record),
                     header_member(header->layout, field));
    if (index) {
        place = arena_format(header->arena, "%s + %" PRIu64 "u", place, index * width);
    }
    buffer_format(&limits->rows, "    {%s, %" PRIu64 "u, %" PRIu64 "u, %s, %s, %s},\n", place,
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

static const char *add_limits(struct limits *limits)
{
    struct header *header = limits->header;
    append_limits(limits);
    if (limits->count == 0) {
        return "PSCHEMA_NULL";
    }
    const char *constant =
        arena_format(header->arena, "%s_limits", record_name(header, limits->record));
    header_add_constant(header, "struct pschema_record_limit", constant, limits->count,
                        arena_format(header->arena, "{\n%s}", limits->rows.bytes));
    return constant;
}

bool header_has_default(const struct field *field)
{
    return (field->source == SOURCE_NUMBER || field->source == SOURCE_FLOAT) && !field->is_array;
}

// As the schema has it, but for a suffix, which is that of the type.
static const char *float_text(struct arena *arena, const struct field *field)
{
    const char *digits = arena_copy(arena, field->text, strspn(field->text, "+-.0123456789eE"));
    const char *suffix = field->type == FIELD_F32 ? "f" : "";
    return arena_format(arena, *digits == '-' ? "(%s%s)" : "%s%s", digits, suffix);
}

// Without a default it is 0, or what the range has nearest to that.
static struct number nearest_to_zero(const struct field *field)
{
    struct number zero = number_of(0);
    if (field->has_range && number_compare(field->low, zero) > 0) {
        return field->low;
    }
    return field->has_range && number_compare(field->high, zero) < 0 ? field->high : zero;
}

const char *header_default(struct arena *arena, const struct field *field)
{
    if (field->source == SOURCE_FLOAT) {
        return float_text(arena, field);
    }
    return header_constant(arena,
                           field->source == SOURCE_NUMBER ? field->number : nearest_to_zero(field));
}

// As single characters: in C++, a string must have a place for its NUL.
static void append_characters(const struct field *field, struct buffer *value)
{
    size_t length = field->source == SOURCE_TEXT ? strlen(field->text) : 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)field->text[i];
        bool is_plain = c >= ' ' && c < 0x7f && c != '\'' && c != '\\';
        buffer_format(value, is_plain ? "%s'%c'" : "%s'\\x%02x'", i ? ", " : "", c);
    }
    buffer_text(value, length ? "" : "0");
}

// What an array does not say is 0.
static void append_value(struct arena *arena, const struct field *field, struct buffer *value)
{
    const char *element = header_default(arena, field);
    bool is_zero = strcmp(element, "0") == 0;
    buffer_text(value, field->is_array ? "{" : "");
    if (field->type == FIELD_CHAR) {
        append_characters(field, value);
    } else {
        for (uint64_t i = 0; i < (is_zero ? 1 : field->count); i++) {
            buffer_format(value, "%s%s", i ? ", " : "", element);
        }
    }
    buffer_text(value, field->is_array ? "}" : "");
}

// Checksums are 0: they are filled in where a record is stored.
static void append_defaults(struct header *header, const struct record *record)
{
    const char *name = record_name(header, record);
    struct buffer value;
    buffer_init(&value, header->arena);
    buffer_text(&value, "{\n");
    for_each (field, &record->fields) {
        buffer_text(&value, "    ");
        append_value(header->arena, field, &value);
        buffer_format(&value, ", // %s\n", header_member(header->layout, field));
    }
    buffer_text(&value, "}");
    header_add_constant(header, arena_format(header->arena, "struct %s", name),
                        arena_format(header->arena, "%s_defaults", name), 0, value.bytes);
    buffer_format(&header->out,
                  "\n/// The defaults of the schema. What has none is 0, or as near to it as its "
                  "range allows.\n"
                  "%s_ACCESSOR struct %s %s_default(void)\n"
                  "{\n"
                  "    return %s_defaults;\n"
                  "}\n",
                  header->prefix, name, name, name);
}

void header_append_record_form(struct header *header, const struct record *record)
{
    const char *name = record_name(header, record);
    struct limits limits = {.header = header, .record = record};
    buffer_init(&limits.rows, header->arena);
    const char *fields = add_fields(header, record);
    const char *rows = add_limits(&limits);
    const char *value =
        arena_format(header->arena, "{\n    %s_%s_RECORD_SIZE, %zuu, %zuu, %s, %s, %uu}",
                     header->prefix, header_upper(header, record->identifier), record->fields.count,
                     limits.count, fields, rows, record->is_big_endian ? 1u : 0u);
    header_add_constant(header, "struct pschema_record_layout",
                        arena_format(header->arena, "%s_layout", name), 0, value);
    buffer_format(&header->out,
                  "\n%s_ACCESSOR const struct pschema_record_layout *%s_record(void)\n"
                  "{\n"
                  "    return &%s_layout;\n"
                  "}\n",
                  header->prefix, name, name);
    append_defaults(header, record);
}
