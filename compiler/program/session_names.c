// What the names on the command line mean: variants and partitions, and what to say of those that
// the schema does not have.
#include "session.h"

#include "model.h"
#include "text.h"

#include <string.h>

struct syntax_names session_variants(struct session *session)
{
    return compilation_outline(&session->compilation)->names;
}

const char *session_no_variants(struct session *session)
{
    return compilation_outline(&session->compilation)->all_names.count
               ? "the schema has no variants but abstract ones, which are not built alone"
               : "the schema has no variants";
}

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

bool session_has_variant(struct session *session, const char *variant)
{
    struct syntax_names variants = session_variants(session);
    struct nearest nearest = nearest_to(variant);
    for (size_t i = 0; i < variants.count; i++) {
        const struct syntax_name *name = variants.items[i];
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
        session->usage_error =
            arena_format(arena, "variant `%s` is abstract, and only built as a part of others%s%s",
                         variant, *users ? ": " : "; no variant extends it", users);
        return false;
    }
    const char *hint =
        nearest.found ? nearest_hint(arena, &nearest) : list_variants(arena, &variants);
    session->usage_error = arena_format(arena, "the schema has no variant `%s`%s", variant, hint);
    return false;
}

static const char *no_partition(struct arena *arena, const struct layout *layout, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        nearest_offer(&nearest, ((const struct partition *)layout->partitions.items[i])->label);
    }
    const struct partition_list named = layout_named(layout, name);
    if (named.count) {
        return arena_format(arena, "several tables have a partition `%s`; say %s", name,
                            layout_choices(arena, &named));
    }
    return arena_format(arena, "there is no partition `%s`%s", name, nearest_hint(arena, &nearest));
}

const struct partition *session_find_partition(struct session *session, const struct layout *layout,
                                               const char *name)
{
    const struct partition *partition = layout_find(layout, name);
    if (!partition) {
        session->usage_error = no_partition(&session->compilation.arena, layout, name);
    }
    return partition;
}
