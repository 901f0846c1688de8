// Which clause decides for a partition, and what it says of its place.
//
// A partition's own clause goes before its subtype's, and that before its type's. A clause that
// was withdrawn with `no` counts as not given, so that what the type says holds again.
#include "place.h"

const struct syntax_clause *inherited_clause(const struct model_partition *partition,
                                             enum clause_kind kind)
{
    if (!partition->type) {
        return NULL;
    }
    const struct syntax_clause *clause = partition->subtype->clauses.slots[kind];
    return clause ? clause : partition->type->clauses.slots[kind];
}

const struct syntax_clause *effective_clause(const struct model_partition *partition,
                                             enum clause_kind kind)
{
    const struct syntax_clause *own = partition->clauses.slots[kind];
    bool is_withdrawn = own && own->is_withdrawn;
    return own && !is_withdrawn ? own : inherited_clause(partition, kind);
}

static bool has_form(const struct model_partition *partition, enum clause_kind kind,
                     enum clause_form form)
{
    const struct syntax_clause *clause = effective_clause(partition, kind);
    return clause && clause->form == form;
}

bool is_outside(const struct model_partition *partition)
{
    return inherited_clause(partition, CLAUSE_OUTSIDE) != NULL;
}

bool is_at_end(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_AT, FORM_END);
}

bool is_fixed(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_AT, FORM_PLAIN);
}

bool is_fill(const struct model_partition *partition)
{
    return has_form(partition, CLAUSE_SIZE, FORM_FILL);
}
