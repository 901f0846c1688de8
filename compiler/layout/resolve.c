// From operands to values: a path is looked up, and a text is not a number.
//
// Poison and what waits pass through unchanged: only a value of the wrong kind is reported.
#include "functions.h"

struct operand operand_value(struct evaluation *evaluation, struct operand operand)
{
    return operand.kind == OPERAND_PATH ? path_resolve(evaluation, &operand) : operand;
}

void operand_report_not_integer(struct diagnostics *diagnostics, struct span span, const char *text)
{
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_NOT_INTEGER, span, "a whole number is needed here");
    if (text && *text >= '0' && *text <= '9') {
        add_note(diagnostic, (struct span){0}, "a number is written without quotes: `%s`", text);
    }
}

struct operand operand_integer(struct evaluation *evaluation, struct operand operand)
{
    struct diagnostics *diagnostics = evaluation->solver->diagnostics;
    operand = operand_value(evaluation, operand);
    if (operand.kind == OPERAND_STRING || operand.kind == OPERAND_FLOAT) {
        operand_report_not_integer(diagnostics, operand.span,
                                   operand.kind == OPERAND_STRING ? operand.text : NULL);
        return operand_poison(operand.span);
    }
    return operand;
}
