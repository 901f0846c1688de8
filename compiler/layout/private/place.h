// What placing single partitions and runs of them has in common.
#ifndef LAYOUT_PLACE_H
#define LAYOUT_PLACE_H

#include "solver.h"

/// What the clauses of a partition, its subtype and its type ask of its place.
enum outcome geometry_find(struct solver *solver, const struct model_partition *partition,
                           struct geometry *geometry);

/// What the members of a family are at one place of each multiple of; 0: each is where it may.
enum outcome geometry_period(struct solver *solver, const struct model_partition *partition,
                             uint64_t *period);

/// The lowest offset at or after `at` where a partition of `size` may be.
bool geometry_place(const struct geometry *geometry, uint64_t at, uint64_t size, uint64_t *offset);

/// The clause of a kind that decides for a partition: its own, its subtype's, or its type's.
const struct syntax_clause *clause_effective(const struct model_partition *partition,
                                             enum clause_kind kind);

/// The clause of a kind that its subtype or type has; null if none.
const struct syntax_clause *clause_inherited(const struct model_partition *partition,
                                             enum clause_kind kind);

/// Whether a partition is not part of the row, as its type says.
bool clause_is_outside(const struct model_partition *partition);
/// Whether it has a place of its own: as far up as the end allows, or a given one.
bool clause_is_at_end(const struct model_partition *partition);
bool clause_is_fixed(const struct model_partition *partition);
/// Whether its size is what is left.
bool clause_is_fill(const struct model_partition *partition);

/// The place of a partition's own clause of a kind, or of its name.
struct span clause_span(const struct model_partition *partition, enum clause_kind kind);

/// The partition that this one follows; null for the first of its table.
const struct model_partition *row_before(const struct model_partition *partition);

/// Where the predecessor of a partition ends, or the table's region begins.
enum outcome row_start(struct solver *solver, const struct model_partition *partition,
                       uint64_t *start);

/// The first partition from a position on that has a fixed place in the row; null if there is none.
const struct model_partition *place_next_fixed(const struct model_table *table, size_t from);

/// The first partition from a position on that is at the end; null if there is none.
const struct model_partition *place_next_at_end(const struct model_table *table, size_t from);

/// Reports a size or place that is to be found, where the partition's type fixes it.
enum outcome place_refuse_inherited(struct solver *solver, const struct model_partition *partition,
                                    enum clause_kind kind);

/// Where the row of a table ends: at `limit` or, where that is null, at the end of the region.
enum outcome row_end(struct solver *solver, const struct model_table *table,
                     const struct model_partition *limit, uint64_t *end);

/// Gives a member of a family the size of the one before it.
enum outcome family_size(struct solver *solver, const struct model_partition *partition);

/// Finds a place as geometry_place() does, for a member of the family of what is at `other`.
bool family_place(const struct geometry *geometry, uint64_t at, uint64_t size, uint64_t other,
                  uint64_t *offset);

/// Where there is a period, the highest such place up to `at`; false if there is none.
bool family_place_below(const struct geometry *geometry, uint64_t at, uint64_t other,
                        uint64_t *offset);

/// Says, where it is so, that the first of a family has to be where the others can be like it.
void family_note(struct solver *solver, struct diagnostic *diagnostic,
                 const struct model_partition *partition, const struct geometry *geometry);

/// The least common multiple; false if it is out of range.
bool geometry_common_multiple(uint64_t a, uint64_t b, uint64_t *multiple);

#endif
