// The log in one block of a littlefs metadata pair, as it is read. Source: SPEC.md, "Directories /
// Metadata pairs", "Metadata tags" and "Metadata types".
#ifndef FORMATS_LITTLEFS_LOG_H
#define FORMATS_LITTLEFS_LOG_H

#include "littlefs.h"

enum { LITTLEFS_PAIR_SIZE = 8, LITTLEFS_STATE_SIZE = 12, LITTLEFS_FIELDS_SIZE = 24 };

/// What the tags of one id come to. The bytes lie in the block.
struct littlefs_entry {
    uint32_t type; // of its name; 0: it has none
    const uint8_t *name;
    uint32_t name_length;
    uint32_t content_type; // 0: it has none
    const uint8_t *content;
    uint32_t content_length;
};

struct littlefs_log {
    uint32_t revision;
    uint32_t end;                    // of its last whole commit; 0: there is none
    struct littlefs_entry **entries; // by id
    size_t count, capacity;
    const uint8_t *tail; // LITTLEFS_PAIR_SIZE bytes; null: none
    bool is_hard;        // the tail goes on with the same folder
    uint8_t state[LITTLEFS_STATE_SIZE];
    bool has_forward_crc; // one of its commits has
    bool is_erased;       // what follows is blank, as its last commit says
};

uint32_t littlefs_get(const uint8_t *bytes);

/// Finds the revision and the end of a block's log.
void littlefs_log_find(const uint8_t *block, uint32_t size, struct littlefs_log *log);

/// Reads a log that has an end. Null; else what is wrong with it, and `*place` where in the block.
const char *littlefs_log_read(struct arena *arena, const uint8_t *block, uint32_t size,
                              struct littlefs_log *log, uint32_t *place);

/// The block size that a superblock tells that begins at `at`; 0 if there is no superblock.
uint32_t littlefs_superblock_block(const uint8_t *bytes, size_t size, size_t at);

#endif
