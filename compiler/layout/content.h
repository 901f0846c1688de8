// What a schema says of a partition's bytes: which generator makes them, and its words and lines.
#ifndef LAYOUT_CONTENT_H
#define LAYOUT_CONTENT_H

#include "list.h"
#include "record.h"
#include "value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct partition;

enum word_type {
    WORD_IS_NAME,
    WORD_IS_STRING,
    WORD_IS_INTEGER,
    WORD_IS_FLOAT,
    WORD_IS_EXPRESSION, // `(E)`, `f(...)`, `-1`
    WORD_IS_RANGE,      // `A .. B`
    WORD_IS_REFERENCE,  // `A.B`
};

/// A word of a generator's arguments or lines.
struct word {
    enum word_type type;
    const char *text; // of a reference: A; of what is not a name or string: as written
    union {
        uint64_t integer;           // of an integer
        const char *second;         // of a reference: B
        const struct value *values; // of an expression: what it is; of a range: both ends
    };
    struct span span;
};

struct word_list LIST(const struct word);
struct content_line_list LIST(const struct content_line);

struct content_line {
    const char *documentation; // null: none
    struct word_list words;    // those that follow the value last
    size_t attribute_count;    // of those
    bool is_secret;            // its value is for nobody to see
    bool has_value;
    struct value value; // none where it has a mistake, which was reported
    struct content_line_list lines;
    bool has_block;
    struct span span;
};

/// Where a partition's bytes come from.
struct content {
    const char *generator;
    const char *type; // of the platform that is called so, as `data.spiffs`; null: none
    struct span name_span;
    struct span span;
    struct word_list arguments;
    struct content_line_list lines; // those that Kconfig switches off are left out
};

#endif
