// Places for values in an image: the fields of a record, or the parameters that a table of types
// lists; and values that are written as text.
#ifndef FORMATS_SLOTS_H
#define FORMATS_SLOTS_H

#include "csv.h"
#include "map.h"
#include "names.h"
#include "number.h"

enum slot_kind {
    SLOT_INTEGER,
    SLOT_FLOAT,
    SLOT_TEXT,
    SLOT_NOTHING,  // the column is there for people, and to pick rows by
    SLOT_CHECKSUM, // found by itself
};

struct slot {
    const char *name;
    const char *type; // "u16", for messages
    enum slot_kind kind;
    struct number low, high; // of an integer
    uint64_t offset;         // in bytes
    uint64_t size;           // of one element, in bytes; of a text, of the whole
    uint64_t count;          // elements; 1 of a text
    bool is_optional;        // it has a value even if none is given
    struct span span;        // where it is declared
    size_t index;
};

struct slot_list LIST(struct slot);

struct slots {
    struct arena *arena;
    struct slot_list items;
    struct names names;
    struct map by_name;
    bool is_big_endian;
};

/// One slot or one of its elements, as `gain` or `gain[2]` names it.
struct target {
    const struct slot *slot; // null: there is none
    uint64_t first, count;   // elements
};

void slots_init(struct slots *slots, struct arena *arena);

/// A new slot of this name, or null where there is one already: `*before`.
struct slot *slots_add(struct slots *slots, const char *name, const struct slot **before);

struct target slots_find(const struct slots *slots, const char *name);

/// What is needed to judge values, and to write them.
struct slot_writer {
    struct diagnostics *diagnostics;
    const struct slots *slots;
    char *bytes; // where the slots' offsets count from; null: only judge
};

/// Writes a value that a cell has as text: for each element one, separated by spaces or `;`, or,
/// with `is_for_all`, one for all. False, and reported at the cell, if it can't be.
bool writer_put(const struct slot_writer *writer, struct target target, const struct csv_cell *cell,
                bool is_for_all);

/// An integer as the language writes it, perhaps with a `-` in front. Null; else why the text is
/// none.
const char *integer_read(struct arena *arena, const char *text, struct number *number);

#endif
