// The words of 32 bits that digests work on.
#ifndef BASE_DIGEST_WORD_H
#define BASE_DIGEST_WORD_H

#include <stdint.h>

/// To the left; `count` is 1 to 31.
static inline uint32_t word_rotate(uint32_t value, unsigned count)
{
    return value << count | value >> (32 - count);
}

/// To the right, likewise: ROTR of FIPS 180-4.
static inline uint32_t word_turn(uint32_t value, unsigned count)
{
    return value >> count | value << (32 - count);
}

static inline uint32_t word_little(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static inline uint32_t word_big(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           (uint32_t)bytes[3];
}

#endif
