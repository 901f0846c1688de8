// What is drawn of a layout, whatever the picture is made of.
#ifndef PICTURE_ROWS_H
#define PICTURE_ROWS_H

#include "picture.h"

/// What a row is painted as.
enum row_class {
    CLASS_APP,
    CLASS_OTADATA,
    CLASS_NVS,
    CLASS_FILES,
    CLASS_DATA,
    CLASS_HOST,     // a partition with a table in it
    CLASS_SECTION,  // a table itself
    CLASS_RESERVED, // before the table: what the chip and its bootloader take
    CLASS_FREE,
    CLASS_COUNT,
};

/// A part of the flash from one offset to another.
struct row {
    enum row_class class;
    const char *name; // in brackets unless it is a partition's label
    const char *type; // "data.nvs"; "" unless it is a partition
    uint64_t offset, size;
    const struct partition *partition; // null: it is none
    const char *documentation;         // on one line; "": none
    const char *flags;                 // "encrypted, frozen"; "": none
    const char *source;                // `from fat "www/"`; "": nothing that is known
    const struct picture_fill *fill;   // null: nothing is known
    const struct picture_mark *mark;   // null: nothing is to be said
    struct list inner;                 // of struct row: a table in this partition
    bool is_outside;                   // no table says anything of it
};

struct rows {
    const struct layout_flash *flash;
    struct list all; // of struct row, without holes, by offset
};

/// What is drawn for a side: a list of struct rows, one for each flash.
struct list rows_of_side(const struct picture_side *side, struct arena *arena);

/// A side's title: what it has, or the schema's name, revision and variant.
const char *side_title(const struct picture_side *side);

/// "esp32", and "esp32, flash 4M" with the size of the chip's own flash.
const char *side_subtitle(const struct picture_side *side);

/// What stands above a flash: "flash media, 16M"; the chip's own is just "flash, 4M".
const char *flash_title(struct arena *arena, const struct layout_flash *flash);

/// How full a partition is in percent, rounded, but never 0 or 100 for what isn't; above 100 for
/// what does not fit. `fill` is known.
uint64_t fill_percent(const struct picture_fill *fill, uint64_t size);

/// "17%", or "full" and "does not fit"; "" where nothing is known.
const char *fill_text(struct arena *arena, const struct row *row);

/// "4.1K used", rounded up; "" where nothing is known.
const char *fill_bytes(struct arena *arena, const struct row *row);

/// A number of bytes that need not be round: "4.1K".
const char *size_about(struct arena *arena, uint64_t bytes);

#endif
