// What clauses ask of a partition's place.
//
// The partition, its subtype and its type each may ask; none can relax what the chip's vendor has
// said of the type. The erase size is the step of places that are found, but not of those that are
// given: a rule warns of those.
#include "place.h"

#include <assert.h>
#include <string.h>

// One clause's value; 0 where there is no clause. Powers of two only, unless `any`.
static enum outcome clause_value(struct solver *solver, const struct syntax_clause *clause,
                                 bool any, uint64_t *value)
{
    *value = 0;
    if (!clause) {
        return OUTCOME_READY;
    }
    enum outcome outcome = evaluate_size(solver, clause->value, "an alignment", value);
    if (outcome == OUTCOME_READY && (*value == 0 || (!any && !is_power_of_two(*value)))) {
        report(solver->diagnostics, CODE_BAD_ALIGNMENT, clause->value->span,
               any ? "a size cannot be a multiple of 0" : "%s is not a power of two",
               text_size(solver->arena, *value));
        return OUTCOME_POISONED;
    }
    return outcome;
}

// The values that the partition, its subtype and its type give.
static enum outcome clause_values(struct solver *solver, const struct model_partition *partition,
                                  enum clause_kind kind, bool any, uint64_t values[3])
{
    const struct clauses none = {{NULL}};
    const struct clauses *levels[3] = {
        &partition->clauses,
        partition->type ? &partition->subtype->clauses : &none,
        partition->type ? &partition->type->clauses : &none,
    };
    enum outcome outcome = OUTCOME_READY;
    for (size_t i = 0; i < 3; i++) {
        outcome =
            outcome_join(outcome, clause_value(solver, levels[i]->slots[kind], any, &values[i]));
    }
    return outcome;
}

// Of powers of two, the largest is a multiple of all the others.
static uint64_t largest(const uint64_t values[3], uint64_t at_least)
{
    for (size_t i = 0; i < 3; i++) {
        at_least = values[i] > at_least ? values[i] : at_least;
    }
    return at_least;
}

// Likewise, what does not cross a multiple of the smallest crosses none of the larger.
static uint64_t smallest_given(const uint64_t values[3])
{
    uint64_t smallest = 0;
    for (size_t i = 0; i < 3; i++) {
        if (values[i] && (!smallest || values[i] < smallest)) {
            smallest = values[i];
        }
    }
    return smallest;
}

// Euclid's; sizes need not be powers of two.
static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool geometry_common_multiple(uint64_t a, uint64_t b, uint64_t *multiple)
{
    assert(a && b);
    uint64_t factor = b / common_divisor(a, b);
    *multiple = a * factor;
    return a <= UINT64_MAX / factor;
}

// Every multiple that is asked for holds.
static enum outcome find_multiple(struct solver *solver, const struct model_partition *partition,
                                  const uint64_t values[3], uint64_t *multiple)
{
    *multiple = 1;
    for (size_t i = 0; i < 3; i++) {
        if (values[i] && !geometry_common_multiple(*multiple, values[i], multiple)) {
            report(solver->diagnostics, CODE_OVERFLOW, partition->name.span,
                   "no size can be a multiple of everything that is required of `%s`",
                   partition->name.text);
            return OUTCOME_POISONED;
        }
    }
    return OUTCOME_READY;
}

// By the type's kind, which a schema cannot change.
static bool is_application(const struct model_partition *partition)
{
    const struct syntax_clause *clause = clause_inherited(partition, CLAUSE_KIND);
    enum partition_kind kind;
    return clause && partition_kind_find(clause->name.text, &kind) &&
           (kind == KIND_APP || kind == KIND_OTA_SLOT);
}

// What the platform says of applications; 0 for what it does not say.
static enum outcome application_value(struct solver *solver,
                                      const struct model_partition *partition,
                                      const char *parameter, uint64_t *value)
{
    const char *name = names_find(solver->syntax->names, parameter, strlen(parameter));
    const struct constant *found = name ? map_find(&solver->model->parameter_names, name) : NULL;
    struct number number = {0};
    *value = 0;
    if (!found || !is_application(partition)) {
        return OUTCOME_READY;
    }
    enum outcome outcome = solver_need(solver, FACT_PARAMETER, found->index, &number);
    *value = outcome == OUTCOME_READY && !number.negative ? number.magnitude : 0;
    return outcome;
}

// Only applications have a period, and only if the platform maps flash by windows.
enum outcome geometry_period(struct solver *solver, const struct model_partition *partition,
                             uint64_t *period)
{
    *period = 0;
    if (!partition->family) {
        return OUTCOME_READY;
    }
    enum outcome outcome = application_value(solver, partition, "window", period);
    *period = is_power_of_two(*period) ? *period : 0;
    return outcome;
}

// Alignments add up to the largest, boundaries to the smallest, multiples to a common one.
enum outcome geometry_find(struct solver *solver, const struct model_partition *partition,
                           struct geometry *geometry)
{
    uint64_t align[3], prefer[3], multiple[3], boundary[3];
    struct number erase = {0};
    enum outcome outcome =
        solver_need(solver, FACT_FLASH_ERASE, partition->table->flash->index, &erase);
    outcome = outcome_join(outcome, clause_values(solver, partition, CLAUSE_ALIGN, false, align));
    outcome = outcome_join(outcome, clause_values(solver, partition, CLAUSE_PREFER, false, prefer));
    outcome =
        outcome_join(outcome, clause_values(solver, partition, CLAUSE_BOUNDARY, false, boundary));
    outcome =
        outcome_join(outcome, clause_values(solver, partition, CLAUSE_MULTIPLE, true, multiple));
    outcome = outcome_join(outcome, geometry_period(solver, partition, &geometry->period));
    outcome = outcome_join(
        outcome, application_value(solver, partition, "app_limit", &geometry->fill_limit));
    if (outcome == OUTCOME_READY) {
        geometry->align = largest(align, 1);
        geometry->step = largest(prefer, largest(align, erase.magnitude));
        geometry->boundary = smallest_given(boundary);
        outcome = find_multiple(solver, partition, multiple, &geometry->multiple);
    }
    return outcome;
}

// What is larger than the window crosses one wherever it is; a rule reports that, so it is placed
// as if there were none. Aligned to both, it begins at a multiple of the larger: both are powers
// of two.
bool geometry_place(const struct geometry *geometry, uint64_t at, uint64_t size, uint64_t *offset)
{
    assert(geometry->step);
    if (!size_align_up(at, geometry->step, offset)) {
        return false;
    }
    uint64_t window = geometry->boundary;
    bool crosses = window && size <= window && *offset % window > window - size;
    return !crosses || (size_align_up(*offset, window, offset) &&
                        size_align_up(*offset, geometry->step, offset));
}
