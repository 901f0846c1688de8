// Names with a number or text, of the schema and of its platform.
#ifndef LAYOUT_CONSTANT_H
#define LAYOUT_CONSTANT_H

#include "number.h"
#include "span.h"

#include <stdbool.h>
#include <stdint.h>

struct layout_constant {
    const char *name;
    const char *identifier;
    const char *documentation;
    const char *text; // null: a number
    struct number value;
    bool is_address; // it is written in hex, or made of offsets, and so is shown in hex
    struct span span;
};

/// A fact of the chip, as its platform, the chip and the target set it.
struct layout_parameter {
    const char *name;
    struct number value;
};

struct layout_flag {
    const char *name;
    uint32_t mask;
    bool is_nameless; // the platform has no name for it: it is called by the number of its bit
};

#endif
