// The variants of a schema, as the command line names them. Abstract variants can be extended, but
// not built, so they are not candidates; naming one gets the list of those that extend it. If the
// schema has syntax errors, a missing variant is not a mistake of the command line: it may be in
// the part that was not understood.
#include "variants.h"

#include "model.h"
#include "text.h"

#include <string.h>

struct syntax_names variants_list(struct session *session)
{
    return compilation_outline(&session->compilation)->names;
}

const char *variants_none(struct session *session)
{
    return compilation_outline(&session->compilation)->all_names.count
               ? "the schema only has abstract variants, which cannot be built on their own"
               : "the schema has no variants";
}

// Of more than a few, a list would hide the message; then nothing is listed, and the hint is the
// spelling alone.
static const char *list_variants(struct arena *arena, const struct syntax_names *variants)
{
    enum { FEW = 8 };
    struct buffer text;
    buffer_init(&text, arena);
    for (size_t i = 0; i < variants->count && variants->count <= FEW; i++) {
        const struct syntax_name *name = variants->items[i];
        buffer_format(&text, "%s`%s`", i ? ", " : "; it has ", name->text);
    }
    return variants->count == 0 ? "; it has none" : text.length ? text.bytes : "";
}

bool variants_have(struct session *session, const char *variant)
{
    struct syntax_names variants = variants_list(session);
    struct nearest nearest = nearest_to(variant);
    for_each (name, &variants) {
        if (strcmp(name->text, variant) == 0) {
            return true;
        }
        nearest_offer(&nearest, name->text);
    }
    if (damage_is_any(&session->compilation.syntax.damage)) {
        return false; // it may be there, beside a mistake that was reported
    }
    struct arena *arena = &session->compilation.arena;
    const char *users =
        model_abstract_users(arena, compilation_outline(&session->compilation), variant);
    if (users) {
        session->usage_error = arena_format(
            arena, "variant `%s` is abstract: it can only be built as part of other variants%s%s",
            variant, *users ? ": " : "; no variant extends it", users);
        return false;
    }
    const char *hint =
        nearest.found ? nearest_hint(arena, &nearest) : list_variants(arena, &variants);
    session->usage_error = arena_format(arena, "the schema has no variant `%s`%s", variant, hint);
    return false;
}
