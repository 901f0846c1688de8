// What a schema demands of its layout, as places in its text.
#ifndef REPAIR_DEMAND_H
#define REPAIR_DEMAND_H

#include "driver.h"

enum demand_kind { DEMAND_SIZE, DEMAND_PLACE, DEMAND_FLASH };

struct demand {
    enum demand_kind kind;
    const char *name;                  // of its partition; null: of the flash
    const struct partition *partition; // in the layout as it is; null: of the flash, or not found
    const char *words;                 // as messages say it: "`size 3M` of `ota_0`"
    struct span span;                  // what is replaced to change it
    const char *before, *after;        // what is written around a new value
    const char *relaxed;               // what demands as little as can be
    bool is_settled;                   // frozen or preserved: it is not changed
    uint64_t value;                    // in the layout as it is; 0: not known
    uint64_t step;                     // what a size is a multiple of
};

struct demand_list LIST(struct demand);

/// The demands of the file itself, not of what it includes, and of one variant (null: none), in the
/// order of the text. `layout` has what could be found of it.
struct demand_list demands_find(struct compilation *compilation, const char *variant,
                                const struct layout *layout);

#endif
