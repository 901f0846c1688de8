/* Loading records: structs of a layout that a schema declares, kept in flash.
 *
 * A generated header holds a constant table with the offset of each field in flash and in its C
 * struct, and a function that loads one by it; nothing is ever read by casting flash to a struct.
 * Offsets and sizes are in bytes.
 */
#ifndef PSCHEMA_RECORD_H
#define PSCHEMA_RECORD_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A field, or an array of fields. `offset` + `count` * `width` is not more than the record's size,
 * and the struct has as much from `place` on. */
struct pschema_record_field {
    uint32_t offset; /* in flash, from the start of the record */
    uint32_t place;  /* in the struct, as offsetof has it */
    uint32_t count;  /* 1: not an array, or an array of one */
    uint8_t width;   /* of one value: 1, 2, 4 or 8 */
};

/* An unsigned number that each record must have: a magic number, a version. */
struct pschema_record_constant {
    uint32_t offset;
    uint8_t width;                 /* 1, 2, 4 or 8 */
    enum pschema_result otherwise; /* the result if it has another number */
    uint64_t value;
};

/* A checksum: pschema_crc32 from PSCHEMA_CRC32_START on over the bytes from `start` to before
 * `end`, in four bytes at `offset`. */
struct pschema_record_checksum {
    uint32_t offset;
    uint32_t start;
    uint32_t end;
};

/* What is to be known of a type of records. The numbers of what it points to may be 0. */
struct pschema_record_layout {
    uint32_t size; /* of a record in flash, 1 at least; they follow each other */
    uint32_t field_count;
    uint32_t constant_count;
    uint32_t checksum_count;
    const struct pschema_record_field *fields;
    const struct pschema_record_constant *constants;
    const struct pschema_record_checksum *checksums;
    uint8_t is_big_endian; /* of all its numbers */
};

/* Fills the struct `record` from record number `index` of a partition, 0 being the first. The
 * checks are made in this order, and nothing is stored unless all are passed:
 *   PSCHEMA_ERROR_RANGE      so many records do not fit into the partition
 *   PSCHEMA_ERROR_NOT_FOUND  all its bytes are 0xff: nothing was written here
 *   any                      a constant differs: as the table says, the first one first
 *   PSCHEMA_ERROR_DAMAGED    a checksum does not match
 * and those of pschema_read, anywhere; a back end that fails while the fields are read, after all
 * the checks, leaves some of them stored. The stack used does not depend on the record's size. */
PSCHEMA_CHECKED enum pschema_result
pschema_record_load(const struct pschema_flash *flash, const struct pschema_partition *partition,
                    uint32_t index, const struct pschema_record_layout *layout, void *record);

#ifdef __cplusplus
}
#endif

#endif
