// A SPIFFS image that is read: its geometry, which is found and not told, and its pages.
#ifndef FORMATS_SPIFFS_IMAGE_H
#define FORMATS_SPIFFS_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spiffs_image {
    const uint8_t *bytes;
    size_t size;
    size_t page;
    size_t block;
    size_t lookup_pages; // of a block
    bool is_big_endian;
};

/// A page that a lookup says is in use.
struct spiffs_page {
    size_t number;
    uint32_t id; // of its object
    uint32_t span;
    bool is_index;
    bool is_begun; // else it is still blank
    bool is_whole; // else it was deleted, or its writing was cut off
    bool is_wrong; // the page itself says that it is of another object
};

/// Where a look at all pages is; begins as zero.
struct spiffs_cursor {
    size_t block;
    size_t entry;
};

uint32_t spiffs_integer(const struct spiffs_image *image, size_t offset, size_t size);

/// The next page that is in use; false behind the last.
bool spiffs_next_page(const struct spiffs_image *image, struct spiffs_cursor *cursor,
                      struct spiffs_page *page);

/// Whether pages are what the lookups say; how many are in use. With a magic, there may be none,
/// and one may be missing.
bool spiffs_is_consistent(const struct spiffs_image *image, bool has_magic, size_t *count);

/// Finds the geometry that an image has: one whose magic is in its blocks or, if there is none,
/// any, with which all that the lookups say is what the pages say. If there are several, it is the
/// one with the most pages in use. False if there is none.
bool spiffs_find_geometry(const uint8_t *bytes, size_t size, struct spiffs_image *image);

#endif
