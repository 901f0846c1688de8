// Makes the checksums in the logs of a littlefs image right, so that what was changed in them is
// read as if it had been written so.
#ifndef LITTLEFS_SEAL_H
#define LITTLEFS_SEAL_H

#include "digest.h"

#include <stdint.h>
#include <stdlib.h>

static inline uint32_t littlefs_seal_tag(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/// Seals the log at the beginning of a block, as far as it has tags.
static inline void littlefs_seal_block(uint8_t *block, size_t size)
{
    uint32_t previous = UINT32_MAX;
    size_t commit = 0;
    size_t at = 4;
    while (at + 8 <= size) {
        uint32_t tag = littlefs_seal_tag(block + at) ^ previous;
        size_t length = (tag & 0x3ff) == 0x3ff ? 0 : tag & 0x3ff;
        if (tag >> 31 || tag >> 20 == 0 || at + 4 + length > size) {
            return;
        }
        previous = tag;
        if ((tag >> 20 & 0x780) == 0x500 && length >= 4) {
            uint32_t crc = digest_crc32_next(UINT32_MAX, block + commit, at + 4 - commit);
            for (size_t i = 0; i < 4; i++) {
                block[at + 4 + i] = (uint8_t)(crc >> 8 * i);
            }
            commit = at + 4 + length;
            previous ^= (tag >> 20 & 1) << 31;
        }
        at += 4 + length;
    }
}

static inline void littlefs_seal(uint8_t *bytes, size_t size, size_t block)
{
    for (size_t at = 0; block && at + block <= size; at += block) {
        littlefs_seal_block(bytes + at, block);
    }
}

#endif
