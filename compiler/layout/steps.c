// The facts of a layout: what each kind of them is called, and the step that finds one.
//
// A step asks for other facts with solver_need(). If one of them is not known yet, it returns
// OUTCOME_WAITING and is called again from its start, so that it must not report anything before
// all that it needs is there.
#include "place.h"

#include <inttypes.h>

// A run begins with a fill and ends before the next partition with a fixed place.
static void find_runs_of(struct solver *solver, const struct model_table *table)
{
    struct fill_run *run = NULL;
    solver->first_at_end[table->index] = place_next_at_end(table, 0);
    for (size_t i = 0; i < table->partitions.count; i++) {
        const struct model_partition *partition = table->partitions.items[i];
        if (clause_is_outside(partition) || clause_is_at_end(partition)) {
            continue;
        }
        run = clause_is_fixed(partition) ? NULL : run;
        if (!run && clause_is_fill(partition)) {
            run = arena_new(solver->arena, sizeof *run);
            *run = (struct fill_run){table, i, i};
            list_append(solver->arena, &solver->runs, run);
        }
        if (run) {
            run->last = i;
            solver->run_of[partition->index] = (uint32_t)solver->runs.count;
        }
    }
}

// Runs are found from clauses alone, before anything is solved: they are facts themselves.
static void find_runs(struct solver *solver)
{
    for (size_t i = 0; i < solver->model->tables.count; i++) {
        find_runs_of(solver, solver->model->tables.items[i]);
    }
}

// A constant that is broken was reported when it was declared.
static enum outcome find_value(struct solver *solver, enum fact fact, size_t index,
                               const struct constant *constant)
{
    struct number value;
    enum outcome outcome = constant->is_broken
                               ? OUTCOME_POISONED
                               : evaluate_integer(solver, constant->value, NULL, &value);
    if (outcome == OUTCOME_READY) {
        solver_set(solver, fact, index, value);
    }
    return outcome;
}

enum { TINY_FLASH = 256 };

// `flash 16` is not what anybody means; a memory beside the chip's own flash may be so small.
static void report_tiny_flash(struct solver *solver, const struct expression *expression,
                              uint64_t size)
{
    struct diagnostic *diagnostic =
        report(solver->diagnostics, CODE_BAD_GEOMETRY, expression->span,
               "a flash of %s is too small: sizes are in bytes",
               size == 1 ? "1 byte" : arena_format(solver->arena, "%" PRIu64 " bytes", size));
    add_note(diagnostic, (struct span){0}, "write `%" PRIu64 "M` for %" PRIu64 " MiB", size, size);
    if (expression->count == 1) {
        add_fix(diagnostic, expression->span, "%" PRIu64 "M", size);
    }
}

// The chip's own flash must not be tiny: somebody forgot the unit.
static enum outcome find_flash(struct solver *solver, enum fact fact, size_t index)
{
    const struct model_flash *flash = solver->model->flashes.items[index];
    const struct expression *expression = fact == FACT_FLASH_SIZE ? flash->size : flash->erase;
    uint64_t size;
    if (!expression || flash->is_broken) {
        return OUTCOME_POISONED;
    }
    enum outcome outcome = evaluate_size(
        solver, expression, fact == FACT_FLASH_SIZE ? "a flash size" : "an erase size", &size);
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (size == 0 || (fact == FACT_FLASH_ERASE && !is_power_of_two(size))) {
        report(solver->diagnostics, CODE_BAD_GEOMETRY, expression->span,
               fact == FACT_FLASH_SIZE ? "the size of a flash cannot be 0"
                                       : "an erase size must be a power of two");
        return OUTCOME_POISONED;
    }
    if (fact == FACT_FLASH_SIZE && index == 0 && size < TINY_FLASH) {
        report_tiny_flash(solver, expression, size);
        return OUTCOME_POISONED;
    }
    solver_set(solver, fact, index, number_of(size));
    return OUTCOME_READY;
}

static size_t constant_count(const struct solver *solver)
{
    return solver->model->constants.count;
}

// A text is looked up by its name (see resolve_name()), but has a cell as all constants do.
static enum outcome step_constant(struct solver *solver, size_t index)
{
    const struct constant *constant = solver->model->constants.items[index];
    if (model_constant_text(constant)) {
        solver_set(solver, FACT_CONSTANT, index, number_of(0)); // never asked for
        return OUTCOME_READY;
    }
    return find_value(solver, FACT_CONSTANT, index, constant);
}

static const char *describe_constant(const struct solver *solver, size_t index, struct span *span)
{
    const struct constant *constant = solver->model->constants.items[index];
    *span = constant->value->span;
    return arena_format(solver->arena, "`%s`", constant->name.text);
}

static size_t parameter_count(const struct solver *solver)
{
    return solver->model->parameters.count;
}

static enum outcome step_parameter(struct solver *solver, size_t index)
{
    return find_value(solver, FACT_PARAMETER, index, solver->model->parameters.items[index]);
}

static const char *describe_parameter(const struct solver *solver, size_t index, struct span *span)
{
    const struct constant *parameter = solver->model->parameters.items[index];
    *span = parameter->value->span;
    return arena_format(solver->arena, "`target.%s`", parameter->name.text);
}

static size_t flash_count(const struct solver *solver)
{
    return solver->model->flashes.count;
}

static enum outcome step_flash_size(struct solver *solver, size_t index)
{
    return find_flash(solver, FACT_FLASH_SIZE, index);
}

static enum outcome step_flash_erase(struct solver *solver, size_t index)
{
    return find_flash(solver, FACT_FLASH_ERASE, index);
}

static const char *describe_flash_size(const struct solver *solver, size_t index, struct span *span)
{
    const struct model_flash *flash = solver->model->flashes.items[index];
    *span = flash->span;
    return "the size of the flash";
}

static const char *describe_flash_erase(const struct solver *solver, size_t index,
                                        struct span *span)
{
    describe_flash_size(solver, index, span);
    return "the erase size of the flash";
}

static size_t table_count(const struct solver *solver)
{
    return solver->model->tables.count;
}

static const char *describe_region(const struct solver *solver, size_t index, struct span *span)
{
    const struct model_table *table = solver->model->tables.items[index];
    *span = table->name.span;
    return arena_format(solver->arena, "the place of table `%s`", table->name.text);
}

static size_t partition_count(const struct solver *solver)
{
    return solver->model->partitions.count;
}

static const char *describe_size(const struct solver *solver, size_t index, struct span *span)
{
    const struct model_partition *partition = solver->model->partitions.items[index];
    *span = partition->name.span;
    return arena_format(solver->arena, "the size of `%s`", partition->name.text);
}

static const char *describe_offset(const struct solver *solver, size_t index, struct span *span)
{
    const struct model_partition *partition = solver->model->partitions.items[index];
    *span = partition->name.span;
    return arena_format(solver->arena, "the offset of `%s`", partition->name.text);
}

static size_t run_count(const struct solver *solver)
{
    return solver->runs.count;
}

// By the fill that it begins with, since users know nothing of runs.
static const char *describe_run(const struct solver *solver, size_t index, struct span *span)
{
    const struct fill_run *run = solver->runs.items[index];
    const struct model_partition *partition = run->table->partitions.items[run->first];
    *span = partition->name.span;
    return arena_format(solver->arena, "the fill `%s`", partition->name.text);
}

static const struct solver_step steps[FACT_COUNT] = {
    [FACT_CONSTANT] = {constant_count, step_constant, describe_constant},
    [FACT_PARAMETER] = {parameter_count, step_parameter, describe_parameter},
    [FACT_FLASH_SIZE] = {flash_count, step_flash_size, describe_flash_size},
    [FACT_FLASH_ERASE] = {flash_count, step_flash_erase, describe_flash_erase},
    [FACT_REGION] = {table_count, step_region, describe_region},
    [FACT_SIZE] = {partition_count, step_size, describe_size},
    [FACT_OFFSET] = {partition_count, step_offset, describe_offset},
    [FACT_RUN] = {run_count, step_run, describe_run},
};

// Everything that solver_init() counts is set before: runs, too.
void facts_solve(struct solver *solver, const struct model *model, struct syntax *syntax,
                 const struct invocation *invocation)
{
    *solver = (struct solver){
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .syntax = syntax,
        .model = model,
        .invocation = invocation,
    };
    solver->regions = arena_array(solver->arena, model->tables.count, sizeof *solver->regions);
    solver->first_at_end =
        arena_array(solver->arena, model->tables.count, sizeof *solver->first_at_end);
    solver->run_of = arena_array(solver->arena, model->partitions.count, sizeof *solver->run_of);
    find_runs(solver);
    solver_init(solver, steps);
    solver_run(solver);
}
