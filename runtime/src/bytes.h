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

#endif
