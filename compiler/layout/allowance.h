// Changes that a schema lets pass.
#ifndef LAYOUT_ALLOWANCE_H
#define LAYOUT_ALLOWANCE_H

#include "span.h"

#include <stdint.h>

/// A change that may break devices, but is meant: `allow KIND PARTITION in revision N, "reason";`
struct allowance {
    const char *kind;  // of change
    const char *table; // of the partition; null: whichever has one of this name
    const char *partition;
    uint64_t revision;
    const char *reason;
    struct span kind_span, span;
};

#endif
