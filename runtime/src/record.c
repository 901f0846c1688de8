#include <pschema/record.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"

#include <string.h>

enum { PIECE_SIZE = 32 };

/* The record that is loaded. */
struct source {
    const struct pschema_flash *flash;
    const struct pschema_partition *partition;
    uint32_t start; /* in the partition */
    uint8_t is_big_endian;
};

struct digest {
    uint32_t crc;
    uint8_t common; /* the bits that all bytes have */
};

static enum pschema_result read_bytes(const struct source *source, uint32_t offset, void *buffer,
                                      uint32_t size)
{
    return pschema_read(source->flash, source->partition, source->start + offset, buffer, size);
}

static enum pschema_result read_digest(const struct source *source, uint32_t from, uint32_t to,
                                       struct digest *digest)
{
    uint8_t piece[PIECE_SIZE];
    uint32_t size, i;
    digest->crc = PSCHEMA_CRC32_START;
    digest->common = 0xff;
    for (; from < to; from += size) {
        enum pschema_result result;
        size = to - from < PIECE_SIZE ? to - from : PIECE_SIZE;
        result = read_bytes(source, from, piece, size);
        if (result) {
            return result;
        }
        digest->crc = pschema_crc32(digest->crc, piece, size);
        for (i = 0; i < size; i++) {
            digest->common &= piece[i];
        }
    }
    return PSCHEMA_OK;
}

/* Where a record begins; if there is none, so late in the partition that it does not fit, so that
 * reading it fails. By subtracting, for a product might wrap. */
static uint32_t find_start(const struct pschema_partition *partition, uint32_t index, uint32_t size)
{
    uint32_t start = 0;
    while (index && partition->size - start >= size) {
        start += size;
        index--;
    }
    return start;
}

/* A record of which nothing was written is none. */
static enum pschema_result check_blank(const struct source *source, uint32_t size)
{
    struct digest digest;
    enum pschema_result result = read_digest(source, 0, size, &digest);
    return !result && digest.common == 0xff ? PSCHEMA_ERROR_NOT_FOUND : result;
}

/* Reads consecutive numbers in this machine's byte order. */
static enum pschema_result read_numbers(const struct source *source, uint32_t offset,
                                        uint32_t width, uint32_t count, void *numbers)
{
    uint8_t *number = (uint8_t *)numbers;
    enum pschema_result result = read_bytes(source, offset, numbers, count * width);
    for (; !result && count; count--) {
        pschema_to_host(number, width, source->is_big_endian);
        number += width;
    }
    return result;
}

static enum pschema_result check_constant(const struct source *source,
                                          const struct pschema_record_constant *constant)
{
    uint8_t number[8] = {0};
    uint32_t low = pschema_host_is_big_endian() ? sizeof number - constant->width : 0;
    enum pschema_result result =
        read_numbers(source, constant->offset, constant->width, 1, number + low);
    if (!result && memcmp(number, &constant->value, sizeof number) != 0) {
        result = constant->otherwise;
    }
    return result;
}

static enum pschema_result check_checksum(const struct source *source,
                                          const struct pschema_record_checksum *checksum)
{
    uint32_t crc;
    struct digest digest;
    enum pschema_result result = read_digest(source, checksum->start, checksum->end, &digest);
    if (!result) {
        result = read_numbers(source, checksum->offset, sizeof crc, 1, &crc);
    }
    if (!result && crc != digest.crc) {
        result = PSCHEMA_ERROR_DAMAGED;
    }
    return result;
}

static enum pschema_result check(const struct source *source,
                                 const struct pschema_record_layout *layout)
{
    uint32_t i;
    enum pschema_result result = check_blank(source, layout->size);
    for (i = 0; !result && i < layout->constant_count; i++) {
        result = check_constant(source, &layout->constants[i]);
    }
    for (i = 0; !result && i < layout->checksum_count; i++) {
        result = check_checksum(source, &layout->checksums[i]);
    }
    return result;
}

enum pschema_result pschema_record_load(const struct pschema_flash *flash,
                                        const struct pschema_partition *partition, uint32_t index,
                                        const struct pschema_record_layout *layout, void *record)
{
    struct source source;
    uint32_t i;
    enum pschema_result result;
    source.flash = flash;
    source.partition = partition;
    source.start = find_start(partition, index, layout->size);
    source.is_big_endian = layout->is_big_endian;
    result = check(&source, layout);
    for (i = 0; !result && i < layout->field_count; i++) {
        const struct pschema_record_field *field = &layout->fields[i];
        result = read_numbers(&source, field->offset, field->width, field->count,
                              (uint8_t *)record + field->place);
    }
    return result;
}
