// Names that a schema gives to a number or a text.
#ifndef LAYOUT_CONSTANT_H
#define LAYOUT_CONSTANT_H

#include "number.h"
#include "span.h"

#include <stdbool.h>

struct layout_constant {
    const char *name;
    const char *identifier;
    const char *documentation;
    const char *text; // null: a number
    struct number value;
    bool is_address; // it is written in hex, or made of offsets, and so is shown in hex
    struct span span;
};

#endif
