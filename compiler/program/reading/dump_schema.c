// What `dump` knows besides the image: the format of partition tables and where they are. Without a
// schema, that is ESP-IDF's; with one, it is what the schema and its platform say, including types
// and names of a chip that schemac has never heard of.
//
// Diagnostics of the schema are muted, except that errors end the command: `dump` is about the
// image.
#include "dump_schema.h"
#include "variants.h"

#include <assert.h>
#include <string.h>

// The last revision in a lock that has the variant.
static const struct layout *read_lock(struct session *session, const struct options *options,
                                      const struct source *source)
{
    struct compilation *compilation = &session->compilation;
    const char *variant = option_text(options, OPTION_VARIANT);
    const struct lock *lock = lock_read(&compilation->arena, &compilation->diagnostics, source);
    uint64_t last = lock ? lock_last_revision(lock) : 0;
    const struct locked *locked = lock ? lock_find(lock, last, variant) : NULL;
    if (lock && !locked) {
        locked = lock_find_before(lock, last, variant);
    }
    if (lock && !locked) {
        session->usage_error =
            arena_format(&compilation->arena, "`%s` has no layout of %s%s", source->path,
                         variant ? "variant "
                                 : "the schema without a variant; select one with "
                                   "--variant",
                         variant ? variant : "");
    }
    return locked ? locked->layout : NULL;
}

// Without a schema, tables are as ESP-IDF has them, and ESP8266_RTOS_SDK, too: they differ in what
// a row may say, not in how it says it.
static const struct platform *built_in_platform(struct compilation *compilation)
{
    const struct platform *platform = layout_platform(&compilation->syntax, "esp32", NULL);
    assert(platform && platform->format);
    return platform;
}

static struct compilation *begin_built_in(const struct host *host, struct arena *arena)
{
    struct compilation *compilation = arena_new(arena, sizeof *compilation);
    compilation_init(compilation, host, arena->exhausted);
    return compilation;
}

// A lock has the name of the chip, which may be one that is not built in.
static const struct platform *platform_of_lock(struct dump_schema *schema, const struct host *host,
                                               struct arena *arena)
{
    schema->built_in = begin_built_in(host, arena);
    const struct platform *platform =
        layout_platform(&schema->built_in->syntax, schema->layout->platform->chip, NULL);
    return platform && platform->format ? platform : built_in_platform(schema->built_in);
}

// A lock that is given in place of a schema: layouts without contents, whose platform is known by
// its name alone. False: it is none.
static bool read_as_lock(struct session *session, const struct options *options,
                         struct dump_schema *schema, const struct platform **platform)
{
    const char *path = option_text(options, OPTION_SCHEMA);
    const char *error;
    session_init(session, options, path, true);
    const struct source *source =
        strcmp(path, "-") == 0 ? NULL : sources_read(&session->compilation.sources, path, &error);
    if (!source || !lock_is(source)) {
        compilation_release(&session->compilation);
        return false;
    }
    schema->layout = read_lock(session, options, source);
    if (schema->layout) {
        session->compilation.diagnostics.is_mute = true;
        *platform = platform_of_lock(schema, options->host, &session->compilation.arena);
    }
    return true;
}

static void take_tables(const struct platform *platform, const struct layout *layout,
                        struct dump_tables *tables)
{
    const struct table *table = layout ? layout_chip_table(layout) : NULL;
    *tables = (struct dump_tables){.platform = platform};
    if (!layout) {
        tables->format = platform->format;
        tables->at = platform->table_at;
    } else if (table && table->format) {
        tables->format = table->format->row ? table->format : platform->format; // of a lock: none
        tables->at = table->offset;
    }
    tables->checksum = tables->format ? tables->format->checksum : NULL;
}

static const struct images *compile_schema(struct session *session, const struct options *options)
{
    bool is_good = session_begin(session, options, option_text(options, OPTION_SCHEMA), true) &&
                   (!option_text(options, OPTION_VARIANT) ||
                    variants_have(session, option_text(options, OPTION_VARIANT)));
    struct compilation *compilation = &session->compilation;
    compilation->diagnostics.is_mute = true;
    return is_good ? compilation_images(
                         compilation,
                         session_invocation(session, ".", option_text(options, OPTION_VARIANT)))
                   : NULL;
}

// A table of the schema may be without a checksum, and that of a flash have one all the same.
static void take_checksum(struct dump_schema *schema, const struct host *host, struct arena *arena)
{
    struct dump_tables *tables = &schema->tables;
    if (!tables->format || tables->checksum) {
        return;
    }
    schema->built_in = schema->built_in ? schema->built_in : begin_built_in(host, arena);
    const struct record *checksum = built_in_platform(schema->built_in)->format->checksum;
    if (checksum && checksum->size == tables->format->row->size) {
        tables->checksum = checksum;
    }
}

bool dump_schema_read(struct session *session, const struct options *options,
                      struct dump_schema *schema)
{
    const struct platform *platform = NULL;
    if (option_text(options, OPTION_SCHEMA) && read_as_lock(session, options, schema, &platform)) {
        platform = schema->layout ? platform : NULL;
    } else if (option_text(options, OPTION_SCHEMA)) {
        schema->images = compile_schema(session, options);
        schema->layout = schema->images ? schema->images->layout : NULL;
        platform = schema->layout ? schema->layout->platform : NULL;
    } else {
        *session = (struct session){.options = options, .path = "-"};
        compilation_init(&session->compilation, options->host, options->exhausted);
        platform = built_in_platform(&session->compilation);
    }
    if (!platform) {
        return false;
    }
    take_tables(platform, schema->layout, &schema->tables);
    take_checksum(schema, options->host, &session->compilation.arena);
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
            schema->tables.at = table->offset;
            request->lacks_table = false;
        }
    }
}

void dump_schema_release(struct dump_schema *schema)
{
    if (schema->built_in) {
        compilation_release(schema->built_in);
    }
}
