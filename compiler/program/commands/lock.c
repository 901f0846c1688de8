// `lock`: writes the layouts of all variants to the lock file next to the schema, or with --check
// tells whether that is up to date. All variants are checked against the existing lock first, with
// the same rules as `check`, so a lock file can never be made to contradict itself.
//
// Layouts are computed one at a time in an arena that is cleared before the next one; of each, only
// the part that the lock records is kept.
#include "commands.h"
#include "lock.h"
#include "model.h"
#include "output.h"
#include "session.h"
#include "print.h"
#include "variants.h"

#include <assert.h>
#include <string.h>

struct locking {
    struct session *session;
    struct arena *arena;
    const char *path;            // of the lock
    struct lock_part_list parts; // what it says of each variant
    struct buffer text;          // of the lock
};

// A variant with mistakes adds nothing; they were reported, and no lock is written then.
static void add_layout(struct locking *locking, struct arena *arena, const char *variant)
{
    struct session *session = locking->session;
    arena_clear(arena); // of the variant before
    const struct images *images = compilation_images_in(
        &session->compilation, session_invocation(session, ".", variant), arena);
    if (images) {
        list_append(
            locking->arena, &locking->parts,
            lock_part_new(locking->arena, images->layout, session->compilation.lock_context.lock));
    }
}

// All variants, checked against the lock file. False if anything is wrong.
static bool find_parts(struct locking *locking)
{
    struct compilation *compilation = &locking->session->compilation;
    struct syntax_names variants = variants_list(locking->session);
    struct arena arena; // of one layout at a time
    arena_init(&arena, compilation->arena.exhausted);
    if (variants.count == 0 || model_has_base_target(compilation_outline(compilation))) {
        add_layout(locking, &arena, NULL);
    }
    for (size_t i = 0; i < variants.count; i++) {
        add_layout(locking, &arena, variants.items[i]->text);
    }
    arena_release(&arena);
    if (compilation->lock_context.lock) {
        lock_check_all(&compilation->lock_context);
    }
    return compilation->diagnostics.errors == 0;
}

// Everything that was read, but for the lock itself, which is read, too, and is what is to be
// overwritten.
static struct text_list other_inputs(struct locking *locking)
{
    struct text_list all = compilation_inputs(&locking->session->compilation), others = {0};
    for (size_t i = 0; i < all.count; i++) {
        if (strcmp(all.items[i], locking->path) != 0) {
            list_append(locking->arena, &others, all.items[i]);
        }
    }
    return others;
}

static void say(struct locking *locking, const char *word)
{
    assert(locking->parts.count > 0); // else there were errors
    const struct lock_part *part = locking->parts.items[0];
    struct buffer text;
    buffer_init(&text, locking->arena);
    buffer_format(&text, "%-9s  %s (revision %llu", word, locking->path,
                  (unsigned long long)part->revision);
    if (locking->parts.count > 1) {
        buffer_format(&text, ", %zu variants", locking->parts.count);
    }
    buffer_text(&text, ")\n");
    if (!option_is_given(locking->session->options, OPTION_QUIET)) {
        print_text(locking->session, &text);
    }
}

static void write_lock(struct locking *locking)
{
    static const char *const words[] = {
        [WRITTEN_NEW] = "new",
        [WRITTEN_CHANGED] = "changed",
        [WRITTEN_UNCHANGED] = "unchanged",
    };
    struct artifact_list artifacts = {0};
    struct text_list inputs = other_inputs(locking);
    enum written result;
    artifact_add(locking->arena, &artifacts, locking->path, &locking->text)->is_lasting = true;
    if (output_write("", &artifacts, &inputs, &locking->session->compilation.diagnostics,
                     &result)) {
        say(locking, words[result]);
    }
}

// Notes on the Kconfig values that differ from those recorded, a few of each variant.
static void note_others(struct diagnostic *diagnostic, const struct lock_part *part)
{
    enum { NAMED = 4 };
    for (size_t i = 0; i < part->others.count && i < NAMED; i++) {
        add_note(diagnostic, (struct span){0}, "%s%s%s%s", part->variant ? "in variant `" : "",
                 part->variant ? part->variant : "", part->variant ? "`, " : "",
                 (const char *)part->others.items[i]);
    }
}

// The lock is up to date if its bytes are what would be written: there is one form only.
static void check_lock(struct locking *locking)
{
    const struct compilation *compilation = &locking->session->compilation;
    const struct lock_part *part = locking->parts.items[0];
    const struct lock *lock = compilation->lock_context.lock;
    const struct buffer *text = &locking->text;
    if (lock && lock->source->length == text->length &&
        memcmp(lock->source->bytes, text->bytes, text->length) == 0) {
        say(locking, "locked");
        return;
    }
    struct diagnostic *diagnostic =
        report(&locking->session->compilation.diagnostics, CODE_LOCK_OUTDATED, part->span,
               !lock ? "there is no lock file `%s`"
               : lock_find(lock, part->revision, part->variant)
                   ? "`%s` differs from what `schemac lock` would write"
                   : "`%s` does not have this revision yet",
               locking->path);
    for (size_t i = 0; i < locking->parts.count; i++) {
        note_others(diagnostic, locking->parts.items[i]);
    }
    add_note(diagnostic, (struct span){0}, "run `schemac lock %s` to write it",
             locking->session->path);
}

static void lock(struct session *session)
{
    struct locking locking = {
        .session = session,
        .arena = &session->compilation.arena,
        .path = lock_path(&session->compilation.arena, session->path),
    };
    if (!find_parts(&locking)) {
        return;
    }
    buffer_init(&locking.text, locking.arena);
    lock_text(session->compilation.lock_context.lock, &locking.parts, &locking.text);
    if (option_is_given(session->options, OPTION_CHECK)) {
        check_lock(&locking);
    } else {
        write_lock(&locking);
    }
}

static const char *check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    return strcmp(options->arguments[0], "-") == 0
               ? "`lock` needs a schema in a file, because the lock file is written next to it"
               : NULL;
}

static int run(const struct options *options)
{
    struct session session;
    const char *path = options->arguments[0];
    if (session_begin(&session, options, path, false) && session_read_lock(&session)) {
        lock(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    KCONFIG_OPTIONS, OPTION_CHECK, OPTION_QUIET, OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

const struct command command_lock = {
    .name = "lock",
    .arguments = "FILE",
    .summary = "record the layout of a release",
    .description =
        "Writes the layout of the schema's current revision, for all variants, to NAME.lock\n"
        "next to NAME.pschema. Commit it with each release.\n"
        "\n"
        "From then on, `check`, `compile`, `build`, `generate` and `image` refuse a different\n"
        "layout with the same revision, and in a later revision any change that would break\n"
        "existing devices, unless an `allow` in the schema permits it.",
    TAKES(taken),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = check_usage,
    .run = run,
};
