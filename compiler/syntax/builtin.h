// The schemas that are built into the program: schemas/platforms/.
#ifndef SYNTAX_BUILTIN_H
#define SYNTAX_BUILTIN_H

#include <stddef.h>

struct builtin {
    const char *name; // "esp_idf.pschema"
    const unsigned char *text;
    size_t length;
};

extern const struct builtin builtins[];
extern const size_t builtin_count;

#endif
