// The forms in which programmers of flash take an image.
#ifndef FLASH_FORMAT_H
#define FLASH_FORMAT_H

#include "flash.h"

/// A stretch of flash that an image holds.
struct flash_range {
    uint64_t offset;
    uint64_t end;
};

struct flash_range_list LIST(struct flash_range);

struct flash_format {
    const char *name; // for --format
    const char *description;
    const char *suffix; // of files, with its dot
    unsigned unit;      // ranges begin and end at multiples of it, or with the flash
    bool has_addresses; // else it can leave nothing out but the end
    bool has_chip;      // names the chip, so that another flash cannot be meant

    /// Appends ranges.
    void (*write)(const struct flash *flash, const struct flash_range_list *ranges,
                  struct buffer *out);

    /// Whether a file begins as one of this format does. Null: such a file has no marks.
    bool (*probe)(const char *bytes, size_t length);
};

extern const struct flash_format flash_formats[];
extern const size_t flash_format_count;

/// By its name, or by its suffix without the dot; null if there is none.
const struct flash_format *flash_format_find(const char *name);

/// The format whose marks a file has; null if it is of none that has any.
const struct flash_format *flash_format_probe(const struct buffer *file);

/// The format that a path's suffix names; the first of all where it names none.
const struct flash_format *flash_format_of(const char *path);

/// Appends the image. False, and reported, if this format cannot say it.
bool flash_write(const struct flash *flash, const struct flash_format *format, bool is_sparse,
                 struct diagnostics *diagnostics, struct buffer *out);

#endif
