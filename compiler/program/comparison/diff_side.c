// One side of a comparison: a schema, a lock file, or a table without a schema (a CSV, a binary
// table, a flash dump). Each side has a session of its own, so that errors are reported with the
// names of its files.
//
// The word of the command line is FILE, FILE:VARIANT, FILE.lock:REVISION or
// FILE.lock:REVISION:VARIANT. A colon can be part of a file name, so the whole word is tried as a
// file first. The layouts of a lock file are rebuilt from its records; a table alone is turned into
// a schema in memory, for the chip of the other side if it says none itself.
#include "diff_side.h"

#include "model.h"
#include "text.h"
#include "variants.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Splits off what follows the last colon, unless there is a file of the whole name.
static const char *split_suffix(struct arena *arena, const char **path)
{
    const char *colon = strrchr(*path, ':');
    if (!colon || colon == *path || !colon[1] || strchr(colon, '/') || access(*path, F_OK) == 0) {
        return NULL;
    }
    *path = arena_copy(arena, *path, (size_t)(colon - *path));
    return colon + 1;
}

static bool read_revision(const char *text, uint64_t *revision)
{
    char *end;
    errno = 0;
    *revision = strtoull(text, &end, 10);
    return isdigit((unsigned char)*text) && !*end && errno == 0;
}

// FILE, FILE:VARIANT, FILE:REVISION, FILE:REVISION:VARIANT
static void split_word(struct side *side, struct arena *arena, const char *word)
{
    side->path = word;
    const char *last = split_suffix(arena, &side->path);
    const char *first = last ? split_suffix(arena, &side->path) : NULL;
    if (last && !first && read_revision(last, &side->revision)) {
        side->has_revision = true;
        return;
    }
    side->variant = last ? last : side->variant;
    side->has_revision = first && read_revision(first, &side->revision);
    if (first && !side->has_revision) {
        side->session.usage_error = arena_format(
            arena, "`%s`: expected the revision of a lock file between the file and the variant",
            word);
    }
}

static const char *first_variant(const struct lock *lock)
{
    for_each (locked, &lock->locked) {
        if (locked->variant) {
            return locked->variant;
        }
    }
    return "VARIANT";
}

static bool is_same_variant(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

// Without a revision, the last one counts, or if it lacks the variant the last before it that has
// it: devices with that variant exist, even if the schema dropped it.
static bool find_locked(struct side *side, const char *variant)
{
    struct arena *arena = &side->session.compilation.arena;
    uint64_t revision = side->has_revision ? side->revision : lock_last_revision(side->lock);
    const struct locked *locked = lock_find(side->lock, revision, variant);
    if (!locked && !side->has_revision) {
        locked = lock_find_before(side->lock, revision, variant);
    }
    if (locked) {
        side->layout = locked->layout;
        return true;
    }
    const char *of = variant ? arena_format(arena, " of variant `%s`", variant) : "";
    side->session.usage_error =
        side->has_revision ? arena_format(arena, "`%s` has no revision %llu%s", side->path,
                                          (unsigned long long)revision, of)
        : variant          ? arena_format(arena, "`%s` has no layout%s", side->path, of)
                  : arena_format(arena, "`%s` only has variants; select one, as in `%s:%s`",
                                 side->path, side->path, first_variant(side->lock));
    return false;
}

// Laid out once, even if it is asked for again: a second layout would report everything twice.
bool side_lay_out(struct side *side, const char *variant)
{
    struct session *session = &side->session;
    if (side->layout && is_same_variant(side->layout->invocation.variant, variant)) {
        return true;
    }
    if (side->lock) {
        return find_locked(side, variant);
    }
    if (variant && !variants_have(session, variant)) {
        return false;
    }
    side->images =
        compilation_images(&session->compilation, session_invocation(session, ".", variant));
    side->layout = side->images ? side->images->layout : NULL;
    return side->layout;
}

// Null in the list is the schema without a variant, as in side_variants().
static struct text_list locked_variants(struct side *side)
{
    struct text_list variants = {0};
    uint64_t revision = side->has_revision ? side->revision : lock_last_revision(side->lock);
    for_each (locked, &side->lock->locked) {
        if (locked->revision == revision) {
            list_append(&side->session.compilation.arena, &variants, locked->variant);
        }
    }
    return variants;
}

struct text_list side_variants(struct side *side)
{
    struct compilation *compilation = &side->session.compilation;
    struct text_list variants = {0};
    if (side->lock) {
        return locked_variants(side);
    }
    struct syntax_names names = variants_list(&side->session);
    if (names.count == 0 || model_has_base_target(compilation_outline(compilation))) {
        list_append(&compilation->arena, &variants, NULL);
    }
    for (size_t i = 0; i < names.count; i++) {
        list_append(&compilation->arena, &variants, names.items[i]->text);
    }
    return variants;
}

// Reads the bytes and recognizes what they are; side_read() gives them a meaning, which may need
// the chip of the other side.
void side_open(struct side *side, const struct options *options, const char *word)
{
    *side = (struct side){.options = *options, .variant = option_text(options, OPTION_VARIANT)};
    struct session *session = &side->session;
    struct compilation *compilation = &session->compilation;
    session_init(session, &side->options, word, true);
    split_word(side, &compilation->arena, word);
    session->path = side->path;
    if (side->variant && option_is_given(options, OPTION_ALL_VARIANTS)) {
        session->usage_error =
            "--all-variants compares all variants: none can be selected with a colon";
    }
    const char *error;
    side->source =
        session->usage_error ? NULL : sources_read(&compilation->sources, side->path, &error);
    side->kind = side->source
                     ? import_recognise(side->path, side->source->bytes, side->source->length)
                     : IMPORT_SCHEMA;
}

bool side_is_bare(const struct side *side)
{
    return side->kind == IMPORT_PARTITIONS || side->kind == IMPORT_TABLE;
}

// False, and reported, if there is nothing to compare.
bool side_read(struct side *side, const char *chip)
{
    struct session *session = &side->session;
    struct compilation *compilation = &session->compilation;
    if (session->usage_error) {
        return false;
    }
    if (side->source && lock_is(side->source)) {
        side->lock = lock_read(&compilation->arena, &compilation->diagnostics, side->source);
        return side->lock;
    }
    if (side->has_revision) {
        session->usage_error =
            arena_format(&compilation->arena,
                         "`%s` is not a lock file: it has no revisions to select", side->path);
        return false;
    }
    if (side_is_bare(side)) {
        side->variant =
            side->variant == option_text(&side->options, OPTION_VARIANT) ? NULL : side->variant;
        if (!option_is_given(&side->options, OPTION_CHIP)) {
            options_set(&side->options, OPTION_CHIP, chip);
        }
        options_set(&side->options, OPTION_NAME,
                    "layout"); // the name of the file might be none for a schema
    }
    return session_read_any(session);
}
