#include "place.h"

#include <inttypes.h>

enum cell_state { CELL_NEW, CELL_ACTIVE, CELL_DONE, CELL_POISONED };

struct cell {
    enum cell_state state;
    bool is_cyclic; // a part of a cycle that was reported
    bool is_used;   // something asked for it
    struct number value;
};

static void find_runs(struct solver *solver);

void solver_init(struct solver *solver, const struct model *model, struct syntax *syntax,
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
    const size_t counts[FACT_COUNT] = {
        [FACT_CONSTANT] = model->constants.count, [FACT_PARAMETER] = model->parameters.count,
        [FACT_FLASH_SIZE] = model->flashes.count, [FACT_FLASH_ERASE] = model->flashes.count,
        [FACT_REGION] = model->tables.count,      [FACT_SIZE] = model->partitions.count,
        [FACT_OFFSET] = model->partitions.count,  [FACT_RUN] = solver->runs.count,
    };
    for (size_t i = 0; i < FACT_COUNT; i++) {
        solver->starts[i + 1] = solver->starts[i] + counts[i];
    }
    solver->cells = arena_array(solver->arena, solver->starts[FACT_COUNT], sizeof *solver->cells);
}

// A run begins with a fill and ends before the next partition with a fixed place.
static void find_runs_of(struct solver *solver, const struct model_table *table)
{
    struct run *run = NULL;
    solver->first_at_end[table->index] = next_at_end(table, 0);
    for (size_t i = 0; i < table->partitions.count; i++) {
        const struct model_partition *partition = table->partitions.items[i];
        if (is_outside(partition) || is_at_end(partition)) {
            continue;
        }
        run = is_fixed(partition) ? NULL : run;
        if (!run && is_fill(partition)) {
            run = arena_new(solver->arena, sizeof *run);
            *run = (struct run){table, i, i};
            list_append(solver->arena, &solver->runs, run);
        }
        if (run) {
            run->last = i;
            solver->run_of[partition->index] = (uint32_t)solver->runs.count;
        }
    }
}

static void find_runs(struct solver *solver)
{
    for (size_t i = 0; i < solver->model->tables.count; i++) {
        find_runs_of(solver, solver->model->tables.items[i]);
    }
}

enum outcome outcome_join(enum outcome a, enum outcome b)
{
    if (a == OUTCOME_WAITING || b == OUTCOME_WAITING) {
        return OUTCOME_WAITING;
    }
    return a == OUTCOME_READY ? b : a;
}

static void push(struct solver *solver, size_t cell)
{
    if (solver->depth == solver->capacity) {
        solver->stack =
            arena_grow(solver->arena, solver->stack, &solver->capacity, sizeof *solver->stack);
    }
    solver->stack[solver->depth++] = (uint32_t)cell;
}

static enum fact fact_of(const struct solver *solver, size_t cell)
{
    enum fact fact = FACT_CONSTANT;
    while (cell >= solver->starts[fact + 1]) {
        fact++;
    }
    return fact;
}

// What a cell is, in words, and where it was written.
static const char *describe(const struct solver *solver, size_t cell, struct span *span)
{
    const struct model *model = solver->model;
    enum fact fact = fact_of(solver, cell);
    size_t index = cell - solver->starts[fact];
    const struct constant *constant;
    const struct model_partition *partition;
    const struct model_table *table;
    switch (fact) {
    case FACT_CONSTANT:
        constant = model->constants.items[index];
        *span = constant->value->span;
        return arena_format(solver->arena, "`%s`", constant->name.text);
    case FACT_PARAMETER:
        constant = model->parameters.items[index];
        *span = constant->value->span;
        return arena_format(solver->arena, "`target.%s`", constant->name.text);
    case FACT_FLASH_SIZE:
    case FACT_FLASH_ERASE:
        *span = ((const struct model_flash *)model->flashes.items[index])->span;
        return fact == FACT_FLASH_SIZE ? "the size of the flash" : "the erase size of the flash";
    case FACT_REGION:
        table = model->tables.items[index];
        *span = table->name.span;
        return arena_format(solver->arena, "the place of table `%s`", table->name.text);
    case FACT_SIZE:
    case FACT_OFFSET:
        partition = model->partitions.items[index];
        *span = partition->name.span;
        return arena_format(solver->arena, "the %s of `%s`", fact == FACT_SIZE ? "size" : "offset",
                            partition->name.text);
    default: {
        const struct run *run = solver->runs.items[index];
        partition = run->table->partitions.items[run->first];
        *span = partition->name.span;
        return arena_format(solver->arena, "the fill `%s`", partition->name.text);
    }
    }
}

// The active cells on the stack, from the one that is asked for again: the cycle.
static struct list find_cycle(struct solver *solver, size_t asked)
{
    struct list cycle = {0};
    size_t at = 0;
    while (solver->stack[at] != asked) {
        at++;
    }
    for (; at < solver->depth; at++) {
        struct cell *cell = &solver->cells[solver->stack[at]];
        bool is_repeated = cycle.count > 0 && cell == cycle.items[0];
        if (cell->state == CELL_ACTIVE && !is_repeated) {
            list_append(solver->arena, &cycle, cell);
        }
    }
    return cycle;
}

// Marks the cells of a cycle; false if one of them is a part of another, which was reported.
static bool mark_cycle(const struct list *cycle)
{
    bool is_new = true;
    for (size_t i = 0; i < cycle->count; i++) {
        struct cell *cell = (struct cell *)cycle->items[i];
        is_new &= !cell->is_cyclic;
        cell->is_cyclic = true;
    }
    return is_new;
}

enum { SHOWN_STEPS = 10 };

static void report_cycle(struct solver *solver, size_t asked)
{
    if (solver->cells[asked].is_cyclic) {
        return; // so that what asks again and again costs nothing
    }
    struct list cycle = find_cycle(solver, asked);
    if (!mark_cycle(&cycle)) {
        return;
    }
    struct span span;
    const char *name = describe(solver, asked, &span);
    struct diagnostic *diagnostic =
        report(solver->diagnostics, CODE_CYCLE, span, "%s needs itself", name);
    const char *previous = name;
    for (size_t i = 1; i < cycle.count && i <= SHOWN_STEPS; i++) {
        const char *step =
            describe(solver, (size_t)((const struct cell *)cycle.items[i] - solver->cells), &span);
        add_note(diagnostic, span, "%s needs %s", previous, step);
        previous = step;
    }
    if (cycle.count > SHOWN_STEPS + 1) {
        add_note(diagnostic, (struct span){0}, "and so on, through %zu more",
                 cycle.count - SHOWN_STEPS - 1);
    } else if (cycle.count > 1) {
        add_note(diagnostic, (struct span){0}, "%s needs %s", previous, name);
    }
}

enum outcome solver_need(struct solver *solver, enum fact fact, size_t index, struct number *value)
{
    size_t at = solver->starts[fact] + index;
    struct cell *cell = &solver->cells[at];
    cell->is_used = true;
    switch (cell->state) {
    case CELL_DONE:
        *value = cell->value;
        return OUTCOME_READY;
    case CELL_NEW:
        push(solver, at);
        return OUTCOME_WAITING;
    case CELL_ACTIVE:
        report_cycle(solver, at);
        return OUTCOME_POISONED;
    default:
        return OUTCOME_POISONED;
    }
}

void solver_use(struct solver *solver, enum fact fact, size_t index)
{
    solver->cells[solver->starts[fact] + index].is_used = true;
}

bool solver_is_used(const struct solver *solver, enum fact fact, size_t index)
{
    return solver->cells[solver->starts[fact] + index].is_used;
}

void solver_set(struct solver *solver, enum fact fact, size_t index, struct number value)
{
    struct cell *cell = &solver->cells[solver->starts[fact] + index];
    cell->state = CELL_DONE;
    cell->value = value;
}

void solver_poison(struct solver *solver, enum fact fact, size_t index)
{
    solver->cells[solver->starts[fact] + index].state = CELL_POISONED;
}

bool solver_get(const struct solver *solver, enum fact fact, size_t index, struct number *value)
{
    const struct cell *cell = &solver->cells[solver->starts[fact] + index];
    *value = cell->value;
    return cell->state == CELL_DONE;
}

static enum outcome step_value(struct solver *solver, enum fact fact, size_t index,
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

static enum outcome step_flash(struct solver *solver, enum fact fact, size_t index)
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
               fact == FACT_FLASH_SIZE ? "a flash of no bytes holds nothing"
                                       : "an erase size is a power of two");
        return OUTCOME_POISONED;
    }
    if (fact == FACT_FLASH_SIZE && index == 0 && size < TINY_FLASH) {
        report_tiny_flash(solver, expression, size);
        return OUTCOME_POISONED;
    }
    solver_set(solver, fact, index, number_of(size));
    return OUTCOME_READY;
}

static enum outcome step(struct solver *solver, size_t cell)
{
    enum fact fact = fact_of(solver, cell);
    size_t index = cell - solver->starts[fact];
    const struct list *constants =
        fact == FACT_CONSTANT ? &solver->model->constants : &solver->model->parameters;
    switch (fact) {
    case FACT_CONSTANT:
        if (model_constant_text(constants->items[index])) {
            solver_set(solver, fact, index, number_of(0)); // never asked for
            return OUTCOME_READY;
        }
        // fall through
    case FACT_PARAMETER:
        return step_value(solver, fact, index, constants->items[index]);
    case FACT_FLASH_SIZE:
    case FACT_FLASH_ERASE:
        return step_flash(solver, fact, index);
    case FACT_REGION:
        return step_region(solver, index);
    case FACT_SIZE:
        return step_size(solver, index);
    case FACT_OFFSET:
        return step_offset(solver, index);
    default:
        return step_run(solver, index);
    }
}

static void solve(struct solver *solver, size_t cell)
{
    push(solver, cell);
    while (solver->depth) {
        size_t top = solver->stack[solver->depth - 1];
        struct cell *at = &solver->cells[top];
        if (at->state >= CELL_DONE) {
            solver->depth--;
            continue;
        }
        at->state = CELL_ACTIVE;
        if (step(solver, top) == OUTCOME_POISONED) {
            at->state = CELL_POISONED;
        }
    }
}

void solver_run(struct solver *solver)
{
    for (size_t i = 0; i < solver->starts[FACT_COUNT]; i++) {
        solve(solver, i);
    }
}
