// Records: a struct for each, what its fields can be, and functions that load and store it.
//
// A record in flash has no padding and may have another byte order; a struct has the layout that
// its compiler prefers. So fields are copied one by one, by a description (header_record_form.c),
// and assertions check what it says of the struct. Nothing needs a packed struct or an unaligned
// access.
#include "header.h"

#include <inttypes.h>
#include <string.h>

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

// What can be said of a field whose schema says nothing: a member without a comment is a warning of
// Doxygen's.
static const char *undocumented(struct arena *arena, const struct field *field)
{
    if (field->source == SOURCE_CRC32) {
        return arena_format(arena, "CRC-32 of %s to %s", field->first->name, field->last->name);
    }
    return arena_format(arena, "at %" PRIu64 " in flash", field->offset);
}

// The comment of a field, and, of a text, what is easily overlooked.
static const char *member_comment(struct arena *arena, const struct field *field)
{
    const char *own = field->documentation && *field->documentation ? field->documentation : NULL;
    if (field->type != FIELD_CHAR || !field->is_array) {
        return own ? own : undocumented(arena, field);
    }
    if (!own) {
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
    struct buffer *out = &header->types;
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
    struct buffer *out = &header->types;
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
    struct buffer *out = &header->types;
    buffer_text(out, "\n");
    comment_append(out, "///", record->documentation);
    buffer_format(out, "struct %s_%s {\n", header->name, record->identifier);
    append_members(header, record);
    buffer_text(out, "};\n");
    append_assertions(header, record);
    buffer_format(out, "#define %s_%s_RECORD_SIZE %" PRIu64 "u // in flash\n", header->prefix,
                  header_upper(header, record->identifier), record->size);
}

// Arrays have no macro for their default: NAME_RECORD_default() has all.
static void append_bounds(struct header *header, const struct record *record)
{
    struct arena *arena = header->arena;
    const char *name = header_upper(header, record->identifier);
    for_each (field, &record->fields) {
        const char *macro = arena_format(arena, "#define %s_%s_%s", header->prefix, name,
                                         header_upper(header, text_identifier(arena, field->name)));
        if (field->has_range) {
            buffer_format(&header->types, "%s_MIN %s\n", macro, header_constant(arena, field->low));
            buffer_format(&header->types, "%s_MAX %s\n", macro,
                          header_constant(arena, field->high));
        }
        if (header_has_default(field)) {
            buffer_format(&header->types, "%s_DEFAULT %s\n", macro, header_default(arena, field));
        }
    }
}

void header_append_records(struct header *header)
{
    const struct layout *layout = header->layout;
    for_each (record, &layout->records) {
        if (header_has_struct(record)) {
            header_declare_partitions(header, record->identifier);
            append_struct(header, record);
            append_bounds(header, record);
            header_append_record_form(header, record);
        }
    }
    for_each (table, &layout->tables) {
        for_each (partition, &table->rows) {
            const struct image_plan *plan = image_plan_of(header->images, partition);
            if (plan && plan->record && header_has_struct(plan->record)) {
                header_append_record_functions(header, partition, plan);
            }
        }
    }
}
