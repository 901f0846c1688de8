// Compiling a schema with changes in its text.
#ifndef REPAIR_TRIAL_H
#define REPAIR_TRIAL_H

#include "compare.h"
#include "repair.h"

/// The text at a place, replaced.
struct text_change {
    struct span span;
    const char *text;
};

struct text_change_list LIST(const struct text_change);

/// What a change costs, dearest first: what it does to devices, how many partitions it moves and
/// resizes, and by how many bytes.
struct repair_cost {
    enum change_severity severity;
    size_t moved;
    size_t resized;
    uint64_t bytes;
};

struct trial_result {
    bool is_placed;          // all partitions have places: else nothing can be said about room
    bool has_room;           // and nothing is wrong with them
    bool is_good;            // nothing is wrong at all
    struct repair_cost cost; // of what is good
};

struct trials {
    const struct repair_request *request;
    const struct layout *before; // as far as it could be found; null: not at all
    size_t left;                 // how many may still be made
};

/// Whether a code says that there is no room.
bool trial_is_of_room(enum code code);

/// Compiles the file with changes, which do not overlap. Once none are left, nothing is good.
struct trial_result trial_run(struct trials *trials, const struct text_change_list *changes);

/// Negative if the first is cheaper.
int repair_cost_compare(const struct repair_cost *a, const struct repair_cost *b);

#endif
