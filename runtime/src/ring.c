#include <pschema/record.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"
#include "record_job.h"

#include <string.h>

#define LAST_SEQUENCE 0xfffffffeu

/* What pschema_crc32() gives for bytes that end with their own CRC. */
#define CRC_OF_WHOLE 0x2144df1cu

/* What was found in the ring; places are offsets in the partition. */
struct found {
    uint32_t sequence; /* the highest; 0: there is none */
    uint32_t latest;   /* the slot with it */
    uint32_t sector;   /* in which that is */
    uint32_t blank;    /* the first slot after it in that sector that is blank; 0: there is none */
    uint32_t next;     /* the sector after that, the first where there is none */
};

/* Looks at a slot. What is blank in flash is nothing, whatever it looks like through encryption;
 * what is not whole was torn. */
static enum pschema_result look_at_slot(struct pschema_record_job *job,
                                        const struct pschema_ring_layout *ring, uint32_t sector,
                                        struct found *found)
{
    uint32_t sequence;
    enum pschema_result result =
        pschema_check_blank(job->flash, job->where.partition, job->start, ring->slot_size);
    if (!result && sector == found->sector && !found->blank && found->sequence) {
        found->blank = job->start;
    }
    if (result != PSCHEMA_ERROR_NOT_BLANK) {
        return result;
    }
    result = pschema_job_scan(job, 0, ring->slot_size, PSCHEMA_JOB_READ);
    sequence = job->piece.words[PSCHEMA_PIECE_SEQUENCE];
    pschema_to_host(&sequence, sizeof sequence, 0);
    if (job->crc == CRC_OF_WHOLE && sequence > found->sequence && sequence <= LAST_SEQUENCE) {
        found->sequence = sequence;
        found->latest = job->start;
        found->sector = sector;
        found->blank = 0;
        found->next = sector + ring->sector_size;
    }
    return result;
}

/* Reads the whole ring. What does not fill a slot at a sector's end is passed. */
static enum pschema_result find_slots(struct pschema_record_job *job,
                                      const struct pschema_ring_layout *ring, struct found *found)
{
    uint32_t size = job->where.partition->size;
    uint32_t sector;
    memset(found, 0, sizeof *found);
    for (sector = 0; size - sector >= ring->sector_size; sector += ring->sector_size) {
        uint32_t rest = ring->sector_size;
        job->start = sector;
        for (; rest >= ring->slot_size; rest -= ring->slot_size) {
            enum pschema_result result = look_at_slot(job, ring, sector, found);
            if (result) {
                return result;
            }
            job->start += ring->slot_size;
        }
    }
    if (size - found->next < ring->sector_size) {
        found->next = 0;
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_ring_latest(const struct pschema_flash *flash,
                                        const struct pschema_partition *partition,
                                        const struct pschema_ring_layout *ring, void *record)
{
    struct pschema_record_job job;
    struct found found;
    enum pschema_result result;
    pschema_job_begin(&job, flash, partition, ring->record, 0, record);
    result = find_slots(&job, ring, &found);
    if (!result && !found.sequence) {
        result = PSCHEMA_ERROR_NOT_FOUND;
    }
    job.start = found.latest;
    return result ? result : pschema_job_load(&job);
}

/* At the end of a sector the next one is erased, which is never the latest one's. It is erased
 * however it looks: an erasure that was torn can leave it blank, but not for long. */
enum pschema_result pschema_ring_append(const struct pschema_flash *flash,
                                        struct pschema_writable where,
                                        const struct pschema_ring_layout *ring, void *record)
{
    struct pschema_record_job job;
    struct found found;
    enum pschema_result result;
    pschema_job_begin(&job, flash, where.partition, ring->record, 0, record);
    result = pschema_job_seal(&job);
    if (!result && ring->sector_size & (pschema_view(flash, where.partition)->erase_size - 1)) {
        result = PSCHEMA_ERROR_ALIGNMENT;
    }
    if (!result) {
        result = find_slots(&job, ring, &found);
    }
    if (!result && found.sequence == LAST_SEQUENCE) {
        result = PSCHEMA_ERROR_SPACE;
    }
    if (result) {
        return result;
    }
    job.start = found.blank;
    if (!found.blank) {
        job.start = found.next;
        result = pschema_erase(flash, where, job.start, ring->sector_size);
    }
    job.sequence = found.sequence + 1;
    return result ? result
                  : pschema_job_scan(&job, 0, ring->slot_size, PSCHEMA_JOB_WRITE | PSCHEMA_JOB_END);
}
