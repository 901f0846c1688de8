// Values of expressions.
//
// The terms are in postfix order, so that one loop and a stack of operands do. Every name in an
// expression is asked for, whichever side of a `?:` it is on; mistakes of arithmetic count only
// where their value is used.
#include "functions.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

// A term that is only a word. A name becomes a path, which is looked up once it is complete.
static struct operand word_operand(const struct term *term)
{
    struct operand operand = {.span = term->span, .text = term->text};
    switch (term->kind) {
    case TERM_INTEGER:
        operand.kind = OPERAND_INTEGER;
        operand.number = number_of(term->integer);
        break;
    case TERM_FLOAT:
        operand.kind = OPERAND_FLOAT;
        break;
    case TERM_STRING:
        operand.kind = OPERAND_STRING;
        break;
    case TERM_NAME:
    case TERM_MEMBER:
    case TERM_CALL:
    case TERM_UNARY:
    case TERM_BINARY:
    case TERM_CONDITIONAL:
    case TERM_RANGE:
    case TERM_GROUP:
    case TERM_SYMBOL:
    case TERM_LITERAL:
        operand.kind = OPERAND_PATH;
        break;
    }
    operand.path[0] = term;
    operand.path_length = 1;
    return operand;
}

// `.MEMBER` makes a path longer; only a path can have members.
static struct operand add_member(struct evaluation *evaluation, struct operand operand,
                                 const struct term *term)
{
    if (operand.path_length == 0 || operand.path_length == PATH_LIMIT) {
        report(evaluation->solver->diagnostics, CODE_NOT_A_VALUE, term->span,
               "only partitions, tables and the target have members");
        return operand_poison(term->span);
    }
    assert(operand.path_length < PATH_LIMIT);
    operand.kind = OPERAND_PATH;
    operand.path[operand.path_length++] = term;
    operand.span = term->span;
    return operand;
}

// A failure is not usable, but no mistake yet; see calculate().
static bool is_usable(const struct operand *operand)
{
    return operand->kind == OPERAND_INTEGER;
}

// Of operands of which some are not numbers, the one that the result is, by the order of kinds.
// They are in the order of what has to be known first: waiting goes before poison and failure.
static struct operand unusable(const struct operand *operands, size_t count)
{
    const struct operand *worst = operands;
    for (size_t i = 1; i < count; i++) {
        worst = operands[i].kind > worst->kind ? &operands[i] : worst;
    }
    return *worst;
}

typedef bool (*arithmetic)(struct number a, struct number b, struct number *result);

static const arithmetic operations[] = {
    [OPERATION_ADD] = number_add,
    [OPERATION_SUBTRACT] = number_subtract,
    [OPERATION_MULTIPLY] = number_multiply,
    [OPERATION_DIVIDE] = number_divide,
    [OPERATION_REMAINDER] = number_remainder,
    [OPERATION_SHIFT_LEFT] = number_shift_left,
    [OPERATION_SHIFT_RIGHT] = number_shift_right,
    [OPERATION_AND] = number_and,
    [OPERATION_OR] = number_or,
    [OPERATION_EXCLUSIVE_OR] = number_exclusive_or,
};

// A failure is not reported here: it may be on a side of a condition that does not count. The
// parser makes only operations of the table binary; comparisons and logic were handled before.
static struct operand calculate(struct evaluation *evaluation, const struct term *term,
                                struct number a, struct number b)
{
    enum operation operation = term->operation;
    bool divides = operation == OPERATION_DIVIDE || operation == OPERATION_REMAINDER;
    if (divides && number_is_zero(b)) {
        return operand_failure(evaluation, CODE_DIVISION_BY_ZERO, term->span, "division by zero");
    }
    struct number result;
    if (!operations[operation](a, b, &result)) {
        bool shifts = operation == OPERATION_SHIFT_LEFT || operation == OPERATION_SHIFT_RIGHT;
        bool is_count = shifts && (b.negative || b.magnitude > 63);
        return operand_failure(evaluation, CODE_OVERFLOW, term->span,
                               is_count ? "a shift must be by 0 to 63 bits"
                                        : "the result is out of range (-2^63 to 2^64-1)");
    }
    return operand_number(result, term->span);
}

// By bytes: only equality is asked, so no order of letters matters.
static struct operand compare_texts(const struct term *term, const struct operand *sides)
{
    int order = strcmp(sides[0].text, sides[1].text);
    return operand_number(number_of(operation_holds(term->operation, order)), term->span);
}

// `a && b`, `a || b`: a failure of `b` counts only where `b` decides.
static struct operand logical(struct evaluation *evaluation, const struct term *term,
                              const struct operand *sides)
{
    struct operand a = operand_integer(evaluation, sides[0]);
    struct operand b = operand_integer(evaluation, sides[1]);
    bool deciding = term->operation == OPERATION_LOGICAL_OR;
    if (b.kind == OPERAND_WAITING || !is_usable(&a)) {
        return unusable((struct operand[]){a, b}, 2);
    }
    if (!number_is_zero(a.number) == deciding) {
        return operand_number(number_of(deciding), term->span);
    }
    return is_usable(&b) ? operand_number(number_of(!number_is_zero(b.number)), term->span) : b;
}

// Texts can only be compared for equality. The last comparison is kept for messages.
static struct operand binary(struct evaluation *evaluation, const struct term *term,
                             const struct operand *sides)
{
    enum operation operation = term->operation;
    if (operation == OPERATION_LOGICAL_AND || operation == OPERATION_LOGICAL_OR) {
        return logical(evaluation, term, sides);
    }
    bool is_equality = operation == OPERATION_EQUAL || operation == OPERATION_NOT_EQUAL;
    struct operand values[2] = {operand_value(evaluation, sides[0]),
                                operand_value(evaluation, sides[1])};
    if (is_equality && values[0].kind == OPERAND_STRING && values[1].kind == OPERAND_STRING) {
        return compare_texts(term, values);
    }
    struct operand numbers[2] = {operand_integer(evaluation, values[0]),
                                 operand_integer(evaluation, values[1])};
    if (!is_usable(&numbers[0]) || !is_usable(&numbers[1])) {
        return unusable(numbers, 2);
    }
    if (operation < OPERATION_LESS) {
        return calculate(evaluation, term, numbers[0].number, numbers[1].number);
    }
    evaluation->comparison = (struct comparison_sides){true, numbers[0].number, numbers[1].number};
    int order = number_compare(numbers[0].number, numbers[1].number);
    return operand_number(number_of(operation_holds(operation, order)), term->span);
}

// Two signs cancel each other, so that the text is still one that strtod() reads.
static struct operand negate_float(struct evaluation *evaluation, const struct term *term,
                                   struct operand operand)
{
    bool is_negative = *operand.text == '-';
    if (term->operation == OPERATION_NEGATE) {
        operand.text = is_negative ? operand.text + 1
                                   : arena_format(evaluation->solver->arena, "-%s", operand.text);
    }
    operand.path_length = 0;
    operand.span = term->span;
    return operand;
}

// A sign before a float changes its text: floats are not computed with.
static struct operand unary(struct evaluation *evaluation, const struct term *term,
                            struct operand operand)
{
    bool is_sign = term->operation == OPERATION_NEGATE || term->operation == OPERATION_PLUS;
    if (operand.kind == OPERAND_FLOAT && is_sign) {
        return negate_float(evaluation, term, operand);
    }
    operand = operand_integer(evaluation, operand);
    if (!is_usable(&operand)) {
        return operand;
    }
    struct number result = operand.number;
    bool fits = true;
    if (term->operation == OPERATION_NEGATE) {
        fits = number_negate(operand.number, &result);
    } else if (term->operation == OPERATION_COMPLEMENT) {
        fits = number_complement(operand.number, &result);
    } else if (term->operation == OPERATION_NOT) {
        result = number_of(number_is_zero(operand.number));
    }
    return fits ? operand_number(result, term->span)
                : operand_failure(evaluation, CODE_OVERFLOW, term->span,
                                  "the result is out of range (-2^63 to 2^64-1)");
}

// Both sides are known or awaited, so that asking for what they need does not depend on the way.
static struct operand conditional(struct evaluation *evaluation, const struct operand *operands)
{
    struct operand sides[2] = {operand_value(evaluation, operands[1]),
                               operand_value(evaluation, operands[2])};
    struct operand condition = operand_integer(evaluation, operands[0]);
    if (sides[0].kind == OPERAND_WAITING || sides[1].kind == OPERAND_WAITING) {
        return (struct operand){.kind = OPERAND_WAITING};
    }
    return !is_usable(&condition) ? condition : sides[number_is_zero(condition.number) ? 1 : 0];
}

// How many operands a term takes from the stack.
static size_t operand_count(const struct term *term)
{
    switch (term->kind) {
    case TERM_MEMBER:
    case TERM_UNARY:
    case TERM_GROUP:
        return 1;
    case TERM_BINARY:
    case TERM_RANGE:
        return 2;
    case TERM_CONDITIONAL:
        return 3;
    case TERM_CALL:
        return term->count;
    case TERM_INTEGER:
    case TERM_FLOAT:
    case TERM_STRING:
    case TERM_NAME:
    case TERM_SYMBOL:
    case TERM_LITERAL:
        break;
    }
    return 0;
}

// The result of one term, its operands given in the order in which they were written.
static struct operand apply(struct evaluation *evaluation, const struct term *term,
                            const struct operand *operands)
{
    switch (term->kind) {
    case TERM_MEMBER:
        return add_member(evaluation, operands[0], term);
    case TERM_CALL:
        return function_call(evaluation, term, operands);
    case TERM_UNARY:
        return unary(evaluation, term, operands[0]);
    case TERM_BINARY:
        return binary(evaluation, term, operands);
    case TERM_CONDITIONAL:
        return conditional(evaluation, operands);
    case TERM_GROUP: {
        struct operand inner = operands[0];
        inner.span = term->span;
        inner.path_length = inner.kind == OPERAND_PATH ? inner.path_length : 0;
        return inner;
    }
    case TERM_RANGE:
        report(evaluation->solver->diagnostics, CODE_NOT_A_VALUE, term->span,
               "only the checksum of a record can have a range of fields");
        return operand_poison(term->span);
    case TERM_INTEGER:
    case TERM_FLOAT:
    case TERM_STRING:
    case TERM_NAME:
    case TERM_SYMBOL:
    case TERM_LITERAL:
        break;
    }
    return word_operand(term);
}

// By one operand at a time, and never down: the stack is the solver's, and each expression starts
// at 0.
static void reserve(struct solver *solver, size_t count)
{
    if (count > solver->operand_capacity) {
        solver->operands = arena_grow(solver->arena, solver->operands, &solver->operand_capacity,
                                      sizeof *solver->operands);
    }
}

// Goes on after an operand that waits, so that all facts that an expression needs are asked for at
// once.
static struct operand run(struct evaluation *evaluation, const struct expression *expression)
{
    struct solver *solver = evaluation->solver;
    size_t depth = 0;
    bool is_waiting = false;
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        assert(depth >= operand_count(term));
        depth -= operand_count(term);
        reserve(solver, depth + 1);
        evaluation->comparison.is_known = false;
        struct operand result = apply(evaluation, term, solver->operands + depth);
        is_waiting |= result.kind == OPERAND_WAITING;
        solver->operands[depth++] = result;
    }
    assert(depth == 1); // the parser builds whole expressions
    struct operand result = operand_value(evaluation, solver->operands[0]);
    is_waiting |= result.kind == OPERAND_WAITING;
    return is_waiting ? (struct operand){.kind = OPERAND_WAITING} : result;
}

// A failure is reported here at the latest: its value is used.
enum outcome evaluate(struct solver *solver, const struct expression *expression,
                      const struct environment *environment, struct value *value,
                      struct comparison_sides *comparison)
{
    static const struct environment nothing = {0};
    struct evaluation evaluation = {
        .solver = solver,
        .environment = environment ? environment : &nothing,
    };
    struct operand result = run(&evaluation, expression);
    *value = (struct value){.number = result.number, .text = result.text, .span = expression->span};
    if (comparison) {
        *comparison = evaluation.comparison;
    }
    switch (result.kind) {
    case OPERAND_INTEGER:
        value->kind = VALUE_INTEGER;
        return OUTCOME_READY;
    case OPERAND_STRING:
        value->kind = VALUE_STRING;
        return OUTCOME_READY;
    case OPERAND_FLOAT:
        value->kind = VALUE_FLOAT;
        return OUTCOME_READY;
    case OPERAND_WAITING:
        return OUTCOME_WAITING;
    case OPERAND_FAILURE:
        report(solver->diagnostics, result.failure->code, result.failure->span, "%s",
               result.failure->message);
        return OUTCOME_POISONED;
    case OPERAND_PATH: // was looked up
    case OPERAND_POISON:
        return OUTCOME_POISONED;
    }
    return OUTCOME_POISONED;
}

// For clauses: a text or a float is a mistake of the place where it is written.
enum outcome evaluate_integer(struct solver *solver, const struct expression *expression,
                              const struct environment *environment, struct number *number)
{
    struct value value;
    enum outcome outcome = evaluate(solver, expression, environment, &value, NULL);
    if (outcome == OUTCOME_READY && value.kind != VALUE_INTEGER) {
        operand_report_not_integer(solver->diagnostics, expression->span,
                                   value.kind == VALUE_STRING ? value.text : NULL);
        return OUTCOME_POISONED;
    }
    if (outcome == OUTCOME_READY) {
        *number = value.number;
    }
    return outcome;
}

// Sizes are unsigned from here on; a negative one would be huge.
enum outcome evaluate_size(struct solver *solver, const struct expression *expression,
                           const char *what, uint64_t *size)
{
    struct number number;
    enum outcome outcome = evaluate_integer(solver, expression, NULL, &number);
    if (outcome == OUTCOME_READY && number.negative) {
        report(solver->diagnostics, CODE_NEGATIVE, expression->span,
               "%s cannot be negative; this is %s", what, text_number(solver->arena, number));
        return OUTCOME_POISONED;
    }
    if (outcome == OUTCOME_READY) {
        *size = number.magnitude;
    }
    return outcome;
}
