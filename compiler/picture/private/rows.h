// What is drawn of a layout, whatever the picture is made of.
#ifndef PICTURE_ROWS_H
#define PICTURE_ROWS_H

#include "picture.h"

/// What a row is painted as.
enum row_kind {
    ROW_APP,
    ROW_OTADATA,
    ROW_NVS,
    ROW_FILES,
    ROW_DATA,
    ROW_HOST,     // a partition with a table in it
    ROW_SECTION,  // a table itself
    ROW_RESERVED, // before the table: what the chip and its bootloader take
    ROW_FREE,
    ROW_COUNT,
};

struct picture_row;
struct picture_row_list LIST(const struct picture_row);

/// A part of the flash from one offset to another.
struct picture_row {
    enum row_kind kind;
    const char *name; // in brackets unless it is a partition's label
    const char *type; // "data.nvs"; "" unless it is a partition
    uint64_t offset, size;
    const struct partition *partition; // null: it is none
    const char *documentation;         // on one line; "": none
    const char *flags;                 // "encrypted, frozen"; "": none
    const char *source;                // `from fat "www/"`; "": nothing that is known
    const struct picture_usage *usage; // null: nothing is known
    const struct picture_mark *mark;   // null: nothing is to be said
    struct picture_row_list inner;     // a table in this partition
    bool is_outside;                   // no table says anything of it
};

struct picture_rows {
    const struct layout_flash *flash;
    struct picture_row_list all; // without holes, by offset
};

struct picture_rows_list LIST(const struct picture_rows);

/// What is drawn for a side: one for each flash.
struct picture_rows_list rows_of_side(const struct picture_side *side, struct arena *arena);

/// A side's title: what it has, or the schema's name, revision and variant.
const char *side_title(const struct picture_side *side);

/// "esp32", and "esp32, flash 4M" with the size of the chip's own flash.
const char *side_subtitle(const struct picture_side *side);

/// What stands above a flash: "flash media, 16M"; the chip's own is just "flash, 4M".
const char *flash_title(struct arena *arena, const struct layout_flash *flash);

/// How full a partition is in percent, rounded, but never 0 or 100 for what isn't; above 100 for
/// what does not fit. `usage` is known.
uint64_t usage_percent(const struct picture_usage *usage, uint64_t size);

/// "17%", or "full" and "does not fit"; "" where nothing is known.
const char *usage_text(struct arena *arena, const struct picture_row *row);

/// "4.1K used", rounded up; "" where nothing is known.
const char *usage_bytes(struct arena *arena, const struct picture_row *row);

/// A number of bytes that need not be round: "4.1K".
const char *size_about(struct arena *arena, uint64_t bytes);

#endif
