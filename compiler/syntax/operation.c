// What relations between values mean.
#include "expression.h"

#include <assert.h>

// All operations are listed, so that the compiler names this place when one is added.
bool operation_holds(enum operation relation, int order)
{
    switch (relation) {
    case OPERATION_LESS:
        return order < 0;
    case OPERATION_LESS_EQUAL:
        return order <= 0;
    case OPERATION_GREATER:
        return order > 0;
    case OPERATION_GREATER_EQUAL:
        return order >= 0;
    case OPERATION_EQUAL:
        return order == 0;
    case OPERATION_NOT_EQUAL:
        return order != 0;
    case OPERATION_NONE:
    case OPERATION_ADD:
    case OPERATION_SUBTRACT:
    case OPERATION_MULTIPLY:
    case OPERATION_DIVIDE:
    case OPERATION_REMAINDER:
    case OPERATION_SHIFT_LEFT:
    case OPERATION_SHIFT_RIGHT:
    case OPERATION_AND:
    case OPERATION_OR:
    case OPERATION_EXCLUSIVE_OR:
    case OPERATION_LOGICAL_AND:
    case OPERATION_LOGICAL_OR:
    case OPERATION_PLUS:
    case OPERATION_NEGATE:
    case OPERATION_COMPLEMENT:
    case OPERATION_NOT:
        break;
    }
    assert(false && "a relation");
    return false;
}
