// The names that are made of the namespaces and keys of an NVS.
#include "header_claim.h"

// Members have to differ from each other alone.
static bool take_key_members(struct header_claims *claims, struct map *members,
                             const struct content_key *key, struct header_claim claim)
{
    const struct layout *layout = claims->images->layout;
    const char *names[] = {header_key_member(layout, key), header_key_size_member(layout, key)};
    bool is_own = true;
    for (size_t i = 0; i < 2 && is_own; i++) {
        is_own = !names[i] || header_claim_among(claims, members, names[i], claim);
    }
    return is_own;
}

// A macro exists only for keys that have what it says.
static void take_keys(struct header_claims *claims, const char *space,
                      const struct content_key_list *keys)
{
    struct map members = {0};
    for_each (key, keys) {
        struct header_claim claim = {"key", key->name, key->span};
        const char *name = text_identifier(claims->arena, key->name);
        const struct {
            bool exists;
            const char *suffix;
        } macros[] = {
            {key->value.kind != VALUE_NONE, "DEFAULT"},
            {key->has_range, "MIN"},
            {key->has_range, "MAX"},
            {key->max > 0, "SIZE"},
        };
        bool is_own = header_claim_function(claims, space,
                                            arena_format(claims->arena, "_get_%s", name), claim) &&
                      take_key_members(claims, &members, key, claim);
        for (size_t i = 0; i < sizeof macros / sizeof *macros && is_own; i++) {
            const char *suffix = arena_format(claims->arena, "_%s_%s", name, macros[i].suffix);
            is_own = !macros[i].exists || header_claim_macro(claims, space, suffix, claim);
        }
    }
}

// What is made of a namespace with members in its structure of values.
static bool take_settings(struct header_claims *claims, const char *name,
                          const struct content_space *space, struct header_claim claim)
{
    static const char *const suffixes[] = {"_load",   "_save",   "_default", "_defaults",
                                           "_fields", "_ranges", "_form"};
    bool has_members = header_member_count(space) > 0;
    bool is_own = !has_members || header_claim_struct(claims, name, claim);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && has_members && is_own; i++) {
        is_own = header_claim_function(claims, name, suffixes[i], claim);
    }
    return is_own;
}

void header_claim_spaces(struct header_claims *claims, const struct partition *partition,
                         const struct content_space_list *spaces)
{
    for_each (space, spaces) {
        struct header_claim claim = {"namespace", space->name, space->span};
        const char *name = arena_format(claims->arena, "%s_%s", partition->identifier,
                                        text_identifier(claims->arena, space->name));
        if (header_has_functions(space) && take_settings(claims, name, space, claim) &&
            header_claim_struct(claims, arena_format(claims->arena, "%s_keys", name), claim) &&
            header_claim_function(claims, name, "_open", claim) &&
            header_claim_function(claims, name, "_close", claim)) {
            take_keys(claims, name, &space->keys);
        }
    }
}
