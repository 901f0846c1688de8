#include "tree.h"

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
    default:
        return order != 0;
    }
}
