// A flash, and a table of the partitions in it. Offsets count from the start of the flash.
#ifndef LAYOUT_TABLE_H
#define LAYOUT_TABLE_H

#include "buffer.h"
#include "list.h"
#include "partition.h"
#include "platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The chip's own flash, or another one.
struct layout_flash {
    const char *name;       // null: the chip's own flash
    const char *identifier; // "flash" for that
    uint64_t size;
    uint64_t erase;   // the smallest number of bytes that can be erased
    struct span span; // of its name; unknown for the chip's own
    size_t index;
};

/// Bytes that no partition takes.
struct gap {
    uint64_t offset;
    uint64_t size;
};

struct table {
    const char *name;
    const char *identifier;
    const char *documentation;
    struct span span; // of its name
    const struct layout_flash *flash;
    const struct partition *host;      // the partition that it is in, or null
    const struct table_format *format; // null: it has no binary form
    bool is_placed;
    bool is_misplaced; // in what is not a partition, or on no flash: a mistake that was reported
    bool has_unknown_type; // of one of its partitions: a mistake that was reported
    bool is_absent;        // Kconfig switches the partition off that it is in: nothing is made
    uint64_t offset;       // of the table itself; meaningful with a format
    uint64_t reserve;      // what the table itself takes
    uint64_t start, end;   // where its partitions are
    struct partition_list partitions;      // as written
    struct partition_list places;          // those that are placed, by offset
    struct partition_list rows;            // of these, those that are present: what the table lists
    struct LIST(const struct gap) gaps;    // between start and end
    size_t index;                          // among all tables
    const struct partition *lowest_at_end; // of those that are placed at its end; null: none
};

/// The binary form of a table that has one, without the blank rest. What is in the buffer
/// before would be in its checksum.
void layout_encode_rows(const struct table *table, struct buffer *out);

/// The same with the blank rest: all of the table, as it is in flash.
void layout_encode_table(const struct table *table, struct buffer *out);

#endif
