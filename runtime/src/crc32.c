#include <pschema/crc32.h>

/* Bit by bit: a table would cost more than all the rest of the runtime. */
uint32_t pschema_crc32(uint32_t crc, const void *data, size_t size)
{
    const uint8_t *byte = (const uint8_t *)data;
    const uint8_t *end = byte + size;
    crc = ~crc;
    while (byte != end) {
        unsigned bit;
        crc ^= *byte++;
        for (bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
        }
    }
    return ~crc;
}
