// `compile`, `build` and `check`.
#include "commands.h"
#include "emit.h"
#include "images.h"
#include "model.h"
#include "work.h"

static void compile(struct session *session)
{
    struct work work;
    work_begin(&work, session);
    if (work_compile(&work) && work_write(&work)) {
        work_say(&work);
    }
}

static void build(struct session *session)
{
    struct work work;
    work_begin(&work, session);
    if (work_compile(&work) && images_build(&work) && work_write(&work)) {
        images_clear(&work);
        images_remember(&work);
        work_say(&work);
    }
}

static int run(const struct options *options, const char *name,
               void (*command)(struct session *session))
{
    struct session session;
    if (!options->output) {
        fprintf(stderr, "schemac: error: `%s` needs `-o DIR`, the folder for what it makes\n",
                name);
        return STATUS_WRONG_USAGE;
    }
    if (options->variant && options->all_variants) {
        fputs("schemac: error: --variant and --all-variants exclude each other\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options, options->arguments[0], false) &&
        session_read_lock(&session)) {
        command(&session);
    }
    return session_end(&session);
}

int command_compile(const struct options *options)
{
    return run(options, "compile", compile);
}

int command_build(const struct options *options)
{
    return run(options, "build", build);
}

static void check_variant(struct work *work, struct arena *arena, const char *variant)
{
    struct compilation *compilation = &work->session->compilation;
    const struct layout *layout =
        compilation_layout_in(compilation, session_project(work->session, ".", variant), arena);
    for (size_t i = 0; layout && i < work->emitters.count; i++) {
        const struct emitter *emitter = work->emitters.items[i];
        if (emitter->check) {
            emitter->check(layout, &compilation->diagnostics);
        }
    }
    arena_clear(arena);
}

static void check(struct session *session)
{
    const char *variant = session->options->variant;
    struct list variants = session_variants(session);
    struct work work;
    work_begin(&work, session);
    if (variant && !session_has_variant(session, variant)) {
        return;
    }
    bool has_base = variants.count == 0 || model_has_base_target(session->compilation.file);
    struct arena arena; // of one variant at a time
    arena_init(&arena, session->compilation.arena.exhausted);
    if (variant || has_base) {
        check_variant(&work, &arena, variant);
    }
    for (size_t i = 0; !variant && i < variants.count; i++) {
        check_variant(&work, &arena, ((const struct syntax_name *)variants.items[i])->text);
    }
    arena_release(&arena);
    if (!variant && session->compilation.holder.lock) {
        lock_hold_all(&session->compilation.holder);
    }
}

int command_check(const struct options *options)
{
    struct session session;
    if (session_begin_any(&session, options, options->arguments[0], false) &&
        session_read_lock(&session)) {
        check(&session);
    }
    return session_end(&session);
}
