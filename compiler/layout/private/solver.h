// Finds facts that need each other: values of constants, places and sizes of partitions.
//
// Each fact is a cell. A cell is computed by a step that asks for what it needs; where that is not
// known yet, it is put on a stack, and the step is taken again later. So a chain of any length
// needs no recursion, and a cell that is asked for while it is being computed is a cycle.
#ifndef LAYOUT_SOLVER_H
#define LAYOUT_SOLVER_H

#include "layout.h"
#include "model.h"

enum fact {
    FACT_CONSTANT,
    FACT_PARAMETER,
    FACT_FLASH_SIZE,
    FACT_FLASH_ERASE,
    FACT_REGION, // where the partitions of a table are
    FACT_SIZE,   // of a partition
    FACT_OFFSET, // of a partition
    FACT_RUN,    // partitions that share the gap that their fills leave
    FACT_COUNT,
};

enum outcome {
    OUTCOME_READY,
    OUTCOME_WAITING,  // for facts that were put on the stack; ask again
    OUTCOME_POISONED, // by a mistake that was reported
};

struct region {
    uint64_t table; // where the table itself is
    uint64_t start, end;
};

/// What a partition's clauses and its type's ask of its place.
struct geometry {
    uint64_t align;    // of a fixed offset
    uint64_t step;     // of an offset that is found
    uint64_t multiple; // of the size
    uint64_t boundary; // 0: may cross anything
    uint64_t fill_limit; // a fill never becomes larger; 0: it may
    uint64_t
        period; // the members of a family are at one place of each multiple of this; 0: of none
};

struct fill_run {
    const struct model_table *table;
    size_t first, last; // in the table's partitions; those at the end and outside are passed over
};

struct operand;
struct solver;

/// One kind of fact.
struct solver_step {
    size_t (*count)(const struct solver *solver); // how many there are
    enum outcome (*step)(struct solver *solver, size_t index);
    // what one is called, and where it was written
    const char *(*describe)(const struct solver *solver, size_t index, struct span *span);
};

struct solver {
    const struct solver_step *steps;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct syntax *syntax;
    const struct model *model;
    const struct invocation *invocation;
    struct fact_cell *cells;
    size_t starts[FACT_COUNT + 1]; // of each kind's cells
    uint32_t *stack;
    size_t depth, capacity;

    struct region *regions;                      // by table
    const struct model_partition **first_at_end; // by table; null where none is there
    struct LIST(const struct fill_run) runs;
    uint32_t *run_of; // by partition: 1 + its run, or 0

    struct map symbols;       // of Kconfig whose values expressions use, by their names
    struct operand *operands; // of the expression that is evaluated
    size_t operand_capacity;
    uint32_t *type_counts; // of partitions, by type and subtype; null until asked for
};

/// What expressions may name beside what the schema declares.
struct environment {
    const char *variable;                    // of a loop; null: none
    const struct model_partition *partition; // that it stands for
    const struct model_table *table;         // what a platform's `table` is; null: nothing
};

/// The two sides of the comparison that an expression ends with, for messages.
struct comparison_sides {
    bool is_known;
    struct number left, right;
};

/// Finds every fact of a model. What can't be found is reported.
void facts_solve(struct solver *solver, const struct model *model, struct syntax *syntax,
                 const struct invocation *invocation);

/// Makes the cells, once all that `count` looks at is set.
void solver_init(struct solver *solver, const struct solver_step steps[FACT_COUNT]);
void solver_run(struct solver *solver);

/// Asks for a fact from within a step.
enum outcome solver_need(struct solver *solver, enum fact fact, size_t index, struct number *value);

/// Whether any expression so far asked for a constant or parameter; of a constant that is a text,
/// whoever finds it says so.
bool solver_is_used(const struct solver *solver, enum fact fact, size_t index);
void solver_use(struct solver *solver, enum fact fact, size_t index);

/// Sets a fact from within a step.
void solver_set(struct solver *solver, enum fact fact, size_t index, struct number value);
void solver_poison(struct solver *solver, enum fact fact, size_t index);

/// A fact, after solver_run; false if it is poisoned.
bool solver_get(const struct solver *solver, enum fact fact, size_t index, struct number *value);

/// Evaluates an expression; `environment` and `comparison` may be null.
enum outcome evaluate(struct solver *solver, const struct expression *expression,
                      const struct environment *environment, struct value *value,
                      struct comparison_sides *comparison);

enum outcome evaluate_integer(struct solver *solver, const struct expression *expression,
                              const struct environment *environment, struct number *number);

/// A number that is not negative; `what` names it in the message otherwise.
enum outcome evaluate_size(struct solver *solver, const struct expression *expression,
                           const char *what, uint64_t *size);

// Steps, one a kind of fact.
enum outcome step_region(struct solver *solver, size_t index);
enum outcome step_size(struct solver *solver, size_t index);
enum outcome step_offset(struct solver *solver, size_t index);
enum outcome step_run(struct solver *solver, size_t index);

/// Of two outcomes the worse; waiting is worst, since more may still be found.
enum outcome outcome_join(enum outcome a, enum outcome b);

#endif
