// NVS: for each namespace a structure with the values of its keys, which the runtime loads at once.
//
// A key has a member if its size is known: an integer, or what has a `max` in the schema. The table
// of fields tells the runtime where the members are; the defaults are a constant structure. A key
// that is secret or a device's own has a member like any other, and never a value here.
#include "header_keys.h"

#include <inttypes.h>
#include <string.h>

static bool has_member(const struct content_key *key)
{
    return key->kind == KEY_INTEGER || key->max > 0;
}

size_t header_member_count(const struct content_space *space)
{
    size_t count = 0;
    for_each (key, &space->keys) {
        count += has_member(key);
    }
    return count;
}

const char *header_key_member(const struct layout *layout, const struct content_key *key)
{
    return has_member(key) ? header_member_name(layout, key->name) : NULL;
}

const char *header_key_size_member(const struct layout *layout, const struct content_key *key)
{
    return key->kind == KEY_BLOB && key->max
               ? arena_format(layout->arena, "%s_size", text_identifier(layout->arena, key->name))
               : NULL;
}

const char *header_key_macro(const struct header *header, const struct space *space,
                             const struct content_key *key)
{
    return arena_format(header->arena, "%s_%s", space->macro,
                        header_upper(header, text_identifier(header->arena, key->name)));
}

// "What it is (10 to 3600)."
static const char *member_comment(struct arena *arena, const struct content_key *key)
{
    const char *own = key->documentation && *key->documentation ? key->documentation : NULL;
    const char *limits = NULL;
    if (key->has_range) {
        limits = arena_format(arena, "%s to %s", text_number(arena, key->low),
                              text_number(arena, key->high));
    } else if (key->kind == KEY_STRING) {
        limits = "ends with a NUL";
    }
    if (!own) {
        own = arena_format(arena, "The key `%s`.", key->name);
    }
    if (!limits) {
        return own;
    }
    size_t length = strlen(own);
    bool is_sentence = own[length - 1] == '.';
    return arena_format(arena, "%.*s (%s)%s", (int)(length - is_sentence), own, limits,
                        is_sentence ? "." : "");
}

static void append_member(struct header *header, const struct space *space,
                          const struct content_key *key)
{
    struct buffer *out = &header->types;
    struct arena *arena = header->arena;
    const char *member = header_key_member(header->layout, key);
    const char *size = header_key_size_member(header->layout, key);
    if (size) {
        buffer_format(out, "    size_t %s; ///< of the bytes that follow\n", size);
    }
    comment_append(out, "    ///", member_comment(arena, key));
    if (key->kind == KEY_INTEGER) {
        buffer_format(out, "    %s %s;\n", header_type(key->integer), member);
    } else {
        buffer_format(out, "    %s %s[%s_SIZE];\n", key->kind == KEY_STRING ? "char" : "uint8_t",
                      member, header_key_macro(header, space, key));
    }
}

// The runtime takes the bytes of a blob to be behind their size.
static void append_assertion(struct header *header, const struct space *space,
                             const struct content_key *key)
{
    const char *size = header_key_size_member(header->layout, key);
    if (size) {
        buffer_format(&header->types,
                      "PSCHEMA_ASSERT(offsetof(struct %s, %s) ==\n"
                      "    offsetof(struct %s, %s) + sizeof(size_t), \"padding before `%s`\");\n",
                      space->name, header_key_member(header->layout, key), space->name, size,
                      key->name);
    }
}

// Those without a member are named, with what they lack.
static void append_left_out(struct header *header, const struct space *space)
{
    struct buffer names;
    buffer_init(&names, header->arena);
    for_each (key, &space->content->keys) {
        if (!has_member(key)) {
            buffer_format(&names, "%s`%s`", names.length ? ", " : "", key->name);
        }
    }
    if (names.length) {
        comment_append(&header->types, "///",
                       arena_format(header->arena,
                                    "Without `max` in the schema, and so not in here: %s.",
                                    names.bytes));
    }
}

static void append_struct(struct header *header, const struct space *space)
{
    struct buffer *out = &header->types;
    buffer_text(out, "\n");
    comment_append(out, "///", space->content->documentation);
    comment_append(out, "///",
                   arena_format(header->arena, "The keys of namespace `%s` of `%s`.",
                                space->content->name, space->partition->label));
    append_left_out(header, space);
    buffer_format(out, "struct %s {\n", space->name);
    for_each (key, &space->content->keys) {
        if (has_member(key)) {
            append_member(header, space, key);
        }
    }
    buffer_text(out, "};\n");
    for_each (key, &space->content->keys) {
        append_assertion(header, space, key);
    }
}

static void add_defaults(struct header *header, const struct space *space)
{
    struct buffer value;
    buffer_init(&value, header->arena);
    buffer_text(&value, "{\n");
    for_each (key, &space->content->keys) {
        bool has_default = key->value.kind != VALUE_NONE;
        if (!has_member(key)) {
            continue;
        }
        if (has_default) {
            buffer_format(&value, "    %s_DEFAULT,\n", header_key_macro(header, space, key));
        } else {
            buffer_text(&value, key->kind == KEY_INTEGER  ? "    0,\n"
                                : key->kind == KEY_STRING ? "    \"\",\n"
                                                          : "    0u, {0u},\n");
        }
    }
    buffer_text(&value, "}");
    header_add_constant(header, arena_format(header->arena, "struct %s", space->name),
                        arena_format(header->arena, "%s_defaults", space->name), 0, value.bytes);
}

// A number in as many bits as its type has, in two's complement.
static const char *bits_text(struct arena *arena, enum field_type type, struct number number)
{
    uint64_t bits = number.negative ? -number.magnitude : number.magnitude;
    bits &= UINT64_MAX >> (64 - 8 * field_type_size(type));
    return arena_format(arena, "0x%" PRIx64 "%s", bits, bits > UINT32_MAX ? "ull" : "u");
}

// "&NAME_ranges[1]"; "PSCHEMA_NULL" for a key without a range, which is that of its type.
static const char *add_range(const struct header *header, const struct space *space,
                             const struct content_key *key, struct buffer *ranges, size_t *count)
{
    struct arena *arena = header->arena;
    struct number length;
    if (!key->has_range || !number_subtract(key->high, key->low, &length)) {
        return "PSCHEMA_NULL";
    }
    buffer_format(ranges, "    {%s, %s},\n", bits_text(arena, key->integer, key->low),
                  header_size(arena, length.magnitude));
    return arena_format(arena, "&%s_ranges[%zu]", space->name, (*count)++);
}

static const char *type_text(struct arena *arena, const struct content_key *key)
{
    return key->kind == KEY_STRING ? "STRING"
           : key->kind == KEY_BLOB ? "BLOB"
                                   : text_upper(arena, field_type_name(key->integer));
}

static void add_fields(struct header *header, const struct space *space)
{
    struct arena *arena = header->arena;
    const char *name = space->name;
    struct buffer ranges, fields;
    size_t range_count = 0;
    buffer_init(&ranges, arena);
    buffer_init(&fields, arena);
    buffer_text(&ranges, "{\n");
    buffer_text(&fields, "{\n");
    for_each (key, &space->content->keys) {
        const char *size_member = header_key_size_member(header->layout, key);
        const char *member = header_key_member(header->layout, key);
        if (!member) {
            continue;
        }
        const char *size =
            key->kind == KEY_INTEGER
                ? arena_format(arena, "%" PRIu64 "u", field_type_size(key->integer))
                : arena_format(arena, "%s_SIZE", header_key_macro(header, space, key));
        buffer_format(
            &fields,
            "    {%s, %s,\n     offsetof(struct %s, %s),\n     %s, PSCHEMA_NVS_%s, %du},\n",
            quote_c(arena, key->name), add_range(header, space, key, &ranges, &range_count), name,
            size_member ? size_member : member, size, type_text(arena, key),
            key->value.kind != VALUE_NONE);
    }
    buffer_text(&ranges, "}");
    buffer_text(&fields, "}");
    if (range_count) {
        header_add_constant(header, "struct pschema_nvs_range",
                            arena_format(arena, "%s_ranges", name), range_count, ranges.bytes);
    }
    size_t count = header_member_count(space->content);
    header_add_constant(header, "struct pschema_nvs_field", arena_format(arena, "%s_fields", name),
                        count, fields.bytes);
    header_add_constant(
        header, "struct pschema_nvs_settings", arena_format(arena, "%s_form", name), 0,
        arena_format(arena, "{\n    %s, %s_fields, %zuu,\n    sizeof(struct %s), &%s_defaults}",
                     quote_c(arena, space->content->name), name, count, name, name));
}

static void append_functions(struct header *header, const struct space *space)
{
    struct buffer *out = &header->out;
    const char *name = space->name;
    const char *partition =
        arena_format(header->arena, "%s_%s", header->name, space->partition->identifier);
    buffer_format(out,
                  "\n/// What a device without any of the keys has.\n"
                  "%s_ACCESSOR struct %s %s_default(void)\n"
                  "{\n"
                  "    return %s_defaults;\n"
                  "}\n\n"
                  "/// Sets all members, to what the device has or to their defaults; the result "
                  "says if something is\n"
                  "/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be "
                  "null.\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_load(\n"
                  "    const struct pschema_flash *flash, struct %s *values)\n"
                  "{\n"
                  "    struct pschema_nvs_found found[%zu];\n"
                  "    return pschema_nvs_load(flash, %s(), &%s_form, values, found);\n"
                  "}\n",
                  header->prefix, name, name, name, name, name, header_member_count(space->content),
                  partition, name);
    if (!layout_has_flag(header->layout, space->partition, "readonly")) {
        buffer_format(out,
                      "\n/// Stores what differs from what the device has, over ESP-IDF's "
                      "library; elsewhere it returns\n"
                      "/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().\n"
                      "PSCHEMA_CHECKED static inline enum pschema_result %s_save(\n"
                      "    const struct pschema_flash *flash, const struct %s *values)\n"
                      "{\n"
                      "    return pschema_nvs_save(flash, %s(), &%s_form, values);\n"
                      "}\n",
                      name, name, partition, name);
    }
}

void header_append_settings(struct header *header, const struct space *space)
{
    if (header_member_count(space->content)) {
        append_struct(header, space);
        add_defaults(header, space);
        add_fields(header, space);
        append_functions(header, space);
    }
}
