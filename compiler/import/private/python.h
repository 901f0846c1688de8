// Spaces and numbers as Python has them: str.strip(), int(text, 0), and gen_esp32part's sizes.
#ifndef IMPORT_PYTHON_H
#define IMPORT_PYTHON_H

#include "number.h"

#include <stddef.h>

enum python_result {
    PYTHON_NUMBER,
    PYTHON_NO_NUMBER,
    PYTHON_LEADING_ZERO, // 010
    PYTHON_TOO_LARGE,
};

/// Takes spaces off both ends of a text, as str.strip() does.
void python_strip(const char **text, size_t *length);

/// Decimal, 0x, 0o and 0b, in either case, with a sign, spaces around it and `_` between digits.
enum python_result python_integer(const char *text, size_t length, struct number *number);

/// The same with any number of K and M after it, in either case.
enum python_result python_size(const char *text, size_t length, struct number *number,
                               size_t *suffixes);

#endif
