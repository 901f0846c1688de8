#include <pschema/crc32.h>

/* By half bytes: a table for whole ones would cost more than all the rest of the runtime, and bit
 * by bit takes four times as long. */
uint32_t pschema_crc32(uint32_t crc, const void *data, size_t size)
{
    /* The remainder of each half byte. */
    static const uint32_t remainders[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    const uint8_t *byte = (const uint8_t *)data;
    const uint8_t *end = byte + size;
    crc = ~crc;
    while (byte != end) {
        crc ^= *byte++;
        crc = (crc >> 4) ^ remainders[crc & 15u];
        crc = (crc >> 4) ^ remainders[crc & 15u];
    }
    return ~crc;
}
