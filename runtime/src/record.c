#include <pschema/record.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"
#include "record_job.h"

#include <string.h>

void pschema_job_begin(struct pschema_record_job *job, const struct pschema_flash *flash,
                       const struct pschema_partition *partition,
                       const struct pschema_record_layout *layout, uint32_t index, void *record)
{
    uint32_t start = 0;
    /* By subtracting, for a product might wrap. */
    for (; index && partition->size - start >= layout->size; index--) {
        start += layout->size;
    }
    job->flash = flash;
    job->where.partition = partition;
    job->layout = layout;
    job->record = (uint8_t *)record;
    job->start = start;
}

/* Copies the bytes of the record from `from` on between the struct and the piece. A number's bytes
 * are in the struct in this machine's order: in the other one, they are `mask` away. */
static void move(struct pschema_record_job *job, uint32_t from, unsigned is_filled)
{
    const struct pschema_record_layout *layout = job->layout;
    const struct pschema_record_field *field = layout->fields;
    uint32_t order = layout->is_big_endian == pschema_host_is_big_endian() ? 0 : 7;
    uint32_t at = 0u - from; /* of the next byte in the piece; where it is too large, it is not */
    uint32_t i;
    for (i = layout->field_count; i; i--, field++) {
        uint8_t *values = job->record + field->place;
        uint32_t mask = order & (field->width - 1u);
        uint32_t length = field->count * field->width;
        uint32_t byte;
        for (byte = 0; byte < length; byte++, at++) {
            if (at >= PSCHEMA_PIECE_SIZE) {
                continue;
            }
            if (is_filled) {
                values[byte ^ mask] = job->piece.bytes[at];
            } else {
                job->piece.bytes[at] = values[byte ^ mask];
            }
        }
    }
}

static void end_slot(struct pschema_record_job *job)
{
    uint32_t *words = job->piece.words;
    words[PSCHEMA_PIECE_SEQUENCE] = job->sequence;
    pschema_to_host(&words[PSCHEMA_PIECE_SEQUENCE], sizeof *words, 0);
    words[PSCHEMA_PIECE_CHECKSUM] =
        pschema_crc32(job->crc, words, PSCHEMA_PIECE_SIZE - sizeof *words);
    pschema_to_host(&words[PSCHEMA_PIECE_CHECKSUM], sizeof *words, 0);
}

enum pschema_result pschema_job_scan(struct pschema_record_job *job, uint32_t from, uint32_t to,
                                     unsigned verbs)
{
    enum pschema_result result = PSCHEMA_OK;
    uint32_t size;
    job->crc = PSCHEMA_CRC32_START;
    for (; !result && from < to; from += size) {
        uint32_t offset = job->start + from;
        size = to - from < PSCHEMA_PIECE_SIZE ? to - from : PSCHEMA_PIECE_SIZE;
        memset(job->piece.bytes, 0xff, PSCHEMA_PIECE_SIZE);
        if (verbs & PSCHEMA_JOB_READ) {
            result = pschema_read(job->flash, job->where.partition, offset, job->piece.bytes, size);
        }
        if (!(verbs & PSCHEMA_JOB_READ) || verbs & PSCHEMA_JOB_FILL) {
            move(job, from, verbs & PSCHEMA_JOB_FILL);
        }
        if (verbs & PSCHEMA_JOB_END && from + size == to) {
            end_slot(job);
            result = pschema_sync(job->flash);
        }
        job->crc = pschema_crc32(job->crc, job->piece.bytes, size);
        if (!result && verbs & PSCHEMA_JOB_WRITE) {
            result = pschema_write(job->flash, job->where, offset, job->piece.bytes, size);
        }
    }
    if (!result && verbs & PSCHEMA_JOB_WRITE) {
        result = pschema_sync(job->flash);
    }
    return result;
}

/* Byte `i` of a number of `width` bytes, counted from the least significant. */
static uint32_t byte_of(const void *number, uint32_t width, uint32_t i)
{
    return ((const uint8_t *)number)[pschema_host_is_big_endian() ? width - 1 - i : i];
}

/* Whether a value, counted from `low` on and modulo 2^(8 * width), is above `length`: subtracts
 * byte by byte, twice, and looks at what is borrowed in the end. */
static uint32_t is_beyond(const uint8_t *value, uint32_t width, const uint64_t *low,
                          const uint64_t *length)
{
    uint32_t counted = 0, left = 0, i;
    for (i = 0; i < width; i++) {
        counted = byte_of(value, width, i) - byte_of(low, 8, i) - (counted >> 31);
        left = byte_of(length, 8, i) - (counted & 0xff) - (left >> 31);
    }
    return left >> 31;
}

/* Counted from the lowest value, without a sign, a value in the range is not above its length:
 * whether the number has a sign does not matter. */
enum pschema_result pschema_job_check(struct pschema_record_job *job, unsigned is_sealed)
{
    const struct pschema_record_limit *limit = job->layout->limits;
    uint32_t i;
    for (i = job->layout->limit_count; i; i--, limit++) {
        uint64_t low = limit->low;
        uint64_t length = limit->length;
        uint8_t *value = job->record + limit->place;
        uint32_t count;
        if (limit->otherwise == PSCHEMA_ERROR_DAMAGED) {
            /* Taking from the struct does not fail. */
            pschema_ignore(
                pschema_job_scan(job, (uint32_t)low, (uint32_t)length, PSCHEMA_JOB_TAKE));
            low = job->crc;
            length = 0;
        }
        if (is_sealed && limit->otherwise != PSCHEMA_ERROR_VALUE) {
            memcpy(value, pschema_low_bytes(&low, limit->width), limit->width);
        }
        for (count = limit->count; count; count--) {
            if (is_beyond(value, limit->width, &low, &length)) {
                return limit->otherwise;
            }
            value += limit->width;
        }
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_job_load(struct pschema_record_job *job)
{
    enum pschema_result result =
        pschema_job_scan(job, 0, job->layout->size, PSCHEMA_JOB_READ | PSCHEMA_JOB_FILL);
    return result ? result : pschema_job_check(job, 0);
}

enum pschema_result pschema_record_load(const struct pschema_flash *flash,
                                        const struct pschema_partition *partition, uint32_t index,
                                        const struct pschema_record_layout *layout, void *record)
{
    struct pschema_record_job job;
    enum pschema_result result;
    pschema_job_begin(&job, flash, partition, layout, index, record);
    result = pschema_check_blank(flash, partition, job.start, layout->size);
    if (result == PSCHEMA_ERROR_NOT_BLANK) {
        return pschema_job_load(&job);
    }
    /* A record of which nothing was written is none. */
    return result ? result : PSCHEMA_ERROR_NOT_FOUND;
}
