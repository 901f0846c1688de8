// What a chip's platform says, and the tool that makes tables of CSVs for it.
#ifndef IMPORT_FACTS_H
#define IMPORT_FACTS_H

#include "layout.h"
#include "text.h"

struct importer;

/// What the chip's platform says.
struct facts {
    const char *chip;
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
    const char *boot_at, *recovery_at; // parameters that say where bootloaders lie; or null
    bool is_strict;                    // it holds rows against what their types demand
};

/// Looks up the chip. False, and reported, if there is none of this name.
bool facts_find(struct importer *importer, const char *chip, struct facts *facts);

/// The number of a type or subtype that the platform's own tools know by a name, without regard to
/// capitals; false, with what is near, if they know none.
bool facts_type(const struct facts *facts, struct arena *arena, const char *name, uint64_t *number,
                struct nearest *nearest);
bool facts_subtype(const struct facts *facts, struct arena *arena, uint64_t type, const char *name,
                   uint64_t *number, struct nearest *nearest);

/// Whether partitions are apps, by the kind of their type.
bool facts_is_app(const struct facts *facts, uint64_t type);

#endif
