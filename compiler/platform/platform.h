// The platforms that are built into the program: schemas/platforms/.
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

#include "syntax.h"

struct builtin {
    const char *name; // "esp_idf.pschema"
    const uint8_t *text;
    size_t length;
    const uint8_t *tree; // as syntax_pack() makes it of the text
};

extern const struct builtin builtins[];
extern const size_t builtin_count;

/// Takes those of the platforms that have the chips which the files so far ask for.
void platforms_read(struct syntax *syntax);

/// Takes one of the platforms.
const struct syntax_file *platform_read(struct syntax *syntax, size_t index);

#endif
