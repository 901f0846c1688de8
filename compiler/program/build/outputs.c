// What `compile` and `build` have in common: for each variant that the command line selects, a
// layout, its artifacts and the directory that they go to, then one writing of all of them. Nothing
// is written until everything is known to be good, and then all files replace their predecessors,
// or none.
//
// A variant of many has a directory of its own below the output directory, so a part keeps its
// paths relative to the output directory (outputs_path). The manifest of a part is written first
// and lists both the files that were there and those that will be: if a run is cut off between two
// files, the next one still recognizes all of them as its own (see ownership.c). The manifests are
// cut to what is really there afterwards.
#include "outputs.h"

#include "command.h"

#include "emit.h"
#include "fit.h"
#include "model.h"
#include "output.h"
#include "ownership.h"
#include "picture.h"
#include "text.h"
#include "print.h"
#include "variants.h"

#include <assert.h>
#include <string.h>

static bool is_named(const struct options *options, const struct emitter *emitter)
{
    for (size_t i = 0; i < options->emitters.count; i++) {
        if (options->emitters.items[i] == emitter) {
            return true;
        }
    }
    return false;
}

// Without --emit, emitters that need the name of a schema file are left out for standard input;
// with --emit, asking for one of them is a mistake. Without it, those that need images are left out
// as well: not everybody publishes what is built.
static void choose_emitters(struct outputs *outputs)
{
    const struct options *options = outputs->session->options;
    bool is_input = strcmp(outputs->session->path, "-") == 0;
    for (size_t i = 0; i < emitter_count; i++) {
        const struct emitter *emitter = &emitters[i];
        bool fits = !is_input || emitter->need != NEEDS_FILE;
        bool is_usual = fits && emitter->need != NEEDS_IMAGES;
        if (is_named(options, emitter) || (options->emitters.count == 0 && is_usual)) {
            list_append(outputs->arena, &outputs->emitters, emitter);
            if (!fits) {
                outputs->session->usage_error = arena_format(
                    outputs->arena, "`%s` needs a schema in a file, not on standard input",
                    emitter->name);
            }
        }
    }
}

// `out/` and `out` are the same directory: paths in fragments and messages are made the same, too,
// so that files do not change with how it was written. `/` stays.
static const char *without_slashes(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    return arena_copy(arena, path, length);
}

// The directory becomes a part of paths in Makefiles and in the build log, neither of which has a
// way to write a control character.
const char *outputs_check_usage(struct arena *arena, const struct options *options)
{
    const char *output = option_text(options, OPTION_OUTPUT);
    if (strcmp(output, "-") == 0) {
        return arena_format(
            arena, "`%s` writes several files: `-o` must be a directory, not standard output",
            options->command->name);
    }
    for_each (emitter, &options->emitters) {
        if (emitter->need == NEEDS_IMAGES && strcmp(options->command->name, "build") != 0) {
            return arena_format(arena,
                                "`%s` needs the images, which `build` makes: use `schemac "
                                "build --emit %s`",
                                emitter->name, emitter->name);
        }
    }
    return text_has_control(output)
               ? "the name of the output directory contains a control character"
               : NULL;
}

void outputs_begin(struct outputs *outputs, struct session *session)
{
    const char *output = option_text(session->options, OPTION_OUTPUT);
    *outputs = (struct outputs){.session = session, .arena = &session->compilation.arena};
    outputs->output = output_begin(&session->compilation.diagnostics);
    outputs->directory = output ? without_slashes(outputs->arena, output) : NULL;
    buffer_init(&outputs->text, outputs->arena);
    buffer_init(&outputs->rest, outputs->arena);
    buffer_init(&outputs->end, outputs->arena);
    choose_emitters(outputs);
}

void outputs_add(struct outputs *outputs, struct outputs_part *part, struct artifact *artifact)
{
    list_append(outputs->arena, &part->artifacts, artifact);
    list_append(outputs->arena, &outputs->artifacts, artifact);
}

// Of images that come from files: those that schemac makes are not made yet.
static void measure(struct outputs *outputs, const struct images *images, const char *name)
{
    struct session *session = outputs->session;
    struct fit_list fits = {0};
    fit_add_files(session, images, &fits);
    fit_check_use(session->options, &fits, &session->compilation.diagnostics);
    struct fit_summary summary = fit_summarise(images->layout, &fits);
    fit_summary_text(&summary, name, &outputs->end);
}

// Compiles one variant (null: the schema itself) for a directory within the output directory (or
// "").
static void add_variant(struct outputs *outputs, const char *variant, const char *directory)
{
    struct session *session = outputs->session;
    const char *full =
        *directory ? outputs_path(outputs, outputs->directory, directory) : outputs->directory;
    struct images *images =
        compilation_images(&session->compilation, session_invocation(session, full, variant));
    struct artifact_list artifacts = {0};
    if (!images ||
        !compilation_emit(&session->compilation, images, &outputs->emitters, &artifacts)) {
        return;
    }
    struct outputs_part *part = arena_new(outputs->arena, sizeof *part);
    *part =
        (struct outputs_part){.layout = images->layout, .images = images, .directory = directory};
    list_append(outputs->arena, &outputs->parts, part);
    for_each (artifact, &artifacts) {
        artifact->path = outputs_path(outputs, directory, artifact->path);
        outputs_add(outputs, part, artifact);
    }
    measure(outputs, images, *directory ? directory : NULL);
    if (variant) {
        buffer_format(&outputs->text, "variant %s\n", variant);
    }
    picture_table(images->layout, &outputs->text);
    buffer_text(&outputs->text, "\n");
}

// All selected variants are compiled even if one has errors, so that one run reports all of them.
bool outputs_compile(struct outputs *outputs)
{
    struct session *session = outputs->session;
    const struct options *options = session->options;
    if (session->usage_error || (option_text(options, OPTION_VARIANT) &&
                                 !variants_have(session, option_text(options, OPTION_VARIANT)))) {
        return false;
    }
    struct syntax_names variants = variants_list(session);
    if (option_is_given(options, OPTION_ALL_VARIANTS) && variants.count == 0) {
        session->usage_error = variants_none(session);
        return false;
    }
    for (size_t i = 0; option_is_given(options, OPTION_ALL_VARIANTS) && i < variants.count; i++) {
        const char *variant = variants.items[i]->text;
        add_variant(outputs, variant, variant);
    }
    if (!option_is_given(options, OPTION_ALL_VARIANTS)) {
        add_variant(outputs, option_text(options, OPTION_VARIANT), "");
    }
    return session->compilation.diagnostics.errors == 0;
}

static void say_written(struct outputs *outputs, const enum written *results)
{
    static const char *const words[] = {
        [WRITTEN_NEW] = "new",
        [WRITTEN_CHANGED] = "changed",
        [WRITTEN_UNCHANGED] = "unchanged",
    };
    for (size_t i = 0; i < outputs->artifacts.count; i++) {
        const struct artifact *artifact = outputs->artifacts.items[i];
        buffer_format(&outputs->text, "%-9s  %s/%s\n", words[results[i]], outputs->directory,
                      artifact->path);
    }
    buffer_bytes(&outputs->text, outputs->rest.bytes, outputs->rest.length);
    buffer_bytes(&outputs->text, outputs->end.bytes, outputs->end.length);
}

// Files in the order in which they are written: see output_finish().
static void append_all(struct arena *arena, struct artifact_list *list,
                       const struct artifact_list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        list_append(arena, list, items->items[i]);
    }
}

// Every part is checked, even after a refusal, so that one run reports all files that would be
// lost.
static bool claim_all(struct outputs *outputs, const struct text_list *inputs,
                      struct artifact_list *noted)
{
    bool is_good = true;
    for (size_t i = 0; i < outputs->parts.count; i++) {
        is_good &= ownership_claim(outputs, outputs->parts.items[i], inputs, noted);
    }
    return is_good;
}

// Cuts the manifests to what is there now. The ones on the disk, which list what was there before
// as well, are not wrong: so if that fails they stay, and the next run cuts them.
static void settle_manifests(struct outputs *outputs, const struct artifact_list *noted)
{
    struct diagnostics ignored;
    struct artifact_list settled = {0};
    const struct text_list inputs = {0};
    diagnostics_init(&ignored, outputs->arena, &outputs->session->compilation.sources);
    for (size_t i = 0; i < noted->count; i++) {
        const struct artifact *artifact = noted->items[i];
        const struct buffer *text = &outputs->parts.items[i]->manifest;
        if (text->length != artifact->length ||
            memcmp(text->bytes, artifact->bytes, text->length) != 0) {
            artifact_add(outputs->arena, &settled, artifact->path, text);
        }
    }
    if (settled.count) {
        output_write(outputs->directory, &settled, &inputs, &ignored, NULL);
    }
}

// The manifests come first in the list: a run that is cut off between two files leaves a manifest
// that has both the old and the new ones, and the next run does not take its own files for
// somebody else's.
bool outputs_write(struct outputs *outputs)
{
    struct session *session = outputs->session;
    struct text_list inputs = {0};
    struct artifact_list noted = {0};
    for_each (part, &outputs->parts) {
        session_add_inputs(session, part->images, &inputs);
    }
    if (!claim_all(outputs, &inputs, &noted)) {
        return false;
    }
    struct artifact_list all = {0};
    append_all(outputs->arena, &all, &noted); // the manifests first
    append_all(outputs->arena, &all, &outputs->artifacts);
    assert(noted.count == outputs->parts.count); // a manifest each
    enum written *results = arena_array(outputs->arena, all.count, sizeof *results);
    bool is_written = output_finish(outputs->output, outputs->directory, &all, &inputs, results);
    if (is_written) {
        settle_manifests(outputs, &noted);
        say_written(outputs, results + noted.count);
    }
    return is_written;
}

void outputs_end(struct outputs *outputs)
{
    output_end(outputs->output);
}

void outputs_say(struct outputs *outputs)
{
    if (!option_is_given(outputs->session->options, OPTION_QUIET)) {
        print_text(outputs->session, &outputs->text);
    }
}
