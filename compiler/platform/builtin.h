// The platforms that are built into the program: schemas/platforms/.
#ifndef PLATFORM_BUILTIN_H
#define PLATFORM_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

struct syntax;
struct syntax_file;

struct builtin {
    const char *name; // "esp_idf.pschema"
    const uint8_t *text;
    size_t length;
    const uint8_t *tree; // as syntax_pack() makes it of the text
};

extern const struct builtin builtins[];
extern const size_t builtin_count;

/// Takes those of the platforms that have the chips which the files so far ask for.
void builtins_read(struct syntax *syntax);

/// Takes those that have the chip of this name, which `syntax` interned.
void builtins_read_chip(struct syntax *syntax, const char *name);

/// Takes one of the platforms.
const struct syntax_file *builtin_read(struct syntax *syntax, size_t index);

#endif
