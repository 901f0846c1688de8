// Changes of a schema that make room where there is none.
#ifndef REPAIR_REPAIR_H
#define REPAIR_REPAIR_H

#include "driver.h"

struct repair_request {
    struct compilation *compilation; // of a file that was read, with what is wrong with it
    struct invocation invocation;
    const struct kconfig_files *kconfig;
};

/// Looks at what was reported. Where a layout has no room for its partitions, or a partition none
/// for its image, it notes which demands conflict, and adds the cheapest changes that would end
/// that as remedies. Each of them was tried: with it the schema compiles. Costs nothing where
/// nothing is wrong, and a bounded number of compilations otherwise.
void repair_offer(const struct repair_request *request);

#endif
