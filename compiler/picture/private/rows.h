// The rows that a picture of a layout has, whether in a terminal, as SVG or as HTML.
#ifndef PICTURE_ROWS_H
#define PICTURE_ROWS_H

#include "picture.h"

/// What a row is, for its color and the legend.
enum row_kind {
    ROW_APP,
    ROW_OTADATA,
    ROW_NVS,
    ROW_FILES,
    ROW_DATA,
    ROW_HOST,     // a partition that contains a table
    ROW_SECTION,  // a table itself
    ROW_RESERVED, // before the table: the bootloader, and what the chip reserves
    ROW_FREE,
    ROW_COUNT,
};

struct picture_row;
struct picture_row_list LIST(const struct picture_row);

/// A part of the flash from one offset to another.
struct picture_row {
    enum row_kind kind;
    const char *name; // the label of a partition; of anything else, a word in parentheses
    const char *type; // "data.nvs"; "" unless it is a partition
    uint64_t offset, size;
    const struct partition *partition; // null: it is not a partition
    const char *documentation;         // on one line; "": none
    const char *flags;                 // "encrypted, frozen"; "": none
    const char *source;                // `from fat "www/"`; "": unknown
    const struct picture_usage *usage; // null: unknown
    const struct picture_mark *mark;   // null: none
    struct picture_row_list inner;     // a table in this partition
    bool is_outside;                   // not in a table
};

struct picture_rows {
    const struct layout_flash *flash;
    struct picture_row_list all; // without holes, by offset
};

struct picture_rows_list LIST(const struct picture_rows);

/// The rows of a side, for each flash.
struct picture_rows_list rows_of_side(const struct picture_side *side, struct arena *arena);

/// A side's title: what it has, or the schema's name, revision and variant.
const char *side_title(const struct picture_side *side);

/// "esp32", and "esp32, flash 4M" with the size of the chip's own flash.
const char *side_subtitle(const struct picture_side *side);

/// The heading of a flash: "flash media, 16M"; the chip's own is just "flash, 4M".
const char *flash_title(struct arena *arena, const struct layout_flash *flash);

/// The used part of a partition in percent, rounded: 0 only if nothing is used, 100 only if all of
/// it is, up to 1000 for what does not fit. `usage` is known.
uint64_t usage_percent(const struct picture_usage *usage, uint64_t size);

/// "17%", or "over" for what does not fit; "" if unknown.
const char *usage_text(struct arena *arena, const struct picture_row *row);

/// "4.1K used", rounded up; "" if unknown.
const char *usage_bytes(struct arena *arena, const struct picture_row *row);

/// A number of bytes with one decimal, rounded up: "4.1K".
const char *size_about(struct arena *arena, uint64_t bytes);

#endif
