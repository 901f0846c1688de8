// Solving: a stack of cells, each computed by the step of its kind of fact (see solver.h).
//
// A cell goes from new to active to done or poisoned, and never back. What is on the stack above
// an active cell is what it waits for, so that an active cell that is asked for again is a cycle.
#include "solver.h"

#include <assert.h>

enum cell_state { CELL_NEW, CELL_ACTIVE, CELL_DONE, CELL_POISONED };

struct fact_cell {
    enum cell_state state;
    bool is_cyclic; // a part of a cycle that was reported
    bool is_used;   // something asked for it
    struct number value;
};

// All cells in one array: a fact's number is where its kind starts, plus its index.
void solver_init(struct solver *solver, const struct solver_step steps[FACT_COUNT])
{
    solver->steps = steps;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        solver->starts[i + 1] = solver->starts[i] + steps[i].count(solver);
    }
    solver->cells = arena_array(solver->arena, solver->starts[FACT_COUNT], sizeof *solver->cells);
}

enum outcome outcome_join(enum outcome a, enum outcome b)
{
    if (a == OUTCOME_WAITING || b == OUTCOME_WAITING) {
        return OUTCOME_WAITING;
    }
    return a == OUTCOME_READY ? b : a;
}

// A cell may be on the stack several times; what is done when it comes up is skipped. Numbers of
// cells are 32 bits: each needs bytes of source text, of which there are fewer.
static void push(struct solver *solver, size_t cell)
{
    if (solver->depth == solver->capacity) {
        solver->stack =
            arena_grow(solver->arena, solver->stack, &solver->capacity, sizeof *solver->stack);
    }
    solver->stack[solver->depth++] = (uint32_t)cell;
}

// Eight kinds: a search is not worth its lines.
static enum fact fact_of(const struct solver *solver, size_t cell)
{
    enum fact fact = FACT_CONSTANT;
    assert(cell < solver->starts[FACT_COUNT]);
    while (cell >= solver->starts[fact + 1]) {
        fact++;
    }
    return fact;
}

// What a cell is, in words, and where it was written.
static const char *describe(const struct solver *solver, size_t cell, struct span *span)
{
    enum fact fact = fact_of(solver, cell);
    return solver->steps[fact].describe(solver, cell - solver->starts[fact], span);
}

struct cycle LIST(struct fact_cell);

// The active cells on the stack, from the one that is asked for again: the cycle.
static struct cycle find_cycle(struct solver *solver, size_t asked)
{
    struct cycle cycle = {0};
    size_t at = 0;
    while (solver->stack[at] != asked) {
        at++;
    }
    for (; at < solver->depth; at++) {
        struct fact_cell *cell = &solver->cells[solver->stack[at]];
        bool is_repeated = cycle.count > 0 && cell == cycle.items[0];
        if (cell->state == CELL_ACTIVE && !is_repeated) {
            list_append(solver->arena, &cycle, cell);
        }
    }
    return cycle;
}

// Marks the cells of a cycle; false if one of them is a part of another, which was reported.
static bool mark_cycle(const struct cycle *cycle)
{
    bool is_new = true;
    for_each (cell, cycle) {
        is_new &= !cell->is_cyclic;
        cell->is_cyclic = true;
    }
    return is_new;
}

enum { SHOWN_STEPS = 10 };

// Each cycle is reported once, at the fact that was asked for again, with its steps as notes.
static void report_cycle(struct solver *solver, size_t asked)
{
    if (solver->cells[asked].is_cyclic) {
        return; // so that what asks again and again costs nothing
    }
    struct cycle cycle = find_cycle(solver, asked);
    if (!mark_cycle(&cycle)) {
        return;
    }
    struct span span;
    const char *name = describe(solver, asked, &span);
    struct diagnostic *diagnostic =
        report(solver->diagnostics, CODE_CYCLE, span, "%s depends on itself", name);
    const char *previous = name;
    for (size_t i = 1; i < cycle.count && i <= SHOWN_STEPS; i++) {
        const char *step = describe(solver, (size_t)(cycle.items[i] - solver->cells), &span);
        add_note(diagnostic, span, "%s depends on %s", previous, step);
        previous = step;
    }
    if (cycle.count > SHOWN_STEPS + 1) {
        add_note(diagnostic, (struct span){0}, "and so on, through %zu more",
                 cycle.count - SHOWN_STEPS - 1);
    } else if (cycle.count > 1) {
        add_note(diagnostic, (struct span){0}, "%s depends on %s", previous, name);
    }
}

// The only way in which a step learns a fact.
enum outcome solver_need(struct solver *solver, enum fact fact, size_t index, struct number *value)
{
    size_t at = solver->starts[fact] + index;
    assert(at < solver->starts[fact + 1]);
    struct fact_cell *cell = &solver->cells[at];
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
    case CELL_POISONED:
        return OUTCOME_POISONED;
    }
    return OUTCOME_POISONED;
}

void solver_use(struct solver *solver, enum fact fact, size_t index)
{
    solver->cells[solver->starts[fact] + index].is_used = true;
}

bool solver_is_used(const struct solver *solver, enum fact fact, size_t index)
{
    return solver->cells[solver->starts[fact] + index].is_used;
}

// A step may set other facts than its own, as a run does of its members.
void solver_set(struct solver *solver, enum fact fact, size_t index, struct number value)
{
    assert(solver->starts[fact] + index < solver->starts[fact + 1]);
    struct fact_cell *cell = &solver->cells[solver->starts[fact] + index];
    cell->state = CELL_DONE;
    cell->value = value;
}

void solver_poison(struct solver *solver, enum fact fact, size_t index)
{
    solver->cells[solver->starts[fact] + index].state = CELL_POISONED;
}

bool solver_get(const struct solver *solver, enum fact fact, size_t index, struct number *value)
{
    const struct fact_cell *cell = &solver->cells[solver->starts[fact] + index];
    *value = cell->value;
    return cell->state == CELL_DONE;
}

// The fact on top of the stack is stepped until it is done; what it needs is pushed above it.
static void solve(struct solver *solver, size_t cell)
{
    push(solver, cell);
    while (solver->depth) {
        size_t top = solver->stack[solver->depth - 1];
        struct fact_cell *at = &solver->cells[top];
        if (at->state >= CELL_DONE) {
            solver->depth--;
            continue;
        }
        at->state = CELL_ACTIVE;
        enum fact fact = fact_of(solver, top);
        if (solver->steps[fact].step(solver, top - solver->starts[fact]) == OUTCOME_POISONED) {
            at->state = CELL_POISONED;
        }
    }
}

// In order of kind; the order does not matter to the values, only to which fact of a cycle is
// named.
void solver_run(struct solver *solver)
{
    for (size_t i = 0; i < solver->starts[FACT_COUNT]; i++) {
        solve(solver, i);
    }
}
