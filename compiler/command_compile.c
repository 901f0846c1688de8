// `compile` and `check`.
#include "commands.h"
#include "emit.h"
#include "model.h"
#include "output.h"
#include "session.h"
#include "summary.h"

#include <string.h>

// What is to be made: artifacts, with their paths from the output folder, and what to say of them.
struct work {
    struct session *session;
    struct arena *arena;
    const char *folder; // for the output, without slashes at its end
    struct list emitters;
    struct list artifacts;
    struct list inputs; // of const char: files that are not to be written
    struct buffer text;
};

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
    bool is_input = strcmp(options->arguments[0], "-") == 0;
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

static void begin(struct work *work, struct session *session)
{
    const char *output = session->options->output;
    *work = (struct work){.session = session, .arena = &session->compilation.arena};
    work->folder = output ? without_slashes(work->arena, output) : NULL;
    buffer_init(&work->text, work->arena);
    choose_emitters(work);
}

// Compiles one variant (null: the schema itself) for a folder within the output folder (or "").
static void add_variant(struct work *work, const char *variant, const char *folder)
{
    struct session *session = work->session;
    const char *full =
        *folder ? arena_format(work->arena, "%s/%s", work->folder, folder) : work->folder;
    const struct layout *layout =
        compilation_layout(&session->compilation, session_project(session, full, variant));
    struct list artifacts = {0};
    if (layout) {
        session_add_inputs(session, layout, &work->inputs);
    }
    if (!layout || !compilation_emit(&session->compilation, layout, &work->emitters, &artifacts)) {
        return;
    }
    for (size_t i = 0; i < artifacts.count; i++) {
        struct artifact *artifact = (struct artifact *)artifacts.items[i];
        if (*folder) {
            artifact->path = arena_format(work->arena, "%s/%s", folder, artifact->path);
        }
        list_append(work->arena, &work->artifacts, artifact);
    }
    if (variant) {
        buffer_format(&work->text, "variant %s\n", variant);
    }
    summary_map(layout, &work->text);
    buffer_text(&work->text, "\n");
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
}

static void write_all(struct work *work)
{
    struct session *session = work->session;
    enum written *results = arena_array(work->arena, work->artifacts.count, sizeof *results);
    if (output_write(work->folder, &work->artifacts, &work->inputs,
                     &session->compilation.diagnostics, results) &&
        !session->options->is_quiet) {
        say_written(work, results);
        session_say(session, &work->text);
    }
}

static void compile(struct session *session)
{
    const struct options *options = session->options;
    struct work work;
    begin(&work, session);
    if (session->usage_error ||
        (options->variant && !session_has_variant(session, options->variant))) {
        return;
    }
    struct list variants = session_variants(session);
    if (options->all_variants && variants.count == 0) {
        session->usage_error = "the schema has no variants";
        return;
    }
    for (size_t i = 0; options->all_variants && i < variants.count; i++) {
        const char *variant = ((const struct syntax_name *)variants.items[i])->text;
        add_variant(&work, variant, variant);
    }
    if (!options->all_variants) {
        add_variant(&work, options->variant, "");
    }
    if (session->compilation.diagnostics.errors == 0) {
        write_all(&work);
    }
}

int command_compile(const struct options *options)
{
    struct session session;
    if (!options->output) {
        fputs("schemac: error: `compile` needs `-o DIR`, the folder for what it makes\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (options->variant && options->all_variants) {
        fputs("schemac: error: --variant and --all-variants exclude each other\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options)) {
        compile(&session);
    }
    return session_end(&session);
}

static void check_variant(struct work *work, const char *variant)
{
    struct compilation *compilation = &work->session->compilation;
    const struct layout *layout =
        compilation_layout(compilation, session_project(work->session, ".", variant));
    for (size_t i = 0; layout && i < work->emitters.count; i++) {
        const struct emitter *emitter = work->emitters.items[i];
        if (emitter->check) {
            emitter->check(layout, &compilation->diagnostics);
        }
    }
}

static void check(struct session *session)
{
    const char *variant = session->options->variant;
    struct list variants = session_variants(session);
    struct work work;
    begin(&work, session);
    if (variant && !session_has_variant(session, variant)) {
        return;
    }
    bool has_base = variants.count == 0 || model_has_base_target(session->compilation.file);
    if (variant || has_base) {
        check_variant(&work, variant);
    }
    for (size_t i = 0; !variant && i < variants.count; i++) {
        check_variant(&work, ((const struct syntax_name *)variants.items[i])->text);
    }
}

int command_check(const struct options *options)
{
    struct session session;
    if (session_begin(&session, options)) {
        check(&session);
    }
    return session_end(&session);
}
