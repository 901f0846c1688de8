// Intel HEX with extended linear addresses.
//
// Source: Intel, "Hexadecimal Object File Format Specification", revision A, 1988. A record is
// `:LLAAAATT`, its data and a checksum, which makes the sum of its bytes 0; an address has 16 bits,
// and records of type 4 give the upper 16. Here a record has 16 bytes of data, as most programs
// write it, and starts at a multiple of 16 wherever it can, so that none crosses a multiple of 64K.
#include "formats.h"

#include <assert.h>

enum {
    RECORD_SIZE = 16, // data bytes
    LINE_SIZE = 1 + 2 * (1 + 2 + 1 + RECORD_SIZE + 1) + 1,
    WINDOW = 1 << 16, // what 16 bits of address reach
    TYPE_DATA = 0,
    TYPE_END = 1,
    TYPE_UPPER = 4,
    NO_DIGIT = 16,
};

struct ihex {
    char *end; // of what is written
    unsigned sum;
};

static void put_byte(struct ihex *ihex, unsigned byte)
{
    static const char digits[] = "0123456789ABCDEF";
    *ihex->end++ = digits[byte >> 4 & 15];
    *ihex->end++ = digits[byte & 15];
    ihex->sum += byte;
}

// The checksum is the two's complement of the sum, so that all bytes add up to 0.
static void put_record(struct ihex *ihex, unsigned type, unsigned address, const char *bytes,
                       size_t length)
{
    *ihex->end++ = ':';
    ihex->sum = 0;
    put_byte(ihex, (unsigned)length);
    put_byte(ihex, address >> 8 & 0xff);
    put_byte(ihex, address & 0xff);
    put_byte(ihex, type);
    for (size_t i = 0; i < length; i++) {
        put_byte(ihex, (unsigned char)bytes[i]);
    }
    put_byte(ihex, -ihex->sum & 0xff);
    *ihex->end++ = '\n';
}

// Other programs may write digits in lower case.
static unsigned digit_value(char digit)
{
    return digit >= '0' && digit <= '9'   ? (unsigned)(digit - '0')
           : digit >= 'A' && digit <= 'F' ? (unsigned)(digit - 'A') + 10
           : digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10
                                          : NO_DIGIT;
}

// Checks the first record alone: a colon, as many pairs of digits as its length says, the sum 0.
bool ihex_probe(const char *bytes, size_t length)
{
    size_t count = 1 + 2 + 1 + 1; // besides the data
    unsigned sum = 0;
    if (length == 0 || *bytes != ':') {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = 1 + 2 * i;
        unsigned high = at + 1 < length ? digit_value(bytes[at]) : NO_DIGIT;
        unsigned low = high == NO_DIGIT ? NO_DIGIT : digit_value(bytes[at + 1]);
        if (low == NO_DIGIT) {
            return false;
        }
        count += i == 0 ? high << 4 | low : 0;
        sum += high << 4 | low;
    }
    return (sum & 0xff) == 0;
}

// More room than the records of the ranges need.
static size_t room_for(const struct flash_range_list *ranges)
{
    size_t lines = 1;
    for_each (range, ranges) {
        size_t length = (size_t)(range->end - range->offset);
        lines += length / RECORD_SIZE + length / WINDOW + 5; // cut ones at both ends
    }
    return lines * LINE_SIZE;
}

// How much of a range the next record takes: up to the next multiple of its size.
static size_t next_length(uint64_t offset, uint64_t end)
{
    uint64_t stop = size_align_down(offset, RECORD_SIZE) + RECORD_SIZE;
    return (size_t)((stop < end ? stop : end) - offset);
}

void ihex_write(const struct flash *flash, const struct flash_range_list *ranges,
                struct buffer *out)
{
    char *begin = buffer_room(out, room_for(ranges));
    struct ihex ihex = {begin, 0};
    uint64_t upper = 0;
    size_t next = 0;
    for_each (range, ranges) {
        size_t length;
        for (uint64_t at = range->offset; at < range->end; at += length) {
            char bytes[RECORD_SIZE];
            length = next_length(at, range->end);
            if (at / WINDOW != upper) {
                upper = at / WINDOW;
                bytes_put(bytes, upper, 2, true);
                put_record(&ihex, TYPE_UPPER, 0, bytes, 2);
            }
            flash_copy(flash, &next, at, length, bytes);
            put_record(&ihex, TYPE_DATA, (unsigned)(at % WINDOW), bytes, length);
        }
    }
    put_record(&ihex, TYPE_END, 0, NULL, 0);
    *ihex.end = 0;
    assert((size_t)(ihex.end - begin) <= room_for(ranges));
    out->length += (size_t)(ihex.end - begin);
}
