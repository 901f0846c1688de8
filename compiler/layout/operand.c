// Making operands. One that is not a value (a failure, a poison, one that waits) takes part in an
// expression like the others: the order of `enum operand_kind` says which of several prevails.
#include "functions.h"

struct operand operand_poison(struct span span)
{
    return (struct operand){.kind = OPERAND_POISON, .span = span};
}

struct operand operand_number(struct number number, struct span span)
{
    return (struct operand){.kind = OPERAND_INTEGER, .number = number, .span = span};
}

// In the arena, since an operand is copied all the time and few of them fail.
struct operand operand_failure(struct evaluation *evaluation, enum code code, struct span span,
                               const char *message)
{
    struct failure *failure = arena_new(evaluation->solver->arena, sizeof *failure);
    *failure = (struct failure){code, span, message};
    return (struct operand){.kind = OPERAND_FAILURE, .failure = failure, .span = span};
}

struct operand operand_outcome(enum outcome outcome, struct number number, struct span span)
{
    return outcome == OUTCOME_READY
               ? operand_number(number, span)
               : (struct operand){.kind =
                                      outcome == OUTCOME_WAITING ? OPERAND_WAITING : OPERAND_POISON,
                                  .span = span};
}
