// The partition table that fits what is in a flash, and how sure that is.
#ifndef FORMATS_PROPOSAL_H
#define FORMATS_PROPOSAL_H

#include "list.h"

#include <stdbool.h>
#include <stdint.h>

/// How sure something is. `certain` is only what a checksum says: of what was found, of a table at
/// its own place. `likely` is what the content says of its partition, which may be a leftover of
/// another layout, and what a schema says that fits. What nothing says is a guess.
enum sureness { SURE_GUESS, SURE_LIKELY, SURE_CERTAIN };

struct proposed_row {
    const char *label;
    const char *type_name; // "data.nvs"
    uint64_t type, subtype;
    uint64_t offset, size; // in bytes
    uint32_t flags;
    const char *evidence; // what is there; null: nothing
    enum sureness of_label, of_type, of_subtype, of_offset, of_size, of_flags;
    const struct proposed_table *inner; // a second-level table at its start; null: none
};

struct proposed_table {
    const char *name;
    uint64_t offset;
    bool has_checksum;
    struct LIST(struct proposed_row) rows; // by offset
};

/// What a proposal is made of.
enum proposal_source {
    PROPOSAL_CONTENT, // what was recognised in the flash
    PROPOSAL_TABLE,   // a table that was found in it
    PROPOSAL_SCHEMA,  // the schema or lock that was given
};

struct proposal {
    enum proposal_source source;
    const char *chip;
    uint64_t flash; // bytes
    enum sureness of_chip, of_flash, of_place;
    uint64_t boot_at; // where a bootloader was found
    bool has_bootloader;
    const struct proposed_table *table; // the main one
    struct text_list remarks;           // for the head of a schema
};

/// "certain", "likely", "guess"
const char *sureness_name(enum sureness sureness);

#endif
