// What a chip's platform says, and the tool that makes tables of CSVs for it.
#ifndef IMPORT_IMPORT_CHIP_H
#define IMPORT_IMPORT_CHIP_H

#include "layout.h"
#include "text.h"

struct importer;

/// What the chip's platform says.
struct import_chip {
    const char *name;
    const struct platform *platform;
    const struct table_format *format; // with a checksum, whatever the platform's default is
    bool has_checksum;                 // by that default
    const struct dialect *dialect;
};

/// What a tool's CSVs mean beyond what its platform says.
struct dialect {
    const char *platform;
    uint64_t app_step, data_step;      // blank offsets are multiples of these
    const char *empty_subtype;         // of data
    uint64_t table_size;               // what the table takes
    const char *boot_at, *recovery_at; // parameters that say where bootloaders are; or null
    bool is_strict;                    // it checks rows against what their types require
};

/// Looks up the chip. False, and reported, if there is none of this name.
bool import_chip_find(struct importer *importer, const char *name, struct import_chip *chip);

/// The number of a type or subtype that the platform's own tools know by a name, without regard to
/// capitals; false, with what is near, if they know none.
bool import_chip_type(const struct import_chip *chip, struct arena *arena, const char *name,
                      uint64_t *number, struct nearest *nearest);
bool import_chip_subtype(const struct import_chip *chip, struct arena *arena, uint64_t type,
                         const char *name, uint64_t *number, struct nearest *nearest);

/// Whether partitions are apps, by the kind of their type.
bool import_chip_is_app(const struct import_chip *chip, uint64_t type);

#endif
