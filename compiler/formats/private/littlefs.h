// littlefs, disk versions 2.0 and 2.1. Source: SPEC.md and DESIGN.md of littlefs-project/littlefs.
//
// All integers are little-endian but tags, which are big-endian.
#ifndef FORMATS_LITTLEFS_H
#define FORMATS_LITTLEFS_H

#include "buffer.h"
#include "tree_node.h"

struct decoder;

extern const struct decoder littlefs_decoder;

enum {
    LITTLEFS_BLOCK_MIN = 128,
    LITTLEFS_NAME_MAX = 255, // what littlefs is built for, unless it is told otherwise
    LITTLEFS_FILE_MAX = INT32_MAX,
    LITTLEFS_ATTRIBUTE_MAX = 1022,
    LITTLEFS_VERSION_2_0 = 0x00020000,
    LITTLEFS_VERSION_2_1 = 0x00020001,
};

// A tag: from its highest bit on 1 bit that is zero where the tag is valid, 11 of the type, 10 of
// the id, 10 of the length of the data behind it.
enum littlefs_type {
    LITTLEFS_REGULAR = 0x001, // a name
    LITTLEFS_FOLDER = 0x002,
    LITTLEFS_SUPERBLOCK = 0x0ff,
    LITTLEFS_FOLDER_PAIR = 0x200, // what a name stands for
    LITTLEFS_INLINE = 0x201,
    LITTLEFS_SKIP_LIST = 0x202,
    LITTLEFS_ATTRIBUTE = 0x300, // 256 types of them
    LITTLEFS_CREATE = 0x401,
    LITTLEFS_DELETE = 0x4ff,
    LITTLEFS_CRC = 0x500, // or 0x501
    LITTLEFS_FORWARD_CRC = 0x5ff,
    LITTLEFS_SOFT_TAIL = 0x600,
    LITTLEFS_HARD_TAIL = 0x601,
    LITTLEFS_STATE = 0x7ff,
};

enum {
    LITTLEFS_TAG = 4,         // bytes
    LITTLEFS_NO_ID = 0x3ff,   // of a tag that belongs to no file
    LITTLEFS_DELETED = 0x3ff, // a length: there is no data
    LITTLEFS_LENGTH_MAX = 0x3fe,
};

#define LITTLEFS_MAGIC "littlefs"

/// Sizes are in bytes.
struct littlefs_form {
    uint32_t block;   // at least LITTLEFS_BLOCK_MIN
    uint32_t program; // divides `cache`
    uint32_t cache;   // divides `block`
    uint32_t count;   // of blocks
    uint32_t name;    // the longest name
    uint32_t version;
};

/// A metadata pair: the two blocks `2 * index` and `2 * index + 1`. It lists some of a folder.
struct littlefs_pair {
    const struct tree_node **nodes; // some of the folder's children, in littlefs's order
    size_t count;
    uint32_t index;
    bool is_last; // of its folder
};

/// Where everything goes: the pairs first, folder by folder, those of a folder behind all folders
/// that are met before it (breadth first); then the contents of files, in the same order.
struct littlefs_plan {
    struct littlefs_form form;
    struct LIST(const struct littlefs_pair) pairs;
    struct LIST(const struct littlefs_pair) folders; // the first of each, in that order
    uint64_t blocks;                                 // that it takes; may be more than there are
};

/// Compares names as littlefs does, which stops to look for one where a greater one stands: byte by
/// byte, but a name that begins with another comes before it. (SPEC.md calls that alphabetical;
/// lfs_dir_find_match() in lfs.c has it so.) Below, at or above 0.
int littlefs_compare(const struct tree_node *left, const struct tree_node *right);

/// Whether a pair can list a file or folder at all: a long name needs a block to suit.
bool littlefs_can_list(const struct littlefs_form *form, const struct tree_node *node);

/// The longest name that a pair can list.
uint64_t littlefs_name_limit(const struct littlefs_form *form);

/// Whether a file's content stands with its name.
bool littlefs_is_inline(const struct littlefs_form *form, const struct tree_node *file);

/// The blocks of its own that a file has.
uint64_t littlefs_file_blocks(const struct littlefs_form *form, const struct tree_node *file);

/// Lays out a tree of which littlefs_can_list() every node; no file has more than
/// LITTLEFS_FILE_MAX bytes.
const struct littlefs_plan *littlefs_plan_new(struct arena *arena, struct littlefs_form form,
                                              const struct tree_node *root);

/// Appends the whole image of a tree that was read; `plan->blocks` must be at most
/// `plan->form.count`.
void littlefs_write(const struct littlefs_plan *plan, struct buffer *image);

/// What an image tells of itself.
struct littlefs_image {
    const struct tree_node *root;
    uint32_t version, block, count, name;
    uint32_t used;     // blocks
    uint32_t unerased; // logs behind which there isn't blank storage as their last commit says
};

/// Reads an image: every log, list and content in it. False, and `*error` says what is wrong.
bool littlefs_open(struct arena *arena, const uint8_t *bytes, size_t size,
                   struct littlefs_image *image, const char **error);

/// The same for the table of readers.
const struct tree_node *littlefs_read(struct arena *arena, const uint8_t *bytes, size_t size,
                                      const char **error);

/// Whether this may be a littlefs image.
bool littlefs_probe(const uint8_t *bytes, size_t size);

#endif
