// UF2: blocks of 512 bytes, each complete in itself, so that a bootloader can flash them as they
// arrive from a USB drive, in any order.
//
// Source: github.com/microsoft/uf2, README.md. A block has two magic numbers, flags, the address,
// the size of the payload, its number, the count of all blocks, the family of the chip, up to 476
// bytes of payload, and a third magic number. Bootloaders expect 256 bytes of payload.
#include "formats.h"

#include <assert.h>
#include <string.h>

enum {
    BLOCK_SIZE = 512,
    HEAD_SIZE = 32,
    FLAG_FAMILY = 0x2000,
};

static const uint32_t magic_first = 0x0a324655;
static const uint32_t magic_second = 0x9e5d5157;
static const uint32_t magic_last = 0x0ab16f30;

static bool has_number(const char *bytes, uint32_t number)
{
    char wanted[4];
    bytes_put(wanted, number, sizeof wanted, false);
    return memcmp(bytes, wanted, sizeof wanted) == 0;
}

// All three magic numbers: firmware may begin with any bytes, hardly with these.
bool uf2_probe(const char *bytes, size_t length)
{
    return length >= BLOCK_SIZE && has_number(bytes, magic_first) &&
           has_number(bytes + 4, magic_second) && has_number(bytes + BLOCK_SIZE - 4, magic_last);
}

// Ranges begin at multiples of the payload (see find_ranges()); only the last block of one may be
// short.
static size_t count_blocks(const struct flash_range_list *ranges)
{
    size_t count = 0;
    for_each (range, ranges) {
        count += (size_t)((range->end - range->offset + UF2_PAYLOAD - 1) / UF2_PAYLOAD);
    }
    return count;
}

void uf2_write(const struct flash *flash, const struct flash_range_list *ranges, struct buffer *out)
{
    uint64_t family = platform_parameter(flash->layout->platform, "uf2_family");
    size_t count = count_blocks(ranges);
    char *block = buffer_room(out, count * BLOCK_SIZE);
    size_t number = 0;
    size_t next = 0;
    memset(block, 0, count * BLOCK_SIZE + 1); // with the NUL of the buffer
    out->length += count * BLOCK_SIZE;
    for_each (range, ranges) {
        for (uint64_t at = range->offset; at < range->end; at += UF2_PAYLOAD) {
            uint64_t left = range->end - at;
            size_t length = left < UF2_PAYLOAD ? (size_t)left : UF2_PAYLOAD;
            const uint64_t head[] = {magic_first, magic_second, family ? FLAG_FAMILY : 0,
                                     at,          length,       number++,
                                     count,       family};
            for (size_t j = 0; j < sizeof head / sizeof *head; j++) {
                bytes_put(block + 4 * j, head[j], 4, false);
            }
            flash_copy(flash, &next, at, length, block + HEAD_SIZE);
            bytes_put(block + BLOCK_SIZE - 4, magic_last, 4, false);
            block += BLOCK_SIZE;
        }
    }
    assert(number == count); // each block names the count of all
}
