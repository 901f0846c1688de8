// Which clause decides for a partition, and what it says of its place.
//
// A partition's own clause goes before its subtype's, and that before its type's. A clause that
// was withdrawn with `no` counts as not given, so that what the type says holds again.
#include "place.h"

const struct syntax_clause *clause_inherited(const struct model_partition *partition,
                                             enum clause_kind kind)
{
    if (!partition->type) {
        return NULL;
    }
    const struct syntax_clause *clause = partition->subtype->clauses.slots[kind];
    return clause ? clause : partition->type->clauses.slots[kind];
}

const struct syntax_clause *clause_effective(const struct model_partition *partition,
                                             enum clause_kind kind)
{
    const struct syntax_clause *own = partition->clauses.slots[kind];
    bool is_withdrawn = own && own->is_withdrawn;
    return own && !is_withdrawn ? own : clause_inherited(partition, kind);
}

// What form a clause has decides which facts a partition needs, so it has to be known before any
// expression is evaluated.
static bool has_form(const struct model_partition *partition, enum clause_kind kind,
                     enum clause_form form)
{
    const struct syntax_clause *clause = clause_effective(partition, kind);
    return clause && clause->form == form;
}

// Only types say so: a schema cannot take a partition out of its table's row.
bool clause_is_outside(const struct model_partition *partition)
{
    return clause_inherited(partition, CLAUSE_OUTSIDE) != NULL;
}

bool clause_is_at_end(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_AT, FORM_END);
}

bool clause_is_fixed(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_AT, FORM_PLAIN);
}

bool clause_is_fill(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_SIZE, FORM_FILL);
}
