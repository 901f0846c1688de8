// A value that an expression has, as artifacts need it.
#ifndef LAYOUT_VALUE_H
#define LAYOUT_VALUE_H

#include "number.h"
#include "span.h"

#include <stdbool.h>

enum value_kind { VALUE_NONE, VALUE_INTEGER, VALUE_STRING, VALUE_FLOAT };

struct value {
    enum value_kind kind;
    struct number number;
    const char *text; // of a string; of a float: as written, without its `f`
    struct span span;
};

#endif
