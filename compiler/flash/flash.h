// What is in a flash: pieces of bytes, each at its offset; everything else is erased.
#ifndef FLASH_FLASH_H
#define FLASH_FLASH_H

#include "buffer.h"
#include "layout.h"

struct flash_piece {
    uint64_t offset; // on the flash
    const char *bytes;
    uint64_t length;
    uint64_t room;                     // how much of the flash is its own, from the offset on
    const char *name;                  // as messages say it: "table `main`"
    const struct partition *partition; // whose content it is; null: of none
    const struct table *table;         // that it is; null: it is none
    bool is_secret;
    bool is_encrypted; // it is cipher text
    bool is_written;   // by firmware, too; of NVS and file systems, the partition says that
    struct span span;
};

struct flash {
    const struct layout *layout;
    const struct layout_flash *device;
    uint8_t blank; // what an erased byte is
    struct LIST(const struct flash_piece) pieces;
    bool *is_filled; // of each partition of the layout, once closed: whether it has a piece
    struct arena *arena;
};

/// The flash of a device, with the tables that are stored on it.
void flash_init(struct flash *flash, const struct layout *layout,
                const struct layout_flash *device);

/// Adds a piece, unless it is empty; its bytes must stay where they are.
void flash_add(struct flash *flash, struct flash_piece piece);

/// Puts a file in the place of the table that the schema makes; a second one overlaps the first.
void flash_replace_table(struct flash *flash, struct flash_piece piece);

/// Sorts the pieces by their offsets. False, and reported, if one overlaps another or extends
/// beyond the end of the flash.
bool flash_close(struct flash *flash, struct diagnostics *diagnostics);

/// Whether a partition is on this flash, which is closed, and nothing is in it: no piece, and no
/// table with partitions of its own.
bool flash_is_erased(const struct flash *flash, const struct partition *partition);

/// Whether an offset is in a partition; if that is null, all are.
bool flash_is_within(const struct partition *partition, uint64_t offset);

/// Whether only the owner may read a file with these pieces.
bool flash_is_secret(const struct flash *flash);

/// Copies `length` bytes of a closed flash from an offset on, erased ones included. `*next` is 0 at
/// first, and must be passed on from call to call; offsets never decrease.
void flash_copy(const struct flash *flash, size_t *next, uint64_t offset, size_t length, char *out);

#endif
