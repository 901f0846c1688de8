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

// A text with the size of a number, as the number that the runtime reads there.
static bool read_text(const struct record *record, const struct field *field, uint64_t *value)
{
    uint64_t size = field->count;
    if (field->source != SOURCE_TEXT || (size != 1 && size != 2 && size != 4 && size != 8)) {
        return false;
    }
    size_t length = strlen(field->text);
    *value = 0;
    for (size_t i = 0; i < size; i++) {
        size_t at = record->is_big_endian ? i : (size_t)size - 1 - i;
        *value = *value << 8 | (at < length ? (uint8_t)field->text[at] : 0);
    }
    return true;
}

// As the field has it: negative numbers are cut to its bits.
static bool read_number(const struct field *field, uint64_t *value)
{
    uint64_t bits = 8 * field_type_size(field->type);
    if (field->source != SOURCE_NUMBER || field->count != 1) {
        return false;
    }
    *value = field->number.negative ? -field->number.magnitude : field->number.magnitude;
    *value &= UINT64_MAX >> (64 - bits);
    return true;
}

// What every record must contain: a magic number or text, then the version. A field with a range
// may contain other values than its default.
static const struct field *find_constant(const struct record *record, const char *name,
                                         uint64_t *value)
{
    const struct field *field = record_find(record, name);
    bool is_constant = field && !field->has_range &&
                       (read_number(field, value) || read_text(record, field, value));
    return is_constant ? field : NULL;
}

static size_t append_constants(struct header *header, const struct record *record)
{
    static const char *const names[][2] = {{"magic", "PSCHEMA_ERROR_NOT_FOUND"},
                                           {"version", "PSCHEMA_ERROR_TYPE"}};
    struct buffer rows;
    size_t count = 0;
    buffer_init(&rows, header->arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t value;
        const struct field *field = find_constant(record, names[i][0], &value);
        if (field) {
            buffer_format(&rows,
                          "        {%" PRIu64 "u, %" PRIu64 "u, %s, 0x%" PRIx64 "%s}, // %s\n",
                          field->offset, field->count * field_type_size(field->type), names[i][1],
                          value, value > UINT32_MAX ? "ull" : "u", field->name);
            count++;
        }
    }
    if (count) {
        buffer_format(&header->out,
                      "    static const struct pschema_record_constant constants[] = {\n"
                      "%s"
                      "    };\n",
                      rows.bytes);
    }
    return count;
}

// Places, not names: the runtime reads bytes, and knows no fields.
static size_t append_checksums(struct header *header, const struct record *record)
{
    struct buffer rows;
    size_t count = 0;
    buffer_init(&rows, header->arena);
    for_each (field, &record->fields) {
        if (field->source == SOURCE_CRC32) {
            uint64_t end =
                field->last->offset + field->last->count * field_type_size(field->last->type);
            buffer_format(&rows, "        {%" PRIu64 "u, %" PRIu64 "u, %" PRIu64 "u},\n",
                          field->offset, field->first->offset, end);
            count++;
        }
    }
    if (count) {
        buffer_format(&header->out,
                      "    static const struct pschema_record_checksum checksums[] = {\n"
                      "%s"
                      "    };\n",
                      rows.bytes);
    }
    return count;
}

static void append_fields(struct header *header, const struct record *record)
{
    buffer_text(&header->out, "    static const struct pschema_record_field fields[] = {\n");
    for_each (field, &record->fields) {
        buffer_format(
            &header->out,
            "        {%" PRIu64 "u, offsetof(struct %s_%s, %s), %" PRIu64 "u, %" PRIu64 "u},\n",
            field->offset, header->name, record->identifier, header_member(header->layout, field),
            field->count, field_type_size(field->type));
    }
    buffer_text(&header->out, "    };\n");
}

static void append_form(struct header *header, const struct record *record)
{
    struct buffer *out = &header->out;
    buffer_format(out,
                  "\nstatic inline const struct pschema_record_layout *%s_%s_record(void)\n"
                  "{\n",
                  header->name, record->identifier);
    append_fields(header, record);
    size_t constants = append_constants(header, record);
    size_t checksums = append_checksums(header, record);
    buffer_format(out,
                  "    static const struct pschema_record_layout record = {\n"
                  "        %s_%s_RECORD_SIZE, %zuu, %zuu, %zuu, fields, %s, %s, %uu};\n"
                  "    return &record;\n"
                  "}\n",
                  header->prefix, header_upper(header, record->identifier), record->fields.count,
                  constants, checksums, constants ? "constants" : "NULL",
                  checksums ? "checksums" : "NULL", record->is_big_endian ? 1u : 0u);
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
