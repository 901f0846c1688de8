/* What the functions of <pschema/record.h> share: a record's bytes, as they are in flash, go by in
 * pieces, from flash or from a struct, and to where they are wanted. */
#ifndef PSCHEMA_RECORD_JOB_H
#define PSCHEMA_RECORD_JOB_H

#include <pschema/record.h>

/* Bytes of a piece; a multiple of every program unit. The last one of a slot of a ring ends with
 * the sequence number, and the checksum over all of the slot before it: its last words. */
enum {
    PSCHEMA_PIECE_SIZE = PSCHEMA_PROGRAM_SIZE_LIMIT,
    PSCHEMA_PIECE_CHECKSUM = PSCHEMA_PIECE_SIZE / 4 - 1,
    PSCHEMA_PIECE_SEQUENCE = PSCHEMA_PIECE_CHECKSUM - 1
};

struct pschema_record_job {
    const struct pschema_flash *flash;
    struct pschema_writable where; /* written to only by PSCHEMA_JOB_WRITE */
    const struct pschema_record_layout *layout;
    uint8_t *record;   /* the struct */
    uint32_t start;    /* of the record in the partition */
    uint32_t crc;      /* of all that went by last */
    uint32_t sequence; /* for PSCHEMA_JOB_END */
    union {
        uint8_t bytes[PSCHEMA_PIECE_SIZE];
        uint32_t words[PSCHEMA_PIECE_SIZE / 4]; /* little-endian */
    } piece;
};

/* What a scan does with each piece. */
enum {
    PSCHEMA_JOB_TAKE = 0,  /* takes it from the struct; 0xff after the last field */
    PSCHEMA_JOB_READ = 1,  /* takes it from flash */
    PSCHEMA_JOB_FILL = 2,  /* fills the struct with it */
    PSCHEMA_JOB_WRITE = 4, /* writes it to flash, and syncs after the last */
    PSCHEMA_JOB_END = 8    /* ends the last one as that of a slot, and syncs before it */
};

/* Begins with record `index`; if there is none, so late in the partition that it does not fit, so
 * that reading it fails. */
void pschema_job_begin(struct pschema_record_job *job, const struct pschema_flash *flash,
                       const struct pschema_partition *partition,
                       const struct pschema_record_layout *layout, uint32_t index, void *record);

/* Goes through the bytes from `from` to before `to`, which are multiples of the program unit where
 * they are written. The last piece stays in the job. */
enum pschema_result pschema_job_scan(struct pschema_record_job *job, uint32_t from, uint32_t to,
                                     unsigned verbs);

/* Loads the struct from flash, and checks it. */
enum pschema_result pschema_job_load(struct pschema_record_job *job);

/* Checks the struct. If it `is_sealed`, its constants and checksums are filled in instead. */
enum pschema_result pschema_job_check(struct pschema_record_job *job, unsigned is_sealed);

/* Fills constants and checksums into the struct, and checks it; also, though nothing is written,
 * whether its partition may be. */
enum pschema_result pschema_job_seal(struct pschema_record_job *job);

#endif
