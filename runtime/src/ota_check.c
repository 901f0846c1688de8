/* Whether an application is made for the layout in flash, as the mark in it says.
 *
 * The image is read once, in chunks. Its bytes are compared with the magic one by one: since the
 * first byte of the magic is not repeated in it, a byte that does not match can only begin another
 * one, and no chunk needs to be kept for the next. Where a magic is complete, the mark is read by
 * itself, and then what follows the magic. */
#include <pschema/mark.h>

#include "bytes.h"

#include <pschema/access.h>
#include <pschema/crc32.h>
#include <pschema/layout.h>

enum {
    MAGIC_SIZE = 16,
    VERSION = 1,
    STEP = 8, /* marks are read in steps of a digest */
    HEAD_AT = 16,
    DIGESTS_AT = 24, /* its own, then those of migrations */
    SMALLEST = 36,
    CRC_SIZE = 4,
    PART_SIZE = 128,
    IMAGE_MAGIC = 0xe9,
    LONG_HEADER = 24,
    SHORT_HEADER = 8, /* of an ESP8266 */
    SEGMENT_HEADER = 8
};

/* Inverted: else this would be a mark itself, wherever it is linked. */
static const uint8_t inverted_magic[MAGIC_SIZE] = {0x20, 0xbd, 0xc0, 0x44, 0x70, 0x9b, 0xbc, 0xd4,
                                                   0x41, 0x3a, 0xb6, 0x90, 0x6d, 0xaf, 0x66, 0x6e};

struct search {
    const struct pschema_flash *flash;
    const struct pschema_partition *partition;
    uint32_t end; /* of what is looked through */
    union {
        uint8_t bytes[PART_SIZE];
        uint32_t words[PART_SIZE / 4];
    } read; /* what get() has read */
};

static enum pschema_result get(struct search *search, uint32_t at, uint32_t size)
{
    return pschema_read(search->flash, search->partition, at, search->read.bytes, size);
}

static uint32_t word(const struct search *search, unsigned index)
{
    return pschema_little(search->read.words[index]);
}

/* Follows the segments of an image. One that goes beyond the slot is damaged, but that is for
 * others to find. */
static enum pschema_result find_end(struct search *search)
{
    uint32_t size = search->partition->size;
    uint32_t at = LONG_HEADER;
    unsigned count;
    enum pschema_result result = PSCHEMA_OK;
    search->end = size;
    if (size < LONG_HEADER) {
        return result;
    }
    result = get(search, 0, LONG_HEADER);
    if (result || search->read.bytes[0] != IMAGE_MAGIC) {
        return result;
    }
    /* Where a short header has the address of its first segment, in the memory of an ESP8266, a
     * long one has numbers of pins. */
    if (word(search, 2) - 0x3ff00000u < 0x500000u) {
        at = SHORT_HEADER;
    }
    for (count = search->read.bytes[1]; count; count--) {
        if (size - at < SEGMENT_HEADER) {
            return result;
        }
        result = get(search, at, SEGMENT_HEADER);
        at += SEGMENT_HEADER;
        if (result || word(search, 1) > size - at) {
            return result;
        }
        at += word(search, 1);
    }
    search->end = at;
    return result;
}

/* What a mark says that begins at `at`. */
static enum pschema_result judge(struct search *search, uint32_t at)
{
    uint64_t digest = search->flash->layout->digest;
    enum pschema_result verdict = PSCHEMA_ERROR_OTHER_LAYOUT;
    enum pschema_result result;
    uint32_t crc = PSCHEMA_CRC32_START;
    uint32_t size = search->end - at; /* at first that of what is there */
    uint32_t digests_end = 0;
    uint32_t offset;
    if (size < SMALLEST) {
        return PSCHEMA_ERROR_DAMAGED;
    }
    for (offset = 0; offset < size - CRC_SIZE; offset += STEP) {
        result = get(search, at + offset, STEP);
        if (result) {
            return result;
        }
        crc = pschema_crc32(crc, search->read.bytes, STEP);
        if (offset == HEAD_AT) {
            uint32_t length = word(search, 0) >> 16;
            uint32_t count = word(search, 1);
            digests_end = DIGESTS_AT + (count + 1) * STEP;
            if ((word(search, 0) & 0xffffu) != VERSION || length > size || length < SMALLEST ||
                length % STEP != CRC_SIZE || count > (length - SMALLEST) / STEP) {
                return PSCHEMA_ERROR_DAMAGED;
            }
            size = length;
        }
        if (offset < digests_end && offset >= DIGESTS_AT && word(search, 0) == (uint32_t)digest &&
            word(search, 1) == (uint32_t)(digest >> 32)) {
            verdict = PSCHEMA_OK;
        }
    }
    result = get(search, at + offset, CRC_SIZE);
    if (!result && word(search, 0) != crc) {
        result = PSCHEMA_ERROR_DAMAGED;
    }
    return result ? result : verdict;
}

/* `verdict`: where there is no mark. */
static enum pschema_result look_through(struct search *search, enum pschema_result verdict)
{
    const struct pschema_flash *flash = search->flash;
    unsigned matched = 0;
    uint32_t at = 0;
    while (at < search->end) {
        uint32_t rest = search->end - at;
        uint32_t part = PART_SIZE - at % PART_SIZE;
        const uint8_t *byte = search->read.bytes;
        enum pschema_result result;
        if (part > rest) {
            part = rest;
        }
        result = get(search, at, part);
        if (result) {
            return result;
        }
        for (; part && matched < MAGIC_SIZE; part--, at++) {
            unsigned inverted = *byte++ ^ 0xffu;
            if (inverted != inverted_magic[matched]) {
                matched = 0;
            }
            matched += inverted == inverted_magic[matched];
        }
        if (matched == MAGIC_SIZE) {
            matched = 0;
            result = judge(search, at - MAGIC_SIZE);
            if (result != PSCHEMA_ERROR_OTHER_LAYOUT && result != PSCHEMA_ERROR_DAMAGED) {
                return result;
            }
            if (verdict != PSCHEMA_ERROR_OTHER_LAYOUT) {
                verdict = result;
            }
        }
        if (flash->yield && (at & (flash->erase_size - 1)) == 0) {
            flash->yield(flash->context);
        }
    }
    return verdict;
}

enum pschema_result pschema_ota_check(const struct pschema_flash *flash, struct pschema_app app,
                                      enum pschema_unmarked unmarked)
{
    struct search search;
    enum pschema_result result;
    if (!flash->layout) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    search.flash = flash;
    search.partition = app.partition;
    result = find_end(&search);
    return result ? result
                  : look_through(&search, unmarked == PSCHEMA_UNMARKED_ACCEPTED
                                              ? PSCHEMA_OK
                                              : PSCHEMA_ERROR_NOT_FOUND);
}
