// NVS: for each namespace a handle of its own type, and for each key that the schema declares a
// function of the type of the key. So a key that is misspelt, of another type or of another
// namespace does not compile.
#include "header.h"

#include <string.h>

// A namespace in a partition, and its names in C.
struct space {
    const struct content_space *content;
    const struct partition *partition;
    const char *name;  // of the struct, and before those of functions
    const char *macro; // before those of macros
};

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

// A struct of its own for each namespace, so that handles cannot be mistaken for each other.
static void append_handle(struct header *header, const struct space *space)
{
    struct buffer *out = &header->out;
    const char *name = space->name;
    buffer_text(out, "\n");
    comment_append(out, "//",
                   arena_format(header->arena, "Namespace `%s` of `%s`.", space->content->name,
                                space->partition->label));
    comment_append(out, "///", space->content->documentation);
    buffer_format(out,
                  "struct %s {\n"
                  "    struct pschema_nvs_namespace keys;\n"
                  "};\n\n"
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_open(\n"
                  "    const struct pschema_flash *flash, struct %s *space)\n"
                  "{\n"
                  "    return pschema_nvs_open(flash, %s_%s(), %s, &space->keys);\n"
                  "}\n\n"
                  "static inline void %s_close(struct %s *space)\n"
                  "{\n"
                  "    pschema_nvs_close(&space->keys);\n"
                  "}\n",
                  name, name, name, header->name, space->partition->identifier,
                  quote_c(header->arena, space->content->name), name, name);
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

// The runtime has one getter for each integer type, and those for texts and blobs.
static void append_getter(struct header *header, const struct space *space,
                          const struct content_key *key, const char *otherwise)
{
    static const char *const types[] = {[KEY_STRING] = "string", [KEY_BLOB] = "blob"};
    static const char *const parameters[] = {
        [KEY_STRING] = "char *buffer, size_t *size", [KEY_BLOB] = "void *buffer, size_t *size"};
    struct arena *arena = header->arena;
    bool is_integer = key->kind == KEY_INTEGER;
    buffer_format(&header->out,
                  "PSCHEMA_CHECKED static inline enum pschema_result %s_get_%s(\n"
                  "    struct %s space, %s)\n"
                  "{\n"
                  "    return pschema_nvs_get_%s%s(%sspace.keys, %s, %s);\n"
                  "}\n",
                  space->name, text_identifier(arena, key->name), space->name,
                  is_integer ? arena_format(arena, "%s *value", header_type(key->integer))
                             : parameters[key->kind],
                  is_integer ? field_type_name(key->integer) : types[key->kind],
                  otherwise ? "_or" : "", otherwise ? "\n        " : "", quote_c(arena, key->name),
                  arguments(arena, key, otherwise));
}

static void append_key(struct header *header, const struct space *space,
                       const struct content_key *key)
{
    struct buffer *out = &header->out;
    const char *otherwise = NULL;
    buffer_text(out, "\n");
    if (key->value.kind != VALUE_NONE) {
        otherwise = arena_format(header->arena, "%s_%s_DEFAULT", space->macro,
                                 header_upper(header, text_identifier(header->arena, key->name)));
        buffer_format(out, "#define %s %s\n", otherwise,
                      key->kind == KEY_STRING ? quote_c(header->arena, key->value.text)
                                              : header_constant(header->arena, key->value.number));
    }
    comment_append(out, "///", key->documentation);
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
    append_handle(header, &space);
    for (size_t i = 0; i < content->keys.count; i++) {
        append_key(header, &space, content->keys.items[i]);
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
            "\n// Keys of NVS. A device without a key gets its default, if it has one. `*size` "
            "is in bytes: on\n"
            "// entry, the space at `buffer`; on return, the size of the value, with the "
            "NUL of a string.\n");
    }
    for_each (table, &header->layout->tables) {
        for_each (row, &table->rows) {
            append_spaces(header, row);
        }
    }
}
