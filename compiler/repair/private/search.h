// Searching single changes that make room.
#ifndef REPAIR_SEARCH_H
#define REPAIR_SEARCH_H

#include "demand.h"
#include "trial.h"

struct repair_offering {
    const char *title;
    struct text_change_list changes;
    struct repair_cost cost;
};

struct repair_search {
    struct arena *arena; // which outlives what is offered
    const struct layout *layout;
    struct trials trials;
    struct demand_list demands;
    struct text_change_list base; // in every trial: of a partition that must grow
    const char *title;            // what `base` does; null: it is empty
    const struct demand *grown;   // whose change is in `base`; null: none
    struct LIST(const struct repair_offering) offers; // the cheapest first
};

const struct text_change *search_change(struct arena *arena, struct span span, const char *text);

/// Finds the offers.
void search_offers(struct repair_search *search);

#endif
