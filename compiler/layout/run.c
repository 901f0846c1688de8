// Fills: partitions that share the gap up to the next fixed partition, or the end.
//
// A run is a fill and what follows it up to there. All its fills get one share, in whole units that
// suit the size of each, the largest with which the run ends in time. A fill has less than the
// share only where its `max` or the length of its window is less, and more only where its `min` is
// more. It never shrinks to what is left before a boundary: it moves after it, as everything does
// that would cross one. So a larger share never ends earlier, and halving finds the largest.
//
// Where nothing but boundaries keeps the share down, the fills that have one in the gap keep it,
// and the others share what is left.
#include "place.h"

#include <assert.h>
#include <inttypes.h>

struct member {
    const struct model_partition *partition;
    struct geometry geometry;
    bool is_fill;
    uint64_t size;             // of a fill: found
    uint64_t minimum, maximum; // of a fill: multiples of what its size must be
    uint64_t offset;           // found
};

struct gap_sharing {
    struct solver *solver;
    const struct fill_run *run;
    struct member *members;
    size_t count;
    bool first_is_fixed;
    uint64_t start, end;
    const struct model_partition *limit; // what is at the end; null: the end of the region
    uint64_t unit;                       // what a share is a multiple of
    bool ignores_boundaries;             // fills may cross them: a trial
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
    const struct syntax_clause *clause = clause_effective(partition, CLAUSE_SIZE);
    struct number size = {0};
    enum outcome outcome = geometry_find(solver, partition, &member->geometry);
    if (!clause_is_fill(partition)) {
        outcome = outcome_join(outcome, solver_need(solver, FACT_SIZE, partition->index, &size));
        member->size = size.magnitude;
        return outcome;
    }
    member->is_fill = true;
    member->maximum = UINT64_MAX;
    outcome = outcome_join(outcome, place_refuse_inherited(solver, partition, CLAUSE_SIZE));
    outcome = outcome_join(outcome, bound(solver, clause->minimum, &member->minimum));
    outcome = outcome_join(outcome, bound(solver, clause->maximum, &member->maximum));
    uint64_t limit = member->geometry.fill_limit;
    member->maximum = limit && limit < member->maximum ? limit : member->maximum;
    return outcome;
}

static enum outcome members_find(struct gap_sharing *sharing)
{
    const struct fill_run *run = sharing->run;
    sharing->members =
        arena_array(sharing->solver->arena, run->last - run->first + 1, sizeof *sharing->members);
    enum outcome outcome = OUTCOME_READY;
    for (size_t i = run->first; i <= run->last; i++) {
        const struct model_partition *partition = run->table->partitions.items[i];
        if (!clause_is_outside(partition) && !clause_is_at_end(partition)) {
            struct member *member = &sharing->members[sharing->count++];
            member->partition = partition;
            outcome = outcome_join(outcome, member_find(sharing, member));
        }
    }
    return outcome;
}

static enum outcome bounds_find(struct gap_sharing *sharing)
{
    struct solver *solver = sharing->solver;
    const struct fill_run *run = sharing->run;
    const struct model_partition *first = run->table->partitions.items[run->first];
    struct number offset = {0};
    enum outcome outcome;
    sharing->first_is_fixed = clause_is_fixed(first);
    if (sharing->first_is_fixed) {
        outcome = solver_need(solver, FACT_OFFSET, first->index, &offset);
        sharing->start = offset.magnitude;
    } else {
        outcome = row_start(solver, first, &sharing->start);
    }
    sharing->limit = place_next_fixed(run->table, run->last + 1);
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
    struct solver *solver = sharing->solver;
    const struct syntax_clause *clause = clause_effective(member->partition, CLAUSE_SIZE);
    report(solver->diagnostics, CODE_BAD_FILL, clause->span,
           "no size of `%s` is between its `min` and its `max`", member->partition->name.text);
    return OUTCOME_POISONED;
}

// A fill that is longer than its window, or at a fixed place than the rest of it, has no place.
static enum outcome window_bounds(struct gap_sharing *sharing, struct member *member)
{
    struct arena *arena = sharing->solver->arena;
    uint64_t window = member->geometry.boundary;
    bool is_fixed_here = member == sharing->members && sharing->first_is_fixed;
    uint64_t room = window - (is_fixed_here ? sharing->start % window : 0);
    uint64_t longest = size_align_down(room, member->geometry.multiple);
    member->maximum = member->maximum < longest ? member->maximum : longest;
    if (member->minimum <= member->maximum) {
        return OUTCOME_READY;
    }
    const struct syntax_clause *clause = clause_effective(member->partition, CLAUSE_SIZE);
    report(sharing->solver->diagnostics, CODE_BAD_FILL, clause->span,
           "`%s` needs at least %s, but it must be within one block of %s, which leaves %s",
           member->partition->name.text, text_size(arena, member->minimum),
           text_size(arena, window), text_size(arena, longest));
    return OUTCOME_POISONED;
}

// The sizes that a fill may have.
static enum outcome fill_bounds(struct gap_sharing *sharing, struct member *member)
{
    uint64_t *multiple = &member->geometry.multiple;
    struct number erase = {0};
    solver_get(sharing->solver, FACT_FLASH_ERASE, sharing->run->table->flash->index, &erase);
    if (!geometry_common_multiple(*multiple, erase.magnitude, multiple) ||
        !size_align_up(member->minimum ? member->minimum : 1, *multiple, &member->minimum)) {
        return report_bounds(sharing, member);
    }
    member->maximum = size_align_down(member->maximum, *multiple);
    if (member->minimum > member->maximum) {
        return report_bounds(sharing, member);
    }
    return member->geometry.boundary ? window_bounds(sharing, member) : OUTCOME_READY;
}

static bool is_of_family(const struct gap_sharing *sharing, size_t index)
{
    const struct model_partition *partition = sharing->members[index].partition;
    return index > 0 && model_family_before(partition) &&
           model_family_before(partition) == sharing->members[index - 1].partition;
}

// The members of a family have the bounds of the first, whose place may be fixed in its window.
static enum outcome all_bounds(struct gap_sharing *sharing)
{
    enum outcome outcome = OUTCOME_READY;
    for (size_t i = 0; i < sharing->count; i++) {
        struct member *member = &sharing->members[i];
        if (member->is_fill && is_of_family(sharing, i)) {
            member->geometry.multiple = member[-1].geometry.multiple;
            member->minimum = member[-1].minimum;
            member->maximum = member[-1].maximum;
        } else if (member->is_fill) {
            outcome = outcome_join(outcome, fill_bounds(sharing, member));
        }
    }
    return outcome;
}

// `min` and `max` are multiples already, so that the size is one in any case.
static uint64_t fill_size(const struct member *member, uint64_t share)
{
    uint64_t size = size_align_down(share, member->geometry.multiple);
    size = size < member->minimum ? member->minimum : size;
    return size > member->maximum ? member->maximum : size;
}

// Places a member after those before it, where one before it of its family ends.
static bool member_place(struct gap_sharing *sharing, size_t index, const struct geometry *geometry,
                         uint64_t at)
{
    struct member *member = &sharing->members[index];
    return is_of_family(sharing, index)
               ? family_place(geometry, at, member->size, member[-1].offset, &member->offset)
               : geometry_place(geometry, at, member->size, &member->offset);
}

// Places all members, each as early as it may be, the fills with this share; says where the last
// one ends. False if one would be beyond all numbers.
static bool place_all(struct gap_sharing *sharing, uint64_t share, uint64_t *end)
{
    *end = sharing->start;
    for (size_t i = 0; i < sharing->count; i++) {
        struct member *member = &sharing->members[i];
        struct geometry geometry = member->geometry;
        if (i == 0 && sharing->first_is_fixed) {
            geometry.step = 1;
            geometry.boundary = 0;
        }
        if (member->is_fill) {
            member->size = fill_size(member, share);
            geometry.boundary = sharing->ignores_boundaries ? 0 : geometry.boundary;
            geometry.period = sharing->ignores_boundaries ? 0 : geometry.period;
        }
        if (!member_place(sharing, i, &geometry, *end) ||
            !size_add(member->offset, member->size, end)) {
            return false;
        }
    }
    return true;
}

// A trial: what it leaves in the members is overwritten by the next, and by the last one kept.
static bool ends_in_time(struct gap_sharing *sharing, uint64_t share)
{
    uint64_t end;
    return place_all(sharing, share, &end) && end <= sharing->end;
}

// The largest share that ends in time: `from`, which does, and so many units more.
static uint64_t largest_share(struct gap_sharing *sharing, uint64_t from)
{
    assert(sharing->unit && sharing->start <= sharing->end);
    uint64_t fits = 0;
    uint64_t too_many = (sharing->end - sharing->start - from) / sharing->unit + 1;
    while (too_many - fits > 1) {
        uint64_t middle = fits + (too_many - fits) / 2;
        if (ends_in_time(sharing, from + middle * sharing->unit)) {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    return from + fits * sharing->unit;
}

static const char *limit_text(const struct gap_sharing *sharing)
{
    struct arena *arena = sharing->solver->arena;
    const char *end = text_offset(arena, sharing->end);
    return sharing->limit ? arena_format(arena, "`%s` at %s", sharing->limit->name.text, end)
                          : arena_format(arena, "%s, where the %s ends", end,
                                         sharing->run->table->host ? "partition" : "flash");
}

// Says how much is missing, if that is known, and what may be moved.
static enum outcome report_no_room(struct gap_sharing *sharing)
{
    struct arena *arena = sharing->solver->arena;
    const struct model_partition *first = sharing->members[0].partition;
    bool is_single = sharing->count == 1;
    bool is_beyond = sharing->start > sharing->end && !sharing->limit;
    struct diagnostic *diagnostic =
        report(sharing->solver->diagnostics, CODE_NO_ROOM, clause_span(first, CLAUSE_SIZE),
               is_beyond ? "no space is left for `%s`%s at %s, which is beyond %s"
                         : "no space is left for `%s`%s between %s and %s",
               first->name.text, is_single ? "" : " and what follows it",
               text_offset(arena, sharing->start), limit_text(sharing));
    uint64_t end;
    if (!is_beyond && place_all(sharing, 0, &end) && end > sharing->end) {
        add_note(diagnostic, (struct span){0},
                 "even with the smallest fills, %s more would be needed",
                 text_size(arena, end - sharing->end));
    }
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        if (!is_of_family(sharing, i)) {
            family_note(sharing->solver, diagnostic, member->partition, &member->geometry);
        }
    }
    if (sharing->limit) {
        add_note(diagnostic, sharing->limit->name.span,
                 "`%s` is placed here; move it or make it smaller", sharing->limit->name.text);
    }
    return OUTCOME_POISONED;
}

// After the last trial, whose places the members have.
static void run_set(struct gap_sharing *sharing)
{
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        size_t index = member->partition->index;
        solver_set(sharing->solver, FACT_OFFSET, index, number_of(member->offset));
        solver_set(sharing->solver, FACT_SIZE, index, number_of(member->size));
    }
}

// What has a place of its own keeps it; all else of the run is not known.
static void run_poison(struct gap_sharing *sharing)
{
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        if (i > 0 || !sharing->first_is_fixed) {
            solver_poison(sharing->solver, FACT_OFFSET, member->partition->index);
        }
        if (clause_is_fill(member->partition)) {
            solver_poison(sharing->solver, FACT_SIZE, member->partition->index);
        }
    }
}

// The unit of shares: all fills can have the same size, if that is a multiple of it. Where no such
// size fits, it is the smallest that any of them counts in; the others round down to their own.
static void unit_find(struct gap_sharing *sharing)
{
    uint64_t common = 1;
    uint64_t smallest = UINT64_MAX;
    bool is_known = true;
    for (size_t i = 0; i < sharing->count; i++) {
        const struct member *member = &sharing->members[i];
        if (member->is_fill) {
            uint64_t multiple = member->geometry.multiple;
            smallest = multiple < smallest ? multiple : smallest;
            is_known = is_known && geometry_common_multiple(common, multiple, &common);
        }
    }
    sharing->unit = is_known && ends_in_time(sharing, common) ? common : smallest;
}

// Whether a boundary that this fill may not cross is in the gap.
static bool has_boundary(const struct gap_sharing *sharing, const struct member *member)
{
    uint64_t window = member->geometry.boundary;
    return member->is_fill && window && sharing->end > sharing->start &&
           sharing->start / window != (sharing->end - 1) / window;
}

// Where the boundaries keep all fills from having a unit more, those that have one keep their size.
static bool hold_at_boundaries(struct gap_sharing *sharing, uint64_t share)
{
    bool is_held = false;
    if (sharing->end - sharing->start - share < sharing->unit) {
        return false; // beyond the gap
    }
    sharing->ignores_boundaries = true;
    bool would_grow = ends_in_time(sharing, share + sharing->unit);
    sharing->ignores_boundaries = false;
    for (size_t i = 0; would_grow && i < sharing->count; i++) {
        struct member *member = &sharing->members[i];
        if (has_boundary(sharing, member)) {
            member->minimum = member->maximum = fill_size(member, share);
            is_held = true;
        }
    }
    return is_held;
}

// Searches for the largest share with which all members end in time.
static enum outcome share_gap(struct gap_sharing *sharing)
{
    assert(sharing->count &&
           clause_is_fill(sharing->members[0].partition)); // a run begins with a fill
    if (sharing->start > sharing->end && !sharing->limit && !sharing->first_is_fixed) {
        return OUTCOME_POISONED; // what is before does not fit: that will be reported
    }
    enum outcome outcome = all_bounds(sharing);
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (sharing->start > sharing->end || !ends_in_time(sharing, 0)) {
        return report_no_room(sharing);
    }
    unit_find(sharing);
    uint64_t share = largest_share(sharing, 0);
    if (hold_at_boundaries(sharing, share)) {
        share = largest_share(sharing, share);
    }
    ends_in_time(sharing, share);
    run_set(sharing);
    return OUTCOME_READY;
}

// Sets the sizes and offsets of all members, or poisons them.
enum outcome step_run(struct solver *solver, size_t index)
{
    struct gap_sharing sharing = {.solver = solver, .run = solver->runs.items[index]};
    enum outcome outcome = members_find(&sharing);
    outcome = sharing.run->table->is_damaged ? OUTCOME_POISONED : outcome;
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
