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
        job->crc = pschema_crc32(job->crc, job->piece.bytes, size);
        if (verbs & PSCHEMA_JOB_WRITE) {
            result = pschema_write(job->flash, job->where, offset, job->piece.bytes, size);
        }
    }
    if (!result && verbs & PSCHEMA_JOB_WRITE) {
        result = pschema_sync(job->flash);
    }
    return result;
}

uint64_t pschema_job_value(struct pschema_record_job *job, const struct pschema_record_limit *limit)
{
    if (limit->otherwise != PSCHEMA_ERROR_DAMAGED) {
        return limit->low;
    }
    /* Taking from the struct does not fail. */
    pschema_ignore(
        pschema_job_scan(job, (uint32_t)limit->low, (uint32_t)limit->length, PSCHEMA_JOB_TAKE));
    return job->crc;
}

/* A number of `width` bytes in this machine's order; those above it are 0. */
static uint64_t load_number(const void *bytes, uint32_t width)
{
    uint64_t number = 0;
    memcpy(pschema_low_bytes(&number, width), bytes, width);
    return number;
}

/* Counted from the lowest value, without a sign, a value in the range is not above its length:
 * whether the number has a sign does not matter. */
enum pschema_result pschema_job_check(struct pschema_record_job *job)
{
    const struct pschema_record_limit *limit = job->layout->limits;
    uint32_t i;
    for (i = job->layout->limit_count; i; i--, limit++) {
        uint64_t low = pschema_job_value(job, limit);
        uint64_t length = limit->otherwise == PSCHEMA_ERROR_DAMAGED ? 0 : limit->length;
        const uint8_t *value = job->record + limit->place;
        uint32_t count;
        for (count = limit->count; count; count--) {
            uint64_t number = load_number(value, limit->width) - low;
            if (load_number(pschema_low_bytes(&number, limit->width), limit->width) > length) {
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
    return result ? result : pschema_job_check(job);
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
