// What placing single partitions and runs of them has in common.
#ifndef LAYOUT_PLACE_H
#define LAYOUT_PLACE_H

#include "solver.h"

/// The place of a partition's own clause of a kind, or of its name.
struct span clause_span(const struct model_partition *partition, enum clause_kind kind);

/// The partition that this one follows; null for the first of its table.
const struct model_partition *row_before(const struct model_partition *partition);

/// Where the predecessor of a partition ends, or the table's region begins.
enum outcome row_start(struct solver *solver, const struct model_partition *partition,
                       uint64_t *start);

/// The first partition from a position on that lies at the end; null if there is none.
const struct model_partition *next_at_end(const struct model_table *table, size_t from);

/// Reports a size or place that is to be found, where the partition's type demands one.
enum outcome refuse_inherited(struct solver *solver, const struct model_partition *partition,
                              enum clause_kind kind);

/// Where the row of a table ends: at `limit` or, where that is null, at the end of the region.
enum outcome row_end(struct solver *solver, const struct model_table *table,
                     const struct model_partition *limit, uint64_t *end);

/// The least common multiple; false if it is out of range.
bool common_multiple(uint64_t a, uint64_t b, uint64_t *multiple);

#endif
