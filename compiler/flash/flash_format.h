// The file formats of flash images: what esptool, OpenOCD, UF2 bootloaders and others read.
#ifndef FLASH_FORMAT_H
#define FLASH_FORMAT_H

#include "flash.h"

/// A stretch of flash that an image contains.
struct flash_range {
    uint64_t offset;
    uint64_t end;
};

struct flash_range_list LIST(struct flash_range);

struct flash_format {
    const char *name; // for --format
    const char *description;
    const char *suffix; // of files, with its dot
    unsigned unit;      // ranges begin and end at multiples of it, or at the end of the flash
    bool has_addresses; // without them, only the end of the flash can be left out
    bool has_chip;      // names the chip, so that it suits the chip's own flash alone

    /// Appends ranges.
    void (*write)(const struct flash *flash, const struct flash_range_list *ranges,
                  struct buffer *out);

    /// Whether a file starts like one of this format. Null: nothing distinguishes such a file.
    bool (*probe)(const char *bytes, size_t length);
};

extern const struct flash_format flash_formats[];
extern const size_t flash_format_count;

/// By its name, or by its suffix without the dot; null if there is none.
const struct flash_format *flash_format_find(const char *name);

/// The format that a file starts like; null if there is none.
const struct flash_format *flash_format_probe(const struct buffer *file);

/// The format that the suffix of a path names; the first one if it names none.
const struct flash_format *flash_format_of(const char *path);

/// Appends the image. False, and reported, if the format cannot express it.
bool flash_write(const struct flash *flash, const struct flash_format *format, bool is_sparse,
                 struct diagnostics *diagnostics, struct buffer *out);

#endif
