// What becomes of what partitions hold: `preserve`, `scratch`; and the `headroom` of apps.
//
// Tables are in partitions that come before or after them, up to 8 deep: each partition asks those
// that it is in, from the inside out, and the first that says something is right.
#include "define.h"

const char *lifetime_name(enum lifetime lifetime)
{
    return lifetime == LIFETIME_PRESERVE  ? "preserve"
           : lifetime == LIFETIME_SCRATCH ? "scratch"
                                          : "";
}

// A lifetime that was withdrawn leaves the default.
void define_lifetime(struct layout_builder *builder, struct partition *partition,
                     const struct model_partition *model)
{
    const struct syntax_clause *lifetime = model->clauses.slots[CLAUSE_LIFETIME];
    const struct syntax_clause *headroom = model->clauses.slots[CLAUSE_HEADROOM];
    if (lifetime && !lifetime->is_withdrawn) {
        bool is_scratch = lifetime->form == FORM_SCRATCH;
        partition->lifetime = is_scratch ? LIFETIME_SCRATCH : LIFETIME_PRESERVE;
        partition->lifetime_span = lifetime->span;
    }
    if (headroom && !headroom->is_withdrawn &&
        evaluate_size(builder->solver, headroom->value, "a headroom", &partition->headroom) ==
            OUTCOME_READY) {
        partition->headroom_span = headroom->span;
    }
}

// Runs when all hosts are linked, and never overrides what a partition says itself. A table cannot
// be within itself, which the model has made sure of, so that the walk outwards ends.
void define_inner_lifetimes(struct layout_builder *builder)
{
    for_each (partition, &builder->partitions) {
        const struct partition *host = partition->table->host;
        while (host && !span_is_known(host->lifetime_span)) {
            host = host->table->host;
        }
        if (host && !span_is_known(partition->lifetime_span)) {
            partition->lifetime = host->lifetime;
        }
    }
}
