// The compilations of schemac.h: reading a schema, and laying out its variants.
//
// A function of the header packs its arguments into a struct library_call and has library_guard()
// call the static function that does the work, so that there is one place where memory may end.
#include "library.h"

#include "builtin.h"
#include "model.h"

#include <stdlib.h>
#include <string.h>

const char *schemac_version(void)
{
    return SCHEMAC_VERSION;
}

// What the arena calls where memory ends; library_guard() is where this arrives. Everything that
// was being made is in the arena, and released with the compilation.
static void leave(void *context)
{
    struct schemac *schemac = context;
    longjmp(schemac->caller, 1);
}

// Apart from its caller, whose variables a jump would make uncertain.
static bool begin(struct schemac *schemac, const struct host *host)
{
    schemac->error = "";
    schemac->output = ".";
    if (setjmp(schemac->caller) != 0) {
        return false;
    }
    compilation_init_with(&schemac->compilation, host, leave, schemac);
    return true;
}

// Its own memory is not of the arena, which is in it.
struct schemac *schemac_new(const struct schemac_host *host)
{
    struct schemac *schemac = calloc(1, sizeof *schemac);
    if (schemac && !begin(schemac, &host->host)) {
        schemac_free(schemac);
        return NULL;
    }
    return schemac;
}

void schemac_free(struct schemac *schemac)
{
    if (schemac) {
        compilation_release(&schemac->compilation);
        free(schemac);
    }
}

const char *schemac_error(const struct schemac *schemac)
{
    return schemac->error;
}

// Texts of the caller may be gone when the function returns.
static char *copy(struct schemac *schemac, const char *text)
{
    return arena_copy(&schemac->compilation.arena, text, strlen(text));
}

// Nothing is written there: it is the directory that build fragments name.
static enum schemac_status set_output(struct schemac *schemac, struct library_call *call)
{
    schemac->output = copy(schemac, call->name);
    return SCHEMAC_DONE;
}

enum schemac_status schemac_set_output(struct schemac *schemac, const char *directory)
{
    return library_guard(schemac, set_output, &(struct library_call){.name = directory});
}

static enum schemac_status set_warning(struct schemac *schemac, struct library_call *call)
{
    struct compilation *compilation = &schemac->compilation;
    const char *text;
    const struct rule_setting *setting = rule_setting_read(&compilation->arena, call->name, &text);
    list_append(&compilation->arena, &compilation->diagnostics.settings, setting);
    list_append(&compilation->arena, &schemac->options,
                arena_format(&compilation->arena, "-W%s", text));
    return SCHEMAC_DONE;
}

enum schemac_status schemac_set_warning(struct schemac *schemac, const char *setting)
{
    return library_guard(schemac, set_warning, &(struct library_call){.name = setting});
}

// The words are what build fragments call the program with again.
static void add_kconfig(struct schemac *schemac, struct text_list *files, const char *option,
                        const char *path)
{
    struct arena *arena = &schemac->compilation.arena;
    list_append(arena, files, copy(schemac, path));
    list_append(arena, &schemac->kconfig_words, arena_format(arena, "--%s=%s", option, path));
}

static enum schemac_status add_sdkconfig(struct schemac *schemac, struct library_call *call)
{
    add_kconfig(schemac, &schemac->kconfig.sdkconfigs, "sdkconfig", call->name);
    return SCHEMAC_DONE;
}

enum schemac_status schemac_add_sdkconfig(struct schemac *schemac, const char *path)
{
    return library_guard(schemac, add_sdkconfig, &(struct library_call){.name = path});
}

static enum schemac_status add_definitions(struct schemac *schemac, struct library_call *call)
{
    add_kconfig(schemac, &schemac->kconfig.roots, "kconfig", call->name);
    return SCHEMAC_DONE;
}

enum schemac_status schemac_add_kconfig(struct schemac *schemac, const char *path)
{
    return library_guard(schemac, add_definitions, &(struct library_call){.name = path});
}

// One schema for each compilation: places, names and variants all belong to the one that was read.
// What goes wrong with a lock or a Kconfig file is a diagnostic like any other. The settings are
// checked last, as the program does: see session.c.
static enum schemac_status read_schema(struct schemac *schemac, struct library_call *call)
{
    struct compilation *compilation = &schemac->compilation;
    struct diagnostics *diagnostics = &compilation->diagnostics;
    if (schemac->path) {
        return library_misused(schemac, "a schema was read already: `%s`", schemac->path);
    }
    schemac->path = diagnostics->subject = copy(schemac, call->name);
    bool is_readable = compilation_read(compilation, schemac->path);
    compilation_read_kconfig(compilation, &schemac->kconfig);
    builtins_read(&compilation->syntax);
    if (is_readable) {
        compilation_read_lock(compilation, schemac->path);
        schemac->outline = compilation_outline(compilation);
    }
    schemac->read_errors = diagnostics->all_errors;
    library_settle_diagnostics(schemac);
    const char *error = damage_is_any(&compilation->syntax.damage)
                            ? NULL // a warning may be of a platform that was not understood
                            : compilation_check_settings(compilation);
    return error ? library_misused(schemac, "%s", error) : library_status(schemac, 0);
}

enum schemac_status schemac_read(struct schemac *schemac, const char *path)
{
    return library_guard(schemac, read_schema, &(struct library_call){.name = path});
}

// 0 as well before a schema was read, or if it could not be.
size_t schemac_variant_count(const struct schemac *schemac)
{
    return schemac->outline ? schemac->outline->names.count : 0;
}

const char *schemac_variant_name(const struct schemac *schemac, size_t index)
{
    const struct syntax_name *name = schemac->outline->names.items[index];
    return name->text;
}

// Whether schemac_compile() may be given null: a schema that states its target only in variants is
// nothing by itself.
bool schemac_has_base(const struct schemac *schemac)
{
    return schemac->outline &&
           (schemac->outline->names.count == 0 || model_has_base_target(schemac->outline));
}

// Null is the schema itself.
static bool is_same_variant(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool has_variant(const struct schemac *schemac, const char *variant)
{
    for (size_t i = 0; i < schemac_variant_count(schemac); i++) {
        if (strcmp(schemac_variant_name(schemac, i), variant) == 0) {
            return true;
        }
    }
    return false;
}

// How the program would have been called: build fragments show it, so that they can be made again.
static struct invocation invocation_of(struct schemac *schemac, const char *variant)
{
    return (struct invocation){
        .schema = schemac->path,
        .output = schemac->output,
        .variant = variant,
        .inputs = compilation_inputs(&schemac->compilation),
        .options = schemac->options,
        .kconfig = schemac->kconfig_words,
    };
}

// Lays out a variant for the first time. Also one without a layout is kept: it was reported, and
// is not tried again. Sound means that neither the schema as it was read nor this variant has an
// error; an error of another variant does not count.
static struct schemac_layout *lay_out(struct schemac *schemac, const char *variant)
{
    struct compilation *compilation = &schemac->compilation;
    size_t errors = compilation->diagnostics.all_errors;
    struct schemac_layout *layout = arena_new(&compilation->arena, sizeof *layout);
    layout->schemac = schemac;
    layout->variant = variant ? copy(schemac, variant) : NULL;
    layout->images = compilation_images_to_check(
        compilation, invocation_of(schemac, layout->variant), &compilation->arena);
    layout->is_sound = layout->images && schemac->read_errors == 0 &&
                       compilation->diagnostics.all_errors == errors;
    list_append(&compilation->arena, &schemac->layouts, layout);
    return layout;
}

// Few variants are ever asked for in one compilation, so that a search is enough.
static struct schemac_layout *find_layout(const struct schemac *schemac, const char *variant)
{
    for_each (layout, &schemac->layouts) {
        if (is_same_variant(layout->variant, variant)) {
            return layout;
        }
    }
    return NULL;
}

// Partitions and tables are asked for their places later, which then needs no memory.
static void index_places(const struct schemac_layout *layout)
{
    const struct sources *sources = &layout->schemac->compilation.sources;
    for_each (partition, &layout->images->layout->partitions) {
        library_index(sources, partition->span);
    }
    for_each (table, &layout->images->layout->tables) {
        library_index(sources, table->span);
    }
}

// A layout with mistakes in its content is handed out, so that it can be shown.
static enum schemac_status compile(struct schemac *schemac, struct library_call *call)
{
    *call->found = NULL;
    if (!schemac->path) {
        return library_misused(schemac, "no schema was read");
    }
    if (!schemac->outline) {
        return library_status(schemac, 0);
    }
    if (call->name && !has_variant(schemac, call->name)) {
        return library_misused(schemac, "the schema has no variant `%s`", call->name);
    }
    struct schemac_layout *layout = find_layout(schemac, call->name);
    if (!layout) {
        layout = lay_out(schemac, call->name);
        library_settle_diagnostics(schemac);
        if (layout->images) {
            index_places(layout);
        }
    }
    if (layout->images) {
        *call->found = layout;
    }
    return layout->is_sound ? SCHEMAC_DONE : SCHEMAC_INVALID;
}

enum schemac_status schemac_compile(struct schemac *schemac, const char *variant,
                                    const struct schemac_layout **layout)
{
    *layout = NULL;
    return library_guard(schemac, compile,
                         &(struct library_call){.name = variant, .found = layout});
}
