// The flow of a compilation, from bytes to artifacts, phase by phase. A phase goes on after
// mistakes as far as what it needs is there; this file decides between phases.
//
// What is read of the schema is shared by all its variants; each is modelled and laid out by
// itself, possibly in memory that is given up afterwards.
#include "driver.h"

#include "device_check.h"
#include "compare.h"
#include "emit.h"
#include "image.h"
#include "model.h"
#include "builtin.h"

#include <string.h>

// For the program, whose `exhausted` ends the process and needs to know of nothing.
void compilation_init(struct compilation *compilation, const struct host *host,
                      void (*exhausted)(void *context))
{
    compilation_init_with(compilation, host, exhausted, NULL);
}

// The parts are made in this order because each is given the ones before it.
void compilation_init_with(struct compilation *compilation, const struct host *host,
                           void (*exhausted)(void *context), void *context)
{
    *compilation = (struct compilation){0};
    arena_init(&compilation->arena, exhausted);
    compilation->arena.context = context;
    names_init(&compilation->names, &compilation->arena);
    sources_init(&compilation->sources, &compilation->arena, host);
    diagnostics_init(&compilation->diagnostics, &compilation->arena, &compilation->sources);
    syntax_init(&compilation->syntax, &compilation->arena, &compilation->names,
                &compilation->sources, &compilation->diagnostics);
}

void compilation_release(struct compilation *compilation)
{
    arena_release(&compilation->arena);
}

static bool is_clean(const struct compilation *compilation)
{
    return compilation->diagnostics.errors == 0;
}

// Also a file with mistakes has a meaning, as far as the tree has what it says.
static bool is_readable(const struct compilation *compilation)
{
    return compilation->file && !compilation->syntax.damage.is_torn;
}

// A file that was torn (see syntax.h) has a tree, too, but one that says nothing reliable: phases
// after this one are not entered.
bool compilation_read(struct compilation *compilation, const char *path)
{
    compilation->file = syntax_read(&compilation->syntax, path);
    return is_readable(compilation);
}

bool compilation_parse(struct compilation *compilation, const struct source *source)
{
    compilation->file = syntax_parse(&compilation->syntax, source);
    return is_readable(compilation);
}

// For a text that is in memory, under a name that it is to have in messages. Errors that left the
// tree as it was meant do not count: they were reported, and nothing is unsure after them.
bool compilation_read_text(struct compilation *compilation, const char *path, const char *text,
                           size_t length)
{
    const struct source *source = sources_add(&compilation->sources, path, text, length);
    compilation->file = source ? syntax_parse(&compilation->syntax, source) : NULL;
    return compilation->file && compilation->diagnostics.errors == compilation->syntax.healed;
}

// After the schema and before any layout: a schema may only ask for values, never change which
// files are read.
bool compilation_read_kconfig(struct compilation *compilation, const struct kconfig_files *files)
{
    if (files->roots.count == 0 && files->sdkconfigs.count == 0 && files->renames.count == 0) {
        return true;
    }
    const struct kconfig *kconfig =
        kconfig_read(&compilation->sources, &compilation->diagnostics, &compilation->names, files);
    bool has_values = files->roots.count || files->sdkconfigs.count; // old names alone say nothing
    compilation->kconfig = has_values ? kconfig : NULL;
    return kconfig != NULL;
}

// A missing lock is not an error: a schema has none before its first release. One that cannot be
// read is, as no change could be checked against it. Standard input has no place beside which a
// lock could be.
bool compilation_read_lock(struct compilation *compilation, const char *schema)
{
    const char *path = lock_path(&compilation->arena, schema);
    struct host_status status;
    if (strcmp(schema, "-") == 0 || host_look(compilation->sources.host, path, &status)) {
        return true;
    }
    const char *error;
    const struct source *source = sources_read(&compilation->sources, path, &error);
    if (!source) {
        report_unreadable(&compilation->diagnostics, CODE_CANNOT_READ, path, error);
        return false;
    }
    compilation->lock_context = (struct lock_context){
        .lock = lock_read(&compilation->arena, &compilation->diagnostics, source),
        .diagnostics = &compilation->diagnostics,
        .arena = &compilation->arena,
    };
    return compilation->lock_context.lock;
}

// Built-in platforms are not files, and raw data belongs to the images that are made of it.
struct text_list compilation_inputs(struct compilation *compilation)
{
    struct text_list inputs = {0};
    for_each (source, &compilation->sources.files) {
        if (!source->built_in && !source->is_data) {
            list_append(&compilation->arena, &inputs, source->path);
        }
    }
    return inputs;
}

// It is found once, when it is first needed: a file that cannot be laid out may never be asked.
struct outline *compilation_outline(struct compilation *compilation)
{
    if (!compilation->outline) {
        compilation->outline = arena_new(&compilation->arena, sizeof *compilation->outline);
        *compilation->outline = outline_new(&compilation->arena, compilation->file);
    }
    return compilation->outline;
}

// The phases from a variant to its images: model, layout, images, allowances, lock. `arena` may be
// given up with the variant, and so all that outlives it (diagnostics and what they quote, names,
// built-in files) is in the compilation's own. Errors are compared as `all_errors`, which also
// counts those that an earlier variant reported: an error that is not shown twice is still one of
// this variant.
struct images *compilation_images_to_check(struct compilation *compilation,
                                           struct invocation invocation, struct arena *arena)
{
    struct diagnostics *diagnostics = &compilation->diagnostics;
    const struct layout *layout = NULL;
    struct images *images = NULL;
    size_t errors = diagnostics->all_errors;
    size_t reported = diagnostics->kept.count;
    bool is_placed = false;
    if (invocation.variant) {
        diagnostics->context =
            arena_format(&compilation->arena, "in variant `%s`", invocation.variant);
    }
    builtins_read(&compilation->syntax);
    struct syntax syntax = compilation->syntax; // what is read of it from now on does not change
    syntax.arena = arena;
    const struct model *model = model_new(&syntax, compilation_outline(compilation),
                                          invocation.variant, compilation->kconfig);
    if (model && !model->is_unsure) {
        layout = layout_new(model, &syntax, invocation);
        layout_verify(layout, diagnostics);
        is_placed = diagnostics->all_errors == errors;
        images = images_plan(layout, &compilation->sources, diagnostics);
        device_check(layout, diagnostics);
        allowances_check(layout, diagnostics);
    }
    // A lock is compared only with what is certain: after a mistake, half of the changes would be
    // its consequences.
    bool is_damaged = damage_is_any(&compilation->syntax.damage);
    if (layout && !is_damaged && compilation->lock_context.lock &&
        diagnostics->all_errors == errors) {
        lock_check(&compilation->lock_context, layout);
    }
    model_drop_doubtful(&syntax, reported);
    diagnostics->context = NULL;
    return is_placed && !is_damaged && compilation->syntax.healed == 0 ? images : NULL;
}

// Images of a compilation that has any error, also one of an earlier variant, are handed out to
// nobody who writes files.
struct images *compilation_images_in(struct compilation *compilation, struct invocation invocation,
                                     struct arena *arena)
{
    struct images *images = compilation_images_to_check(compilation, invocation, arena);
    return is_clean(compilation) ? images : NULL;
}

struct images *compilation_images(struct compilation *compilation, struct invocation invocation)
{
    return compilation_images_in(compilation, invocation, &compilation->arena);
}

const struct layout *compilation_rough_layout(struct compilation *compilation,
                                              struct invocation invocation)
{
    builtins_read(&compilation->syntax);
    const struct model *model = model_new(&compilation->syntax, compilation_outline(compilation),
                                          invocation.variant, compilation->kconfig);
    return model && !model->is_unsure ? layout_new(model, &compilation->syntax, invocation) : NULL;
}

const struct layout *compilation_layout(struct compilation *compilation,
                                        struct invocation invocation)
{
    const struct images *images = compilation_images(compilation, invocation);
    return images ? images->layout : NULL;
}

// Emitters run in the order of the list; that is also the order of the files.
bool compilation_emit(struct compilation *compilation, const struct images *images,
                      const struct emitter_list *chosen, struct artifact_list *artifacts)
{
    // All checks come before the first artifact, so that all that is wrong is reported at once.
    for (size_t i = 0; i < chosen->count; i++) {
        const struct emitter *emitter = chosen->items[i];
        if (emitter->check) {
            emitter->check(images->layout, images, &compilation->diagnostics);
        }
    }
    for (size_t i = 0; is_clean(compilation) && i < chosen->count; i++) {
        chosen->items[i]->emit(images->layout, images, artifacts);
    }
    return is_clean(compilation);
}
