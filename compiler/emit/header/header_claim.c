// The names that the header defines in C, each of which can stand for one thing only.
#include "header_claim.h"

#include <string.h>

static const char *describe(const struct header_claims *claims, const struct header_claim *claim)
{
    return claim->name ? arena_format(claims->arena, "%s `%s`", claim->kind, claim->name)
                       : claim->kind;
}

static void report_same(const struct header_claims *claims, const char *name,
                        const struct header_claim *claim, const struct header_claim *known)
{
    struct diagnostic *diagnostic = report(claims->diagnostics, CODE_SAME_IDENTIFIER, claim->span,
                                           "%s and %s would have the same name in C, %s",
                                           describe(claims, claim), describe(claims, known), name);
    if (span_is_known(known->span)) {
        add_note(diagnostic, known->span, "%s is here", describe(claims, known));
    }
}

// Claims a name. False, and reported, if it is taken already.
bool header_claim_among(struct header_claims *claims, struct map *taken, const char *name,
                        struct header_claim claim)
{
    const char *key = names_intern(&claims->names, name, strlen(name));
    const struct header_claim *known = map_find(taken, key);
    if (known) {
        report_same(claims, name, &claim, known);
        return false;
    }
    struct header_claim *kept = arena_new(claims->arena, sizeof *kept);
    *kept = claim;
    map_set(claims->arena, taken, key, kept);
    return true;
}

bool header_claim_name(struct header_claims *claims, const char *name, struct header_claim claim)
{
    return header_claim_among(claims, &claims->taken, name, claim);
}

// Whether the name in `spelling` is taken: then that is reported.
bool header_claim_meets(struct header_claims *claims, const struct header_claim *claim)
{
    const char *name = claims->spelling.bytes;
    const char *key = names_find(&claims->names, name, claims->spelling.length);
    const struct header_claim *known = key ? map_find(&claims->taken, key) : NULL;
    if (known) {
        report_same(claims, name, claim, known);
    }
    return known != NULL;
}

// `identifier` and `suffix` as a macro.
void header_claim_spell(struct buffer *name, const char *identifier, const char *suffix)
{
    name->length = 0;
    buffer_text(name, identifier);
    buffer_text(name, suffix);
    text_make_upper(name->bytes);
}

bool header_claim_macro(struct header_claims *claims, const char *identifier, const char *suffix,
                        struct header_claim claim)
{
    header_claim_spell(&claims->spelling, identifier, suffix);
    return header_claim_name(claims, claims->spelling.bytes, claim);
}

// Constants at file scope are in the name space of functions, and claimed as such. In C++, either
// hides the constructor of a struct with its name.
bool header_claim_function(struct header_claims *claims, const char *identifier, const char *suffix,
                           struct header_claim claim)
{
    claims->spelling.length = 0;
    buffer_format(&claims->spelling, "struct %s%s", identifier, suffix);
    return !header_claim_meets(claims, &claim) &&
           header_claim_name(claims, arena_format(claims->arena, "%s%s()", identifier, suffix),
                             claim);
}

bool header_claim_struct(struct header_claims *claims, const char *identifier,
                         struct header_claim claim)
{
    return header_claim_name(claims, arena_format(claims->arena, "struct %s", identifier), claim);
}
