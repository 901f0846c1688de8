#include <pschema/record.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"
#include "record_job.h"

/* A slot ends with the sequence number, and the checksum over all before it: here, in its last
 * piece. */
enum { CHECKSUM = PSCHEMA_PIECE_SIZE / 4 - 1, SEQUENCE = CHECKSUM - 1 };
#define LAST_SEQUENCE 0xfffffffeu

/* What pschema_crc32() gives for bytes that end with their own CRC. */
#define CRC_OF_WHOLE 0x2144df1cu

/* A slot of the ring. */
struct slot {
    uint32_t sequence; /* that is in it; 0: nothing whole */
    uint32_t sector;   /* its offset in the partition */
    uint32_t offset;   /* in the sector */
};

/* Goes to the next slot, and back to the first after the last: `sector` and `offset` are 0 then.
 * What does not fill a slot at a sector's end is passed. */
static void advance(const struct pschema_record_job *job, const struct pschema_ring_layout *ring,
                    struct slot *slot)
{
    slot->offset += ring->slot_size;
    if (ring->sector_size - slot->offset < ring->slot_size) {
        slot->offset = 0;
        slot->sector += ring->sector_size;
        if (job->where.partition->size - slot->sector < ring->sector_size) {
            slot->sector = 0;
        }
    }
}

static enum pschema_result check_blank(struct pschema_record_job *job,
                                       const struct pschema_ring_layout *ring,
                                       const struct slot *slot)
{
    job->start = slot->sector + slot->offset;
    return pschema_check_blank(job->flash, job->where.partition, job->start, ring->slot_size);
}

/* Finds the slot with the highest sequence number. What is blank in flash is none, whatever it
 * looks like through encryption. */
static enum pschema_result find_latest(struct pschema_record_job *job,
                                       const struct pschema_ring_layout *ring, struct slot *latest)
{
    struct slot slot = {0, 0, 0};
    *latest = slot;
    do {
        enum pschema_result result = check_blank(job, ring, &slot);
        if (result == PSCHEMA_ERROR_NOT_BLANK) {
            result = pschema_job_scan(job, 0, ring->slot_size, PSCHEMA_JOB_READ);
            slot.sequence = job->piece.words[SEQUENCE];
            pschema_to_host(&slot.sequence, sizeof slot.sequence, 0);
            if (job->crc == CRC_OF_WHOLE && slot.sequence > latest->sequence &&
                slot.sequence <= LAST_SEQUENCE) {
                *latest = slot;
            }
        }
        if (result) {
            return result;
        }
        advance(job, ring, &slot);
    } while (slot.sector + slot.offset);
    job->start = latest->sector + latest->offset;
    return PSCHEMA_OK;
}

enum pschema_result pschema_ring_latest(const struct pschema_flash *flash,
                                        const struct pschema_partition *partition,
                                        const struct pschema_ring_layout *ring, void *record)
{
    struct pschema_record_job job;
    struct slot latest;
    enum pschema_result result;
    pschema_job_begin(&job, flash, partition, ring->record, 0, record);
    result = find_latest(&job, ring, &latest);
    if (!result && !latest.sequence) {
        result = PSCHEMA_ERROR_NOT_FOUND;
    }
    return result ? result : pschema_job_load(&job);
}

/* Finds the blank slot after the latest. Those in between were torn. At the end of a sector the
 * next one is erased, which is never the latest one's; it is erased however it looks, for an
 * erasure that was torn can leave it blank, but not for long. */
static enum pschema_result find_next(struct pschema_record_job *job,
                                     const struct pschema_ring_layout *ring, struct slot *slot)
{
    enum pschema_result result;
    do {
        if (slot->sequence) {
            advance(job, ring, slot);
        }
        if (!slot->offset) {
            job->start = slot->sector;
            return pschema_erase(job->flash, job->where, job->start, ring->sector_size);
        }
        result = check_blank(job, ring, slot);
    } while (result == PSCHEMA_ERROR_NOT_BLANK);
    return result;
}

enum pschema_result pschema_ring_append(const struct pschema_flash *flash,
                                        struct pschema_writable where,
                                        const struct pschema_ring_layout *ring, void *record)
{
    struct pschema_record_job job;
    struct slot slot;
    uint32_t last = ring->slot_size - PSCHEMA_PIECE_SIZE;
    enum pschema_result result;
    pschema_job_begin(&job, flash, where.partition, ring->record, 0, record);
    result = pschema_job_seal(&job);
    if (!result && ring->sector_size & (pschema_view(flash, where.partition)->erase_size - 1)) {
        result = PSCHEMA_ERROR_ALIGNMENT;
    }
    if (!result) {
        result = find_latest(&job, ring, &slot);
    }
    if (!result && slot.sequence == LAST_SEQUENCE) {
        result = PSCHEMA_ERROR_SPACE;
    }
    if (!result) {
        result = find_next(&job, ring, &slot);
    }
    if (!result) {
        result = pschema_job_scan(&job, 0, last, PSCHEMA_JOB_WRITE);
    }
    if (!result) {
        uint32_t crc = job.crc;
        uint32_t *words = job.piece.words;
        pschema_ignore(pschema_job_scan(&job, last, ring->slot_size, PSCHEMA_JOB_TAKE));
        words[SEQUENCE] = slot.sequence + 1;
        pschema_to_host(&words[SEQUENCE], sizeof *words, 0);
        words[CHECKSUM] = pschema_crc32(crc, words, CHECKSUM * sizeof *words);
        pschema_to_host(&words[CHECKSUM], sizeof *words, 0);
        result = pschema_write(flash, where, job.start + last, words, PSCHEMA_PIECE_SIZE);
    }
    return result ? result : pschema_sync(flash);
}
