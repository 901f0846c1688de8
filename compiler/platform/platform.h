// What a chip's vendor fixes, as a value: the types and flags of partitions, the chip's parameters,
// and the binary form of its tables. The schema's target and types amend it; then it is closed.
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

#include "arena.h"
#include "list.h"
#include "number.h"

#include <stdbool.h>
#include <stdint.h>

struct record;

struct platform_subtype {
    const char *name;   // null: a range without names; of a family what comes before the number
    uint64_t low, high; // numbers, both included
    uint64_t first;     // of a family: the number in the name of its lowest
    bool is_family;
    bool is_native;    // the platform's own tools know the name
    bool is_outside;   // its partitions are not part of the row
    bool is_encrypted; // by the chip, if it encrypts its flash; its type may say so, too
    const char *kind;  // "filesystem"; null: it says nothing
};

struct platform_type {
    const char *name;   // null: a range without names
    uint64_t low, high; // numbers, both included
    bool is_native;     // the platform's own tools know the name
    bool is_encrypted;  // by the chip, if it encrypts its flash; subtypes may be, too
    bool is_sized;      // it gives its partitions their size
    const char *kind;   // "app"; null: it says nothing
    struct LIST(const struct platform_subtype) subtypes;
};

/// A fact of the chip, as its platform, the chip and the target set it.
struct platform_parameter {
    const char *name;
    struct number value;
};

struct platform_flag {
    const char *name;
    uint32_t mask;
    bool is_nameless; // the platform has no name for it: it is called by the number of its bit
};

/// The binary form of a table. Sizes are in bytes.
struct table_format {
    const struct record *row;
    const struct record *checksum; // the row after the last, or null
    uint64_t size;                 // of the whole table, filled up with `blank`
    uint64_t spare;                // rows at the end that must stay blank
    uint8_t blank;
};

struct platform {
    const char *name;                              // "esp_idf"
    const char *chip;                              // "esp32"; of a lock perhaps ""
    struct LIST(const struct platform_type) types; // also those of the schema
    struct LIST(const struct platform_parameter) parameters;
    struct LIST(const struct platform_flag) flags;
    struct LIST(const struct record) records; // also those with a mistake
    const struct table_format *format;        // null: tables have no binary form that makes sense
    uint64_t table_at;                        // where the chip looks for its table; 0: not said
    uint64_t erase;                           // the smallest part of its flash that can be erased
};

/// The parameter of this name; null if there is none.
const struct platform_parameter *platform_find_parameter(const struct platform *platform,
                                                         const char *name);

/// Its value; 0 where the platform has none of this name.
uint64_t platform_parameter(const struct platform *platform, const char *name);

/// The flag of this name; null if there is none.
const struct platform_flag *platform_find_flag(const struct platform *platform, const char *name);

/// The record of this name; null if there is none.
const struct record *platform_find_record(const struct platform *platform, const char *name);

/// The type that has a number: one with a name goes before a range. Null if there is none.
const struct platform_type *platform_find_type(const struct platform *platform, uint64_t number);

/// The same for a subtype.
const struct platform_subtype *platform_find_subtype(const struct platform_type *type,
                                                     uint64_t number);

/// What a subtype is called at one of its numbers: "ota_3"; null if it has no name.
const char *platform_subtype_name(struct arena *arena, const struct platform_subtype *subtype,
                                  uint64_t number);

/// "data.nvs", "data.0x42", "0x40.0x1": as much of it by name as is known. With `is_native` only
/// names that the platform's own tools know; else those of the schema go before the platform's.
const char *platform_type_text(struct arena *arena, const struct platform *platform, uint64_t type,
                               uint64_t subtype, bool is_native);

#endif
