#include "work.h"

#include "command.h"

#include "emit.h"
#include "model.h"
#include "output.h"
#include "ownership.h"
#include "picture.h"
#include "text.h"

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

static void choose_emitters(struct work *work)
{
    const struct options *options = work->session->options;
    bool is_input = strcmp(work->session->path, "-") == 0;
    for (size_t i = 0; i < emitter_count; i++) {
        const struct emitter *emitter = &emitters[i];
        bool fits = !is_input || !emitter->needs_file;
        if (is_named(options, emitter) || (options->emitters.count == 0 && fits)) {
            list_append(work->arena, &work->emitters, emitter);
            if (!fits) {
                work->session->usage_error = arena_format(
                    work->arena, "`%s` needs a schema in a file, not on standard input",
                    emitter->name);
            }
        }
    }
}

static const char *without_slashes(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    return arena_copy(arena, path, length);
}

const char *work_check_usage(struct arena *arena, const struct options *options)
{
    const char *output = option_text(options, OPTION_OUTPUT);
    if (strcmp(output, "-") == 0) {
        return arena_format(arena,
                            "`%s` makes several files: `-o` needs a directory, not standard output",
                            options->command->name);
    }
    return text_has_control(output) ? "the name of the output directory has a control character"
                                    : NULL;
}

void work_begin(struct work *work, struct session *session)
{
    const char *output = option_text(session->options, OPTION_OUTPUT);
    *work = (struct work){.session = session, .arena = &session->compilation.arena};
    work->output = output_begin(&session->compilation.diagnostics);
    work->folder = output ? without_slashes(work->arena, output) : NULL;
    buffer_init(&work->text, work->arena);
    buffer_init(&work->rest, work->arena);
    choose_emitters(work);
}

const char *work_path(const struct work *work, const char *folder, const char *path)
{
    return *folder ? arena_format(work->arena, "%s/%s", folder, path) : path;
}

void work_add(struct work *work, struct work_part *part, struct artifact *artifact)
{
    list_append(work->arena, &part->artifacts, artifact);
    list_append(work->arena, &work->artifacts, artifact);
}

// Compiles one variant (null: the schema itself) for a folder within the output folder (or "").
static void add_variant(struct work *work, const char *variant, const char *folder)
{
    struct session *session = work->session;
    const char *full = *folder ? work_path(work, work->folder, folder) : work->folder;
    struct images *images =
        compilation_images(&session->compilation, session_invocation(session, full, variant));
    struct artifact_list artifacts = {0};
    if (!images || !compilation_emit(&session->compilation, images, &work->emitters, &artifacts)) {
        return;
    }
    struct work_part *part = arena_new(work->arena, sizeof *part);
    *part = (struct work_part){.layout = images->layout, .images = images, .folder = folder};
    list_append(work->arena, &work->parts, part);
    for (size_t i = 0; i < artifacts.count; i++) {
        struct artifact *artifact = (struct artifact *)artifacts.items[i];
        artifact->path = work_path(work, folder, artifact->path);
        work_add(work, part, artifact);
    }
    if (variant) {
        buffer_format(&work->text, "variant %s\n", variant);
    }
    picture_table(images->layout, &work->text);
    buffer_text(&work->text, "\n");
}

bool work_compile(struct work *work)
{
    struct session *session = work->session;
    const struct options *options = session->options;
    if (session->usage_error ||
        (option_text(options, OPTION_VARIANT) &&
         !session_has_variant(session, option_text(options, OPTION_VARIANT)))) {
        return false;
    }
    struct syntax_names variants = session_variants(session);
    if (option_is_given(options, OPTION_ALL_VARIANTS) && variants.count == 0) {
        session->usage_error = session_no_variants(session);
        return false;
    }
    for (size_t i = 0; option_is_given(options, OPTION_ALL_VARIANTS) && i < variants.count; i++) {
        const char *variant = ((const struct syntax_name *)variants.items[i])->text;
        add_variant(work, variant, variant);
    }
    if (!option_is_given(options, OPTION_ALL_VARIANTS)) {
        add_variant(work, option_text(options, OPTION_VARIANT), "");
    }
    return session->compilation.diagnostics.errors == 0;
}

static void say_written(struct work *work, const enum written *results)
{
    static const char *const words[] = {
        [WRITTEN_NEW] = "new",
        [WRITTEN_CHANGED] = "changed",
        [WRITTEN_UNCHANGED] = "unchanged",
    };
    for (size_t i = 0; i < work->artifacts.count; i++) {
        const struct artifact *artifact = work->artifacts.items[i];
        buffer_format(&work->text, "%-9s  %s/%s\n", words[results[i]], work->folder,
                      artifact->path);
    }
    buffer_bytes(&work->text, work->rest.bytes, work->rest.length);
}

static void append_all(struct arena *arena, struct artifact_list *list,
                       const struct artifact_list *items)
{
    for (size_t i = 0; i < items->count; i++) {
        list_append(arena, list, items->items[i]);
    }
}

static bool claim_all(struct work *work, const struct text_list *inputs,
                      struct artifact_list *noted)
{
    bool is_good = true;
    for (size_t i = 0; i < work->parts.count; i++) {
        is_good &= ownership_claim(work, (struct work_part *)work->parts.items[i], inputs, noted);
    }
    return is_good;
}

// Manifests that still have files as they were. If that fails they stay, which does no harm.
static void settle_manifests(struct work *work, const struct artifact_list *noted)
{
    struct diagnostics ignored;
    struct artifact_list settled = {0};
    const struct text_list inputs = {0};
    diagnostics_init(&ignored, work->arena, &work->session->compilation.sources);
    for (size_t i = 0; i < noted->count; i++) {
        const struct artifact *artifact = noted->items[i];
        const struct buffer *text = &((const struct work_part *)work->parts.items[i])->manifest;
        if (text->length != artifact->length ||
            memcmp(text->bytes, artifact->bytes, text->length) != 0) {
            artifact_add(work->arena, &settled, artifact->path, text);
        }
    }
    if (settled.count) {
        output_write(work->folder, &settled, &inputs, &ignored, NULL);
    }
}

bool work_write(struct work *work)
{
    struct session *session = work->session;
    struct text_list inputs = {0};
    struct artifact_list noted = {0};
    for (size_t i = 0; i < work->parts.count; i++) {
        const struct work_part *part = work->parts.items[i];
        session_add_inputs(session, part->images, &inputs);
    }
    if (!claim_all(work, &inputs, &noted)) {
        return false;
    }
    struct artifact_list all = {0};
    append_all(work->arena, &all, &noted); // the manifests first
    append_all(work->arena, &all, &work->artifacts);
    enum written *results = arena_array(work->arena, all.count, sizeof *results);
    bool is_written = output_finish(work->output, work->folder, &all, &inputs, results);
    if (is_written) {
        settle_manifests(work, &noted);
        say_written(work, results + noted.count);
    }
    return is_written;
}

void work_end(struct work *work)
{
    output_end(work->output);
}

void work_say(struct work *work)
{
    if (!option_is_given(work->session->options, OPTION_QUIET)) {
        session_say(work->session, &work->text);
    }
}
