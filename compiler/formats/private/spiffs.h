// SPIFFS images, as github.com/pellepl/spiffs mounts them with 16-bit ids, spans and page numbers
// (docs/TECH_SPEC, src/spiffs_nucleus.h).
//
// An image is a row of blocks, a block a row of pages. The first pages of a block list the objects
// that its other pages belong to, two bytes a page: the lookup. A file is an object: an index page
// with its size and name and the numbers of its pages, pages with its bytes, and further index
// pages where there are more numbers than one holds.
#ifndef FORMATS_SPIFFS_H
#define FORMATS_SPIFFS_H

#include "file_tree.h"

struct decoder;

extern const struct decoder spiffs_decoder;

enum {
    SPIFFS_MAGIC = 0x20140529, // its low half, with the geometry, is in each block's lookup
    SPIFFS_PAGE_MIN = 64,
    SPIFFS_PAGE_MAX = 32 * 1024,
    SPIFFS_BLOCK_PAGES_MIN = 8,
    SPIFFS_FREE = 0xffff,         // a page that is not in use, in a lookup or an index
    SPIFFS_INDEX = 0x8000,        // added to the id of an object: this is an index page of it
    SPIFFS_FILE = 1,              // the type of an object
    SPIFFS_OBJECT_LIMIT = 0x7ffe, // the highest id
    SPIFFS_PAGE_LIMIT = 0xffff,   // pages of an image
    SPIFFS_HEADER_SIZE = 5,       // of a page: u16 id, u16 span, u8 flags
    SPIFFS_INDEX_START = 8,       // where the first index page of a file goes on, or another's list
    SPIFFS_NAME_START = 13,       // u32 size, u8 type, name, meta data
    SPIFFS_DATA_FLAGS = 0xfc,     // in use, complete
    SPIFFS_INDEX_FLAGS = 0xf8,    // likewise, an index page
};

/// What an image is like; sizes in bytes.
struct spiffs_form {
    uint64_t size;  // of the image, a multiple of `block`
    uint64_t page;  // a power of two
    uint64_t block; // a power of two, at least eight pages
    uint64_t name;  // room for a name, with the slash before and the NUL behind it
    uint64_t meta;  // room for meta data
    bool has_magic;
    bool has_length; // the number of blocks is a part of the magic
    bool is_aligned; // the list of pages behind the name begins at an even offset
    bool is_big_endian;
};

/// How many pages of a block list what is in the others.
uint64_t spiffs_lookup_pages(const struct spiffs_form *form);

/// Where the list of pages begins in the first index page of a file.
uint64_t spiffs_list_start(const struct spiffs_form *form);

/// Adds the pages that the files of a tree take to `*pages`; false if they are beyond counting.
bool spiffs_count(const struct spiffs_form *form, const struct tree_node *root, uint64_t *pages);

/// Appends the image of a tree whose files were read, and fit.
void spiffs_write(const struct spiffs_form *form, const struct tree_node *root,
                  struct buffer *image);

/// Whether this is an image of SPIFFS, of whatever geometry.
bool spiffs_probe(const uint8_t *bytes, size_t size);

/// The files in an image, in folders as the slashes in their names say. Null, and `*error` says
/// why, if it is damaged.
const struct tree_node *spiffs_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                    const char **error);

#endif
