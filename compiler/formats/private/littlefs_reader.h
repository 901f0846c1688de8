// What reads a littlefs image, on its way.
#ifndef FORMATS_LITTLEFS_READER_H
#define FORMATS_LITTLEFS_READER_H

#include "littlefs_log.h"
#include "nodes.h"

struct littlefs_folder {
    struct LIST(const struct littlefs_log) logs;
    struct tree_node *node; // null: nothing leads to it yet
};

struct littlefs_folder_list LIST(struct littlefs_folder);

struct littlefs_reader {
    struct arena *arena;
    const uint8_t *bytes;
    size_t size;
    struct littlefs_image *image;
    struct nodes nodes;
    uint32_t file_max;
    uint32_t left;       // blocks that nothing uses yet
    bool *is_used;       // by block
    uint32_t *folder_of; // by block: of a folder's first pair, the number of the folder, from 1
    struct littlefs_folder_list folders; // as the list of pairs has them; the root first
    struct littlefs_folder_list open;    // those of them that were met, in that order
    uint8_t state[LITTLEFS_STATE_SIZE];  // of all logs together
    bool has_forward_crc;
    const char *error; // the first; null: none
};

/// Keeps what is wrong at an offset of the image, if it is the first. False.
bool littlefs_fail(struct littlefs_reader *reader, uint64_t offset, const char *what);

uint64_t littlefs_offset(const struct littlefs_reader *reader, const uint8_t *place);
const uint8_t *littlefs_block(const struct littlefs_reader *reader, uint32_t block);

/// Takes a block for a use; false, and kept, if it isn't there or has one. `place` names it.
bool littlefs_claim(struct littlefs_reader *reader, uint32_t block, uint64_t place);

/// Puts the folders into each other, and reads the files. False, and kept, if that can't be.
bool littlefs_read_tree(struct littlefs_reader *reader, struct tree_node *root);

#endif
