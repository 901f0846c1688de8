// NVS: for each namespace a handle of its own type, and for each key that the schema declares a
// function of the type of the key. So a key that is misspelt, of another type or of another
// namespace does not compile.
#include "header_keys.h"

#include <string.h>

bool header_has_functions(const struct content_space *space)
{
    return space->keys.count > 0;
}

static bool has_functions(const struct image_plan *plan)
{
    for (size_t i = 0; plan && i < plan->spaces.count; i++) {
        if (header_has_functions(plan->spaces.items[i])) {
            return true;
        }
    }
    return false;
}

bool header_has_keys(const struct images *images)
{
    const struct layout *layout = images->layout;
    for_each (partition, &layout->partitions) {
        if (!partition->is_absent && has_functions(image_plan_of(images, partition))) {
            return true;
        }
    }
    return false;
}

// If each key has a default, nothing is missing on a device without the namespace.
static bool has_all_defaults(const struct content_space *space)
{
    for_each (key, &space->keys) {
        if (key->value.kind == VALUE_NONE) {
            return false;
        }
    }
    return true;
}

// A struct of its own for each namespace, so that handles cannot be mistaken for each other.
static void append_handle(struct header *header, const struct space *space)
{
    struct buffer *out = &header->out;
    const char *name = space->name;
    buffer_text(out, "\n");
    comment_append(out, "///",
                   arena_format(header->arena,
                                "Namespace `%s` of `%s`, open, for getting its keys one by one.",
                                space->content->name, space->partition->label));
    buffer_format(out,
                  "struct %s_keys {\n"
                  "    struct pschema_nvs_namespace keys; ///< for the functions below\n"
                  "};\n\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_open(\n"
                  "    const struct pschema_flash *flash, struct %s_keys *space)\n"
                  "{\n"
                  "    return pschema_nvs_open%s(flash, %s_%s(), %s, &space->keys);\n"
                  "}\n\n"
                  "static inline void %s_close(struct %s_keys *space)\n"
                  "{\n"
                  "    pschema_nvs_close(&space->keys);\n"
                  "}\n",
                  name, name, name, has_all_defaults(space->content) ? "_or" : "", header->name,
                  space->partition->identifier, quote_c(header->arena, space->content->name), name,
                  name);
}

// The arguments of the getter of the runtime, after the key. `otherwise` is the macro of the
// default; null: there is none.
static const char *arguments(struct arena *arena, const struct content_key *key,
                             const char *otherwise)
{
    bool is_integer = key->kind == KEY_INTEGER;
    if (!otherwise) {
        return is_integer ? "value" : "buffer, size";
    }
    return is_integer ? arena_format(arena, "value, %s", otherwise)
                      : arena_format(arena, "buffer, size,\n        %s,\n        sizeof %s",
                                     otherwise, otherwise);
}

// "*value < MIN || *value > MAX", without an end that is the type's own: compilers warn of that.
static const char *outside(struct arena *arena, const struct content_key *key, const char *value,
                           const char *macro)
{
    bool has_low = number_compare(key->low, field_lowest(key->integer)) > 0;
    bool has_high = number_compare(key->high, field_highest(key->integer)) < 0;
    const char *low = has_low ? arena_format(arena, "%s < %s_MIN", value, macro) : "";
    const char *high = has_high ? arena_format(arena, "%s > %s_MAX", value, macro) : "";
    return arena_format(arena, "%s%s%s", low, has_low && has_high ? " || " : "", high);
}

// What a getter of the runtime gives is looked at only if the schema says more than its type.
static void append_range_check(struct header *header, const struct content_key *key,
                               const char *call, const char *otherwise, const char *macro)
{
    struct arena *arena = header->arena;
    if (otherwise) {
        buffer_format(&header->out,
                      "    const enum pschema_result result = %s;\n"
                      "    if (%s) {\n"
                      "        *value = %s;\n"
                      "        return PSCHEMA_ERROR_VALUE;\n"
                      "    }\n"
                      "    return result;\n",
                      call, outside(arena, key, "*value", macro), otherwise);
    } else {
        buffer_format(&header->out,
                      "    %s stored = 0;\n"
                      "    const enum pschema_result result = %s;\n"
                      "    if (result == PSCHEMA_OK && (%s)) {\n"
                      "        return PSCHEMA_ERROR_VALUE;\n"
                      "    }\n"
                      "    *value = result == PSCHEMA_OK ? stored : *value;\n"
                      "    return result;\n",
                      header_type(key->integer), call, outside(arena, key, "stored", macro));
    }
}

static bool is_checked(struct arena *arena, const struct content_key *key)
{
    return key->has_range && *outside(arena, key, "", "");
}

// The runtime has one getter for each integer type, and those for texts and blobs.
static void append_getter(struct header *header, const struct space *space,
                          const struct content_key *key, const char *otherwise)
{
    static const char *const types[] = {[KEY_STRING] = "string", [KEY_BLOB] = "blob"};
    static const char *const parameters[] = {
        [KEY_STRING] = "char *buffer, size_t *size", [KEY_BLOB] = "void *buffer, size_t *size"};
    struct arena *arena = header->arena;
    bool is_integer = key->kind == KEY_INTEGER;
    bool has_check = is_integer && is_checked(arena, key);
    const char *call = arena_format(
        arena, "pschema_nvs_get_%s%s(%sspace.keys, %s, %s)",
        is_integer ? field_type_name(key->integer) : types[key->kind], otherwise ? "_or" : "",
        otherwise ? "\n        " : "", quote_c(arena, key->name),
        has_check && !otherwise ? "&stored" : arguments(arena, key, otherwise));
    buffer_format(&header->out,
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_get_%s(\n"
                  "    struct %s_keys space, %s)\n"
                  "{\n",
                  space->name, text_identifier(arena, key->name), space->name,
                  is_integer ? arena_format(arena, "%s *value", header_type(key->integer))
                             : parameters[key->kind]);
    if (has_check) {
        append_range_check(header, key, call, otherwise, header_key_macro(header, space, key));
    } else {
        buffer_format(&header->out, "    return %s;\n", call);
    }
    buffer_text(&header->out, "}\n");
}

// Before the structure, which uses them.
static void append_macros(struct header *header, const struct space *space,
                          const struct content_key *key)
{
    struct buffer *out = &header->types;
    struct arena *arena = header->arena;
    const char *macro = header_key_macro(header, space, key);
    if (key->value.kind != VALUE_NONE) {
        buffer_format(out, "#define %s_DEFAULT %s\n", macro,
                      key->kind == KEY_STRING ? quote_c(arena, key->value.text)
                                              : header_constant(arena, key->value.number));
    }
    if (key->has_range) {
        buffer_format(out, "#define %s_MIN %s\n#define %s_MAX %s\n", macro,
                      header_constant(arena, key->low), macro, header_constant(arena, key->high));
    }
    if (key->max) {
        buffer_format(out, "#define %s_SIZE %su // bytes%s\n", macro,
                      text_number(arena, number_of(key->max)),
                      key->kind == KEY_STRING ? ", with the NUL" : "");
    }
}

static void append_key(struct header *header, const struct space *space,
                       const struct content_key *key)
{
    const char *otherwise =
        key->value.kind != VALUE_NONE
            ? arena_format(header->arena, "%s_DEFAULT", header_key_macro(header, space, key))
            : NULL;
    buffer_text(&header->out, "\n");
    comment_append(&header->out, "///", key->documentation);
    append_getter(header, space, key, otherwise);
}

static void append_space(struct header *header, const struct partition *partition,
                         const struct content_space *content)
{
    const char *identifier = text_identifier(header->arena, content->name);
    struct space space = {
        .content = content,
        .partition = partition,
        .name = arena_format(header->arena, "%s_%s_%s", header->name, partition->identifier,
                             identifier),
        .macro = arena_format(header->arena, "%s_%s_%s", header->prefix,
                              header_upper(header, partition->identifier),
                              header_upper(header, identifier)),
    };
    buffer_format(&header->types, "\n// Namespace `%s` of `%s`.\n", content->name,
                  partition->label);
    for_each (key, &content->keys) {
        append_macros(header, &space, key);
    }
    header_append_settings(header, &space);
    append_handle(header, &space);
    for_each (key, &content->keys) {
        append_key(header, &space, key);
    }
}

static void append_spaces(struct header *header, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(header->images, partition);
    for (size_t i = 0; plan && i < plan->spaces.count; i++) {
        if (header_has_functions(plan->spaces.items[i])) {
            append_space(header, partition, plan->spaces.items[i]);
        }
    }
}

void header_append_keys(struct header *header)
{
    if (header_has_keys(header->images)) {
        buffer_text(
            &header->out,
            "\n// Keys of NVS. A value of the device that cannot be had, or that the schema does "
            "not allow, is\n"
            "// replaced by its default, if it has one; the result says so, unless the device "
            "has no such key.\n"
            "// `*size` is in bytes: on entry, the space at `buffer`; on return, the size of the "
            "value, with the\n"
            "// NUL of a string.\n");
    }
    for_each (table, &header->layout->tables) {
        for_each (row, &table->rows) {
            append_spaces(header, row);
        }
    }
}
