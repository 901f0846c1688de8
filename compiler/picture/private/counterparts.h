// Which partition of one layout is which of another, after moves and renames.
#ifndef PICTURE_COUNTERPARTS_H
#define PICTURE_COUNTERPARTS_H

#include "buffer.h"
#include "layout.h"
#include "map.h"
#include "names.h"

/// The partitions of a layout by what they are and were called: the first of each name.
struct counterparts {
    struct names names;
    struct buffer spelling; // of the name that is looked for
    struct map in_table;    // from the name of a table, a NUL and a label
    struct map labels;      // from a label, of whichever table
    struct map former;      // from the label that it had before
};

struct counterparts counterparts_of(const struct layout *layout, struct arena *arena);

/// The partition that one of another layout was or became: of the same label, or of the one that it
/// had before, in a table of the same name if that can be. Null: there is none.
const struct partition *counterparts_find(struct counterparts *counterparts,
                                          const struct partition *partition);

#endif
