/* Numbers as bytes in flash. */
#ifndef PSCHEMA_BYTES_H
#define PSCHEMA_BYTES_H

#include <stdint.h>

/* Little-endian, at any address. */
static inline uint32_t pschema_load_u32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static inline void pschema_store_u32(uint8_t *bytes, uint32_t value)
{
    unsigned i;
    for (i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

/* Whether this machine keeps the most significant byte first; compilers fold it. */
static inline int pschema_host_is_big_endian(void)
{
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

/* Where the low `width` bytes of a number are. */
static inline uint8_t *pschema_low_bytes(uint64_t *number, uint32_t width)
{
    return (uint8_t *)number + (pschema_host_is_big_endian() ? sizeof *number - width : 0);
}

/* Turns a number of `width` bytes into one as this machine has it. By bytes: it may be at any
 * address, and 64 bits need no helpers. */
static inline void pschema_to_host(void *number, uint32_t width, int is_big_endian)
{
    uint8_t *low = (uint8_t *)number;
    uint8_t *high = low + width;
    if (is_big_endian != pschema_host_is_big_endian()) {
        while (low < --high) {
            uint8_t byte = *low;
            *low++ = *high;
            *high = byte;
        }
    }
}

/* A word that flash has in little-endian order, as this machine has it; and back. */
static inline uint32_t pschema_little(uint32_t word)
{
    pschema_to_host(&word, sizeof word, 0);
    return word;
}

#endif
