// Names that the header defines, each of which is claimed once: see header_check.c.
#ifndef EMIT_HEADER_CLAIM_H
#define EMIT_HEADER_CLAIM_H

#include "header.h"

#include "map.h"
#include "names.h"

/// What a name stands for.
struct header_claim {
    const char *kind; // "partition"
    const char *name; // null: of no name of its own
    struct span span;
};

struct header_claims {
    const struct images *images;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct names names;
    struct map taken; // from a name to its struct header_claim
    struct buffer spelling;
};

/// Claims a name, also among others than those of the header. False, and reported, if it is taken
/// already.
bool header_claim_name(struct header_claims *claims, const char *name, struct header_claim claim);
bool header_claim_among(struct header_claims *claims, struct map *taken, const char *name,
                        struct header_claim claim);

/// Claims the name that `identifier` and `suffix` make, as a macro, as a function or constant, or
/// as a struct.
bool header_claim_macro(struct header_claims *claims, const char *identifier, const char *suffix,
                        struct header_claim claim);
bool header_claim_function(struct header_claims *claims, const char *identifier, const char *suffix,
                           struct header_claim claim);
bool header_claim_struct(struct header_claims *claims, const char *identifier,
                         struct header_claim claim);

/// Writes a macro's name.
void header_claim_spell(struct buffer *name, const char *identifier, const char *suffix);

/// Whether the name in `spelling` is taken: then that is reported.
bool header_claim_meets(struct header_claims *claims, const struct header_claim *claim);

/// Claims what the namespaces of a partition make.
void header_claim_spaces(struct header_claims *claims, const struct partition *partition,
                         const struct content_space_list *spaces);

#endif
