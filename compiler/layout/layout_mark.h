// The mark within an application that names the layout that it was made for. Its format, which
// firmware reads too, is described in runtime/include/pschema/mark.h.
#ifndef LAYOUT_LAYOUT_MARK_H
#define LAYOUT_LAYOUT_MARK_H

#include "buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LAYOUT_MARK_MAGIC = 16, LAYOUT_MARK_SMALLEST = 36, LAYOUT_MARK_VERSION = 1 };

struct layout_mark {
    size_t offset;             // in the bytes that were searched
    size_t length;             // in bytes; of a damaged one, that of the magic
    const char *damage;        // what is wrong with it; null: nothing, and what follows is set
    uint64_t digest;           // of the layout that the application was made for
    size_t count;              // of the layouts that it can migrate a device from
    const uint8_t *migrations; // `count` digests of 8 bytes
};

/// Appends the mark of a layout.
void layout_mark_encode(uint64_t digest, struct buffer *out);

/// Finds the first mark that begins at `from` or after it. Its parts are within the bytes.
bool layout_mark_find(const uint8_t *bytes, size_t size, size_t from, struct layout_mark *mark);

/// One of its migrations' digests.
uint64_t layout_mark_migration(const struct layout_mark *mark, size_t index);

/// Whether it names a layout as its own, or as one that it can migrate a device from.
bool layout_mark_names(const struct layout_mark *mark, uint64_t digest);

#endif
