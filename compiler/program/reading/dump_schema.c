#include "dump_schema.h"

#include "commands.h"
#include "model.h"

#include <string.h>

// Without a schema, tables are as ESP-IDF has them, and ESP8266_RTOS_SDK, too: they differ in what
// a row may say, not in how it says it.
static const char built_in[] = "schema dump revision 1;\n"
                               "target esp32 { flash 16M; }\n"
                               "table main { partition nvs data.nvs size 12K; }\n";

static void add_types(struct session *session, const struct type *type, bool is_named,
                      bool is_native, struct list *names)
{
    struct arena *arena = &session->compilation.arena;
    for (size_t i = 0; i < type->subtypes.count; i++) {
        const struct subtype *subtype = type->subtypes.items[i];
        struct type_name *name = arena_new(arena, sizeof *name);
        if ((subtype->name != NULL) != is_named ||
            (type->is_native && subtype->is_native) != is_native) {
            continue;
        }
        *name = (struct type_name){
            .type_low = type->low,
            .type_high = type->high,
            .low = subtype->low,
            .high = subtype->high,
            .type = type->name,
            .subtype = subtype->name,
            .first = subtype->first,
            .is_family = subtype->is_family,
            .is_native = type->is_native && (!subtype->name || subtype->is_native),
        };
        list_append(arena, names, name);
    }
}

// The driver has judged the schema before: nothing is reported that was not.
static void read_types(struct session *session, struct dump_platform *platform)
{
    struct compilation *compilation = &session->compilation;
    const struct model *model = model_new(&compilation->syntax, compilation_outline(compilation),
                                          session->options->variant, compilation->kconfig);
    for (unsigned pass = 0; model && pass < 4; pass++) { // names first, the schema's before others
        for (size_t i = 0; i < model->types.count; i++) {
            add_types(session, model->types.items[i], pass < 2, pass % 2 == 1, &platform->types);
        }
    }
}

static void read_platform(struct session *session, const struct layout *layout,
                          struct dump_platform *platform)
{
    *platform = (struct dump_platform){.flags = layout->flags};
    for (size_t i = 0; i < layout->tables.count && !platform->format; i++) {
        const struct table *table = layout->tables.items[i];
        if (table->format && table->flash->index == 0 && !table->host) {
            platform->format = table->format;
            platform->table_at = table->offset;
        }
    }
    read_types(session, platform);
}

static const struct layout *compile(struct session *session, const char *variant)
{
    struct compilation *compilation = &session->compilation;
    compilation->diagnostics.is_mute = true;
    return compilation_layout(compilation, session_invocation(session, ".", variant));
}

static const struct layout *compile_built_in(struct session *session, const struct options *options)
{
    *session = (struct session){.options = options, .path = "-"};
    compilation_init(&session->compilation, out_of_memory);
    compilation_read_text(&session->compilation, "dump", built_in, sizeof built_in - 1);
    return compile(session, NULL);
}

static const struct layout *compile_schema(struct session *session, const struct options *options)
{
    bool is_good = session_begin(session, options, options->schema, true) &&
                   (!options->variant || session_has_variant(session, options->variant));
    return is_good ? compile(session, options->variant) : NULL;
}

// A table of the schema may be without a checksum, and that of a flash have one all the same.
static void take_checksum(struct dump_schema *schema, const struct options *options)
{
    struct dump_platform *platform = &schema->platform;
    platform->checksum = platform->format ? platform->format->checksum : NULL;
    if (!platform->format || platform->checksum) {
        return;
    }
    const struct layout *layout = compile_built_in(&schema->built_in, options);
    const struct table *table = layout->tables.items[0];
    const struct record *checksum = table->format->checksum;
    if (checksum->size == platform->format->row->size) {
        platform->checksum = checksum;
    }
}

bool dump_schema_read(struct session *session, const struct options *options,
                      struct dump_schema *schema)
{
    const struct layout *layout =
        options->schema ? compile_schema(session, options) : compile_built_in(session, options);
    if (!layout) {
        return false;
    }
    read_platform(session, layout, &schema->platform);
    take_checksum(schema, options);
    schema->layout = options->schema ? layout : NULL;
    session->compilation.diagnostics.is_mute = false;
    return true;
}

void dump_schema_take_flash(struct dump_schema *schema, const struct layout_flash *flash,
                            struct dump_request *request)
{
    request->flash = flash;
    request->lacks_table = !request->has_table_at;
    for (size_t i = 0; i < schema->layout->tables.count && request->lacks_table; i++) {
        const struct table *table = schema->layout->tables.items[i];
        if (table->format && table->flash == flash && !table->host) {
            schema->platform.table_at = table->offset;
            request->lacks_table = false;
        }
    }
}

void dump_schema_release(struct dump_schema *schema)
{
    if (schema->built_in.options) {
        compilation_release(&schema->built_in.compilation);
    }
}
