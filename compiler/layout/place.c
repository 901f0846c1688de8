// Steps that find where partitions are, and how large they are.
//
// A partition in the row begins at the first suitable place after the one before it, so that each
// step asks for one neighbour only, and a row of any length needs no search. Partitions at the end
// are placed the same way, backwards. Fills are the exception: run.c places them together.
#include "place.h"

#include <assert.h>

struct span clause_span(const struct model_partition *partition, enum clause_kind kind)
{
    const struct syntax_clause *clause = partition->clauses.slots[kind];
    return clause ? clause->span : partition->name.span;
}

// A size or offset that the type requires as well: both must agree.
static enum outcome check_inherited(struct solver *solver, const struct model_partition *partition,
                                    enum clause_kind kind, uint64_t value)
{
    const struct syntax_clause *own = partition->clauses.slots[kind];
    const struct syntax_clause *inherited = clause_inherited(partition, kind);
    uint64_t demanded;
    if (!own || !inherited || own->is_withdrawn) {
        return OUTCOME_READY;
    }
    enum outcome outcome = evaluate_size(solver, inherited->value, "a size", &demanded);
    if (outcome == OUTCOME_READY && demanded != value) {
        bool is_size = kind == CLAUSE_SIZE;
        const char *(*text)(struct arena *, uint64_t) = is_size ? text_size : text_offset;
        struct diagnostic *diagnostic =
            report(solver->diagnostics, CODE_TYPE_DEMANDS, own->span,
                   "partition `%s` must %s %s, as its type requires; here it %s %s",
                   partition->name.text, is_size ? "have" : "be at", text(solver->arena, demanded),
                   is_size ? "has" : "is at", text(solver->arena, value));
        add_note(diagnostic, inherited->span, "it is required here; leave out the clause");
        return OUTCOME_POISONED;
    }
    return outcome;
}

// What the type fixes cannot be left to be found.
enum outcome place_refuse_inherited(struct solver *solver, const struct model_partition *partition,
                                    enum clause_kind kind)
{
    const struct syntax_clause *inherited = clause_inherited(partition, kind);
    if (!inherited) {
        return OUTCOME_READY;
    }
    struct diagnostic *diagnostic =
        report(solver->diagnostics, CODE_TYPE_DEMANDS, partition->clauses.slots[kind]->span,
               "partition `%s` already has a %s that its type requires", partition->name.text,
               kind == CLAUSE_SIZE ? "size" : "place");
    add_note(diagnostic, inherited->span, "it is required here; leave out the clause");
    return OUTCOME_POISONED;
}

// A size of 0 is a mistake whatever computes it.
static enum outcome set_size(struct solver *solver, const struct model_partition *partition,
                             uint64_t size)
{
    if (size == 0) {
        report(solver->diagnostics, CODE_ZERO_SIZE, clause_span(partition, CLAUSE_SIZE),
               "partition `%s` has a size of 0", partition->name.text);
        return OUTCOME_POISONED;
    }
    enum outcome outcome = check_inherited(solver, partition, CLAUSE_SIZE, size);
    if (outcome == OUTCOME_READY) {
        solver_set(solver, FACT_SIZE, partition->index, number_of(size));
    }
    return outcome;
}

// `size to E`
static enum outcome size_to_end(struct solver *solver, const struct model_partition *partition,
                                const struct syntax_clause *clause)
{
    struct number offset = {0};
    uint64_t end;
    if (model_family_after(partition)) {
        struct diagnostic *diagnostic = report(
            solver->diagnostics, CODE_BAD_FAMILY, clause->span,
            "the members of a family follow each other, so they cannot all extend to one place");
        add_note(diagnostic, (struct span){0},
                 "write `size fill`, or the size of each of them: `size 1M`");
        return OUTCOME_POISONED;
    }
    enum outcome outcome = evaluate_size(solver, clause->value, "an offset", &end);
    outcome = outcome_join(outcome, solver_need(solver, FACT_OFFSET, partition->index, &offset));
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (end <= offset.magnitude) {
        report(solver->diagnostics, CODE_ENDS_BEFORE_START, clause->span,
               "partition `%s` would end at %s, but it begins at %s", partition->name.text,
               text_offset(solver->arena, end), text_offset(solver->arena, offset.magnitude));
        return OUTCOME_POISONED;
    }
    return set_size(solver, partition, end - offset.magnitude);
}

// A fill is sized together with the other fills of its gap.
static enum outcome wait_for_run(struct solver *solver, const struct model_partition *partition)
{
    struct number unused;
    assert(solver->run_of[partition->index]);
    return solver_need(solver, FACT_RUN, solver->run_of[partition->index] - 1, &unused);
}

// Of a family the first decides; of a run the run does; else the clause in effect.
enum outcome step_size(struct solver *solver, size_t index)
{
    const struct model_partition *partition = solver->model->partitions.items[index];
    const struct syntax_clause *clause = clause_effective(partition, CLAUSE_SIZE);
    uint64_t size;
    if (partition->is_broken) {
        return OUTCOME_POISONED;
    }
    if (model_family_before(partition) && !(clause_is_fill(partition) && solver->run_of[index])) {
        return family_size(solver, partition);
    }
    if (!clause) {
        if (partition->type) {
            struct diagnostic *diagnostic =
                report(solver->diagnostics, CODE_NO_SIZE, partition->name.span,
                       "partition `%s` needs a size", partition->name.text);
            add_note(diagnostic, (struct span){0},
                     "write `size 24K`, or `size fill` for all the space that is left");
        }
        return OUTCOME_POISONED;
    }
    if (clause->form == FORM_TO) {
        return size_to_end(solver, partition, clause);
    }
    if (clause->form == FORM_FILL) {
        if (solver->run_of[index]) {
            return wait_for_run(solver, partition);
        }
        report(solver->diagnostics, CODE_BAD_FILL, clause->span,
               "partition `%s` cannot fill a gap: it %s", partition->name.text,
               clause_is_at_end(partition) ? "is at the end and needs a size"
                                           : "is outside the row of partitions");
        return OUTCOME_POISONED;
    }
    enum outcome outcome = evaluate_size(solver, clause->value, "a size", &size);
    return outcome == OUTCOME_READY ? set_size(solver, partition, size) : outcome;
}

// A place that is given is kept even if it is wrong: the rules judge it.
static enum outcome offset_fixed(struct solver *solver, const struct model_partition *partition,
                                 const struct syntax_clause *clause)
{
    uint64_t offset;
    enum outcome outcome = evaluate_size(solver, clause->value, "an offset", &offset);
    if (outcome == OUTCOME_READY) {
        outcome = check_inherited(solver, partition, CLAUSE_AT, offset);
    }
    if (outcome == OUTCOME_READY) {
        solver_set(solver, FACT_OFFSET, partition->index, number_of(offset));
    }
    return outcome;
}

// A table's partitions have indices in a row, as the model numbers them table by table.
static size_t position_of(const struct model_partition *partition)
{
    return partition->index -
           ((const struct model_partition *)partition->table->partitions.items[0])->index;
}

// Null for the first: the row begins where the region does.
const struct model_partition *row_before(const struct model_partition *partition)
{
    for (size_t i = position_of(partition); i > 0; i--) {
        const struct model_partition *before = partition->table->partitions.items[i - 1];
        if (!clause_is_outside(before) && !clause_is_at_end(before)) {
            return before;
        }
    }
    return NULL;
}

// What is outside the row, or at its end, is not a predecessor.
enum outcome row_start(struct solver *solver, const struct model_partition *partition,
                       uint64_t *start)
{
    const struct model_partition *before = row_before(partition);
    struct number offset = {0}, size = {0};
    if (!before) {
        enum outcome outcome = solver_need(solver, FACT_REGION, partition->table->index, &offset);
        *start = offset.magnitude;
        return outcome;
    }
    enum outcome outcome = solver_need(solver, FACT_OFFSET, before->index, &offset);
    outcome = outcome_join(outcome, solver_need(solver, FACT_SIZE, before->index, &size));
    if (outcome == OUTCOME_READY && !size_add(offset.magnitude, size.magnitude, start)) {
        return OUTCOME_POISONED; // reported as beyond the flash
    }
    return outcome;
}

// 2^64 is where numbers end; being beyond the flash is a rule's business, which can say by how
// much.
static enum outcome report_beyond(struct solver *solver, const struct model_partition *partition)
{
    report(solver->diagnostics, CODE_OVERFLOW, partition->name.span,
           "partition `%s` would be beyond 2^64", partition->name.text);
    return OUTCOME_POISONED;
}

// The first place at or after the end of the one before that suits the geometry.
static enum outcome offset_following(struct solver *solver, const struct model_partition *partition)
{
    struct geometry geometry;
    struct number size = {0};
    uint64_t start = 0, offset;
    enum outcome outcome = row_start(solver, partition, &start);
    outcome = outcome_join(outcome, geometry_find(solver, partition, &geometry));
    // `size to` needs the offset first; then nothing is known yet that could cross a boundary.
    if (clause_effective(partition, CLAUSE_SIZE) &&
        clause_effective(partition, CLAUSE_SIZE)->form == FORM_PLAIN) {
        enum outcome known = solver_need(solver, FACT_SIZE, partition->index, &size);
        outcome = known == OUTCOME_WAITING ? known : outcome;
    }
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    const struct model_partition *before = model_family_before(partition);
    struct number other = {0};
    bool is_like = before && solver_get(solver, FACT_OFFSET, before->index, &other);
    if (!(is_like ? family_place(&geometry, start, size.magnitude, other.magnitude, &offset)
                  : geometry_place(&geometry, start, size.magnitude, &offset))) {
        return report_beyond(solver, partition);
    }
    solver_set(solver, FACT_OFFSET, partition->index, number_of(offset));
    return OUTCOME_READY;
}

// What is outside the row limits nothing in it, though its place is fixed, too.
const struct model_partition *place_next_fixed(const struct model_table *table, size_t from)
{
    for (size_t i = from; i < table->partitions.count; i++) {
        const struct model_partition *next = table->partitions.items[i];
        if (!clause_is_outside(next) && clause_is_fixed(next)) {
            return next;
        }
    }
    return NULL;
}

const struct model_partition *place_next_at_end(const struct model_table *table, size_t from)
{
    for (size_t i = from; i < table->partitions.count; i++) {
        const struct model_partition *next = table->partitions.items[i];
        if (clause_is_at_end(next) && !clause_is_outside(next)) {
            return next;
        }
    }
    return NULL;
}

// Regions have two numbers and one fact: once the start is known, so is the end.
enum outcome row_end(struct solver *solver, const struct model_table *table,
                     const struct model_partition *limit, uint64_t *end)
{
    struct number offset = {0};
    enum outcome outcome = limit ? solver_need(solver, FACT_OFFSET, limit->index, &offset)
                                 : solver_need(solver, FACT_REGION, table->index, &offset);
    *end = limit ? offset.magnitude : solver->regions[table->index].end;
    return outcome;
}

// `at end`: the last of them ends where the region does, those before it are one before the other.
static enum outcome offset_at_end(struct solver *solver, const struct model_partition *partition)
{
    struct geometry geometry;
    struct number size = {0}, next;
    uint64_t end;
    const struct model_partition *after = model_family_after(partition);
    const struct model_partition *limit =
        place_next_at_end(partition->table, position_of(partition) + 1);
    enum outcome outcome = row_end(solver, partition->table, limit, &end);
    outcome = outcome_join(outcome, place_refuse_inherited(solver, partition, CLAUSE_AT));
    outcome = outcome_join(outcome, geometry_find(solver, partition, &geometry));
    outcome = outcome_join(outcome, solver_need(solver, FACT_SIZE, partition->index, &size));
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    uint64_t offset = size_align_down(end - size.magnitude, geometry.step);
    bool is_like = after && solver_get(solver, FACT_OFFSET, after->index, &next);
    if (size.magnitude > end || (is_like && !family_place_below(&geometry, end - size.magnitude,
                                                                next.magnitude, &offset))) {
        struct diagnostic *diagnostic =
            report(solver->diagnostics, CODE_NO_ROOM, clause_span(partition, CLAUSE_SIZE),
                   "partition `%s` (%s) is larger than the space before %s", partition->name.text,
                   text_size(solver->arena, size.magnitude), text_offset(solver->arena, end));
        family_note(solver, diagnostic, partition, &geometry);
        return OUTCOME_POISONED;
    }
    uint64_t window = geometry.boundary;
    if (window && size.magnitude <= window && offset % window > window - size.magnitude) {
        uint64_t boundary = size_align_down(offset + size.magnitude, window);
        offset = size_align_down(boundary - size.magnitude, geometry.step);
    }
    solver_set(solver, FACT_OFFSET, partition->index, number_of(offset));
    return OUTCOME_READY;
}

// Of those without a place of their own, runs place their members together.
enum outcome step_offset(struct solver *solver, size_t index)
{
    const struct model_partition *partition = solver->model->partitions.items[index];
    const struct syntax_clause *clause = clause_effective(partition, CLAUSE_AT);
    bool is_lost =
        partition->is_adrift || (clause_is_at_end(partition) && partition->table->is_damaged);
    if (partition->is_broken || (!partition->type && !clause)) {
        return OUTCOME_POISONED;
    }
    if (clause && clause->form == FORM_PLAIN) {
        return offset_fixed(solver, partition, clause);
    }
    if (is_lost) {
        return OUTCOME_POISONED;
    }
    if (clause_is_at_end(partition)) {
        return offset_at_end(solver, partition);
    }
    return solver->run_of[index] ? wait_for_run(solver, partition)
                                 : offset_following(solver, partition);
}
