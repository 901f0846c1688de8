// Fills: partitions that share the gap up to the next fixed partition, or the end.
//
// A run is a fill and what follows it up to there. All its fills get one share, in whole units that
// suit the size of each; the largest share with which the run ends in time is found by halving. A
// fill's `min` and `max`, and a boundary that it may not cross, bound its share.
#include "place.h"

#include <inttypes.h>

struct member {
    const struct model_partition *partition;
    struct geometry geometry;
    bool is_fill;
    uint64_t size;             // of a fill: found
    uint64_t minimum, maximum; // of a fill
    uint64_t offset;           // found
};

struct gap_sharing {
    struct solver *solver;
    const struct run *run;
    struct member *members;
    size_t count;
    bool first_is_fixed;
    uint64_t start, end;
    const struct model_partition *limit; // what lies at the end; null: the end of the region
    uint64_t unit;
};

static enum outcome bound(struct solver *solver, const struct expression *expression,
                          uint64_t *value)
{
    return expression ? evaluate_size(solver, expression, "a size", value) : OUTCOME_READY;
}

static enum outcome member_find(struct gap_sharing *sharing, struct member *member)
{
    struct solver *solver = sharing->solver;
    const struct model_partition *partition = member->partition;
    const struct syntax_clause *clause = effective_clause(partition, CLAUSE_SIZE);
    struct number size = {0};
    enum outcome outcome = geometry_find(solver, partition, &member->geometry);
    if (!is_fill(partition)) {
        outcome = outcome_join(outcome, solver_need(solver, FACT_SIZE, partition->index, &size));
        member->size = size.magnitude;
        return outcome;
    }
    member->is_fill = true;
    member->maximum = UINT64_MAX;
    outcome = outcome_join(outcome, refuse_inherited(solver, partition, CLAUSE_SIZE));
    outcome = outcome_join(outcome, bound(solver, clause->minimum, &member->minimum));
    return outcome_join(outcome, bound(solver, clause->maximum, &member->maximum));
}

static enum outcome members_find(struct gap_sharing *sharing)
{
    const struct run *run = sharing->run;
    sharing->members =
        arena_array(sharing->solver->arena, run->last - run->first + 1, sizeof *sharing->members);
    enum outcome outcome = OUTCOME_READY;
    for (size_t i = run->first; i <= run->last; i++) {
        const struct model_partition *partition = run->table->partitions.items[i];
        if (!is_aside(partition) && !is_at_end(partition)) {
            struct member *member = &sharing->members[sharing->count++];
            member->partition = partition;
            outcome = outcome_join(outcome, member_find(sharing, member));
        }
    }
    return outcome;
}

// The next partition with a fixed place behind the run, in the order of the table.
static const struct model_partition *next_fixed(const struct run *run)
{
    for (size_t i = run->last + 1; i < run->table->partitions.count; i++) {
        const struct model_partition *next = run->table->partitions.items[i];
        if (!is_aside(next) && is_fixed(next)) {
            return next;
        }
    }
    return NULL;
}

static enum outcome bounds_find(struct gap_sharing *sharing)
{
    struct solver *solver = sharing->solver;
    const struct run *run = sharing->run;
    const struct model_partition *first = run->table->partitions.items[run->first];
    struct number offset = {0};
    enum outcome outcome;
    sharing->first_is_fixed = is_fixed(first);
    if (sharing->first_is_fixed) {
        outcome = solver_need(solver, FACT_OFFSET, first->index, &offset);
        sharing->start = offset.magnitude;
    } else {
        outcome = row_start(solver, first, &sharing->start);
    }
    sharing->limit = next_fixed(run);
    if (sharing->limit) {
        struct number limit = {0};
        outcome =
            outcome_join(outcome, solver_need(solver, FACT_OFFSET, sharing->limit->index, &limit));
        sharing->end = limit.magnitude;
        return outcome;
    }
    sharing->limit = solver->first_at_end[run->table->index];
    return outcome_join(outcome, row_end(solver, run->table, sharing->limit, &sharing->end));
}

static enum outcome report_bounds(struct gap_sharing *sharing, const struct member *member)
{
    const struct syntax_clause *clause = effective_clause(member->partition, CLAUSE_SIZE);
    report(sharing->solver->diagnostics, CODE_BAD_FILL, clause->span,
           "no size of `%s` lies between its `min` and its `max`", member->partition->name.text);
    return OUTCOME_POISONED;
}

// What sizes the fills may have: multiples of a unit that suits all of them.
static enum outcome units_find(struct gap_sharing *sharing)
{
    sharing->unit = 1;
    for (size_t i = 0; i < sharing->count; i++) {
        struct member *member = &sharing->members[i];
        if (!member->is_fill) {
            continue;
        }
        uint64_t multiple = member->geometry.multiple;
        struct number erase = {0};
        solver_get(sharing->solver, FACT_DEVICE_ERASE, sharing->run->table->device->index, &erase);
        if (!common_multiple(multiple, erase.magnitude, &multiple) ||
            !common_multiple(sharing->unit, multiple, &sharing->unit) ||
            !size_align_up(member->minimum ? member->minimum : 1, multiple, &member->minimum)) {
            return report_bounds(sharing, member);
        }
        member->maximum = size_align_down(member->maximum, multiple);
        if (member->minimum > member->maximum) {
            return report_bounds(sharing, member);
        }
    }
    return OUTCOME_READY;
}

// The size of a fill at `offset` with this share; 0 if it cannot lie there.
static uint64_t fill_size(const struct member *member, uint64_t offset, uint64_t share)
{
    uint64_t size = share < member->minimum ? member->minimum : share;
    size = size > member->maximum ? member->maximum : size;
    uint64_t window = member->geometry.within;
    uint64_t room = window ? window - offset % window : UINT64_MAX;
    if (size > room) {
        size = size_align_down(room, member->geometry.multiple);
    }
    return size < member->minimum ? 0 : size;
}

// Places one member at or behind `at`; false if it would lie beyond all numbers.
static bool member_place(struct member *member, bool is_fixed_here, uint64_t at, uint64_t share)
{
    struct geometry geometry = member->geometry;
    if (is_fixed_here) {
        geometry.step = 1;
        geometry.within = 0;
    }
    if (!geometry_place(&geometry, at, member->is_fill ? 0 : member->size, &member->offset)) {
        return false;
    }
    if (!member->is_fill) {
        return true;
    }
    member->size = fill_size(member, member->offset, share);
    if (member->size == 0 && geometry.within) {
        if (!size_align_up(member->offset, member->geometry.within, &member->offset)) {
            return false;
        }
        member->size = fill_size(member, member->offset, share);
    }
    return member->size != 0;
}

// Places all members, the fills with this share; says where the last one ends.
static bool place_all(struct gap_sharing *sharing, uint64_t share, uint64_t *end)
{
    uint64_t at = sharing->start;
    for (size_t i = 0; i < sharing->count; i++) {
        struct member *member = &sharing->members[i];
        if (!member_place(member, i == 0 && sharing->first_is_fixed, at, share) ||
            !size_add(member->offset, member->size, &at)) {
            return false;
        }
    }
    *end = at;
    return true;
}

static bool ends_in_time(struct gap_sharing *sharing, uint64_t units)
{
    uint64_t end;
    return place_all(sharing, units * sharing->unit, &end) && end <= sharing->end;
}

static const char *limit_text(const struct gap_sharing *sharing)
{
    struct arena *arena = sharing->solver->arena;
    const char *end = text_offset(arena, sharing->end);
    return sharing->limit ? arena_format(arena, "`%s` at %s", sharing->limit->name.text, end)
                          : arena_format(arena, "%s, where the %s ends", end,
                                         sharing->run->table->host ? "partition" : "flash");
}

static enum outcome report_no_room(struct gap_sharing *sharing)
{
    struct arena *arena = sharing->solver->arena;
    const struct model_partition *first = sharing->members[0].partition;
    bool is_single = sharing->count == 1;
    struct diagnostic *diagnostic =
        report(sharing->solver->diagnostics, CODE_NO_ROOM, clause_span(first, CLAUSE_SIZE),
               "no room is left for `%s`%s between %s and %s", first->name.text,
               is_single ? "" : " and what follows it", text_offset(arena, sharing->start),
               limit_text(sharing));
    uint64_t end;
    if (place_all(sharing, sharing->unit, &end) && end > sharing->end) {
        add_note(diagnostic, (struct span){0}, "even with the smallest fills %s are missing",
                 text_size(arena, end - sharing->end));
    }
    if (sharing->limit) {
        add_note(diagnostic, sharing->limit->name.span,
                 "`%s` is placed here; move it or make it smaller", sharing->limit->name.text);
    }
    return OUTCOME_POISONED;
}

static void run_set(struct gap_sharing *sharing)
{
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        size_t index = member->partition->index;
        solver_set(sharing->solver, FACT_OFFSET, index, number_of(member->offset));
        solver_set(sharing->solver, FACT_SIZE, index, number_of(member->size));
    }
}

static void run_poison(struct gap_sharing *sharing)
{
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        if (i > 0 || !sharing->first_is_fixed) {
            solver_poison(sharing->solver, FACT_OFFSET, member->partition->index);
        }
        if (is_fill(member->partition)) {
            solver_poison(sharing->solver, FACT_SIZE, member->partition->index);
        }
    }
}

static enum outcome share_gap(struct gap_sharing *sharing)
{
    enum outcome outcome = units_find(sharing);
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (sharing->start > sharing->end && !sharing->limit) {
        return OUTCOME_POISONED; // what is before does not fit: that will be reported
    }
    if (sharing->start > sharing->end || !ends_in_time(sharing, 1)) {
        return report_no_room(sharing);
    }
    uint64_t fits = 1;
    uint64_t too_much = (sharing->end - sharing->start) / sharing->unit + 1;
    while (too_much - fits > 1) {
        uint64_t middle = fits + (too_much - fits) / 2;
        if (ends_in_time(sharing, middle)) {
            fits = middle;
        } else {
            too_much = middle;
        }
    }
    ends_in_time(sharing, fits);
    run_set(sharing);
    return OUTCOME_READY;
}

enum outcome step_run(struct solver *solver, size_t index)
{
    struct gap_sharing sharing = {.solver = solver, .run = solver->runs.items[index]};
    enum outcome outcome = members_find(&sharing);
    outcome = outcome_join(outcome, bounds_find(&sharing));
    if (outcome == OUTCOME_READY) {
        outcome = share_gap(&sharing);
    }
    if (outcome == OUTCOME_POISONED) {
        run_poison(&sharing);
    } else if (outcome == OUTCOME_READY) {
        solver_set(solver, FACT_RUN, index, number_of(0));
    }
    return outcome;
}
