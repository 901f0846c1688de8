// A partition with its place, and how firmware uses it.
#ifndef LAYOUT_PARTITION_H
#define LAYOUT_PARTITION_H

#include "content.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table;

/// How firmware uses a partition; each kind has a C type of its own.
enum partition_kind {
    KIND_DATA,       // bytes
    KIND_APP,        // an application
    KIND_OTA_SLOT,   // an application that OTA updates may replace
    KIND_OTADATA,    // which of them is to be started
    KIND_NVS,        // keys and values
    KIND_FILESYSTEM, // files
    KIND_TABLE,      // a second-level partition table at its start
    KIND_COUNT,
};

/// As a platform says it, "ota_slot".
const char *partition_kind_name(enum partition_kind kind);

/// The kind of this name; false if there is none.
bool partition_kind_find(const char *name, enum partition_kind *kind);

/// What becomes of what a partition holds when a device is flashed or updated.
enum lifetime {
    LIFETIME_DEFAULT,  // kept in updates if firmware writes it, delivered with the release if not
    LIFETIME_PRESERVE, // its image is for blank devices only: nothing else replaces what it holds
    LIFETIME_SCRATCH,  // nobody misses it: it may be erased at any time
};

/// As a schema says it: "preserve", "scratch"; "" for the default.
const char *lifetime_name(enum lifetime lifetime);

struct partition {
    const char *label;
    const char *identifier;    // its name in C, unique among all partitions
    const char *documentation; // null: none
    struct span span;          // of its name
    const struct table *table;

    uint64_t type, subtype;
    const char *type_name;    // as the platform's own tools know it; null: only by number
    const char *subtype_name; // likewise
    const char *family;       // of a numbered subtype, the name before the number; null: none
    uint64_t family_number;   // in its name
    uint64_t family_first;    // the lowest that the family has
    enum partition_kind kind;
    bool is_reserved;  // of a type that the platform keeps for itself
    bool is_encrypted; // by a chip that encrypts its flash, whatever its flags
    bool is_unique;    // of this type and subtype, a table may hold one
    const char *seems; // another type that its label names, as `app.factory`; null: none

    const struct partition *member_before; // the one of its family that it follows; null: none
    uint64_t period; // its family's applications are at one place of each of these; 0: need not
    bool
        is_update_slot; // another of its family is written with their common file: it takes updates

    const struct partition *follows; // the one right after which it is placed; null: none
    bool is_placed; // else the rest of this block is not known, and why was reported
    uint64_t offset;
    uint64_t size;
    uint64_t align;             // of the offset
    uint64_t multiple;          // of the size
    uint64_t boundary;          // it may not cross a multiple of this; 0: it may
    bool only_image_is_bounded; // an app: its type asks that of its image alone

    uint32_t flags;
    uint32_t forbidden; // flags that its type does not allow
    bool is_absent;     // Kconfig switches it off: it keeps its room, but is in no table
    bool is_in_row;     // it has no place of its own: it begins where the one before it ends
    bool is_at_end;     // placed back from the end of its table
    bool is_outside;    // outside the row of partitions: part of the bootloader's own area
    bool is_frozen;
    enum lifetime lifetime;    // of one in a table of a preserved partition: likewise
    uint64_t headroom;         // bytes that an app's image must leave free
    struct span lifetime_span; // of the clause; unknown: none of its own
    struct span headroom_span;
    const char *old_label;                         // null: never renamed
    const struct content *content;                 // null: nothing is generated
    bool lacks_tool;                               // the directory of tools has no program for it
    const struct table *inner;                     // the second-level table at its start, or null
    struct span size_span, offset_span, flag_span; // of what decided them, or of its name
    size_t index;                                  // among all partitions
};

struct partition_list LIST(const struct partition);

#endif
