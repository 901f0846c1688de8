// Expressions as they were written: of the language's own, and of Kconfig's within it.
#ifndef SYNTAX_EXPRESSION_H
#define SYNTAX_EXPRESSION_H

#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum term_kind {
    TERM_INTEGER,     // integer
    TERM_FLOAT,       // text, without its `f`
    TERM_STRING,      // text
    TERM_NAME,        // text
    TERM_MEMBER,      // of the value before it: text, or integer where text is null
    TERM_CALL,        // text, of the `count` values before it
    TERM_UNARY,       // operation
    TERM_BINARY,      // operation
    TERM_CONDITIONAL, // of three values
    TERM_RANGE,       // of two values
    TERM_GROUP,       // parentheses around the value before it
    TERM_SYMBOL,      // Kconfig: a symbol, text
    TERM_LITERAL,     // Kconfig: a string or number, text
};

enum operation {
    OPERATION_NONE,
    OPERATION_ADD,
    OPERATION_SUBTRACT,
    OPERATION_MULTIPLY,
    OPERATION_DIVIDE,
    OPERATION_REMAINDER,
    OPERATION_SHIFT_LEFT,
    OPERATION_SHIFT_RIGHT,
    OPERATION_AND,
    OPERATION_OR,
    OPERATION_EXCLUSIVE_OR,
    OPERATION_LESS,
    OPERATION_LESS_EQUAL,
    OPERATION_GREATER,
    OPERATION_GREATER_EQUAL,
    OPERATION_EQUAL,
    OPERATION_NOT_EQUAL,
    OPERATION_LOGICAL_AND,
    OPERATION_LOGICAL_OR,
    OPERATION_PLUS,
    OPERATION_NEGATE,
    OPERATION_COMPLEMENT,
    OPERATION_NOT,
};

/// Whether a relation holds between two values, the first of which is less than, equal to or
/// greater than the second: `order` is below, equal to or above 0.
bool operation_holds(enum operation relation, int order);

struct term {
    enum term_kind kind;
    enum operation operation;
    struct span span; // of the whole part of the expression that ends here
    const char *text; // interned
    uint64_t integer;
    uint32_t count;
    bool is_quoted;
    bool is_number; // of a member: `app.0x10`
};

/// An expression in postfix order: each operation comes after the values that it works on. Long
/// and deep expressions are therefore walked by a loop, never by recursion.
struct expression {
    struct span span;
    const struct term *terms;
    size_t count;
};

#endif
