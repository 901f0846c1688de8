/** @file
 * Records: structs of a layout that a schema declares, kept in flash.
 *
 * A generated header holds a constant table with the offset of each field in flash and in its C
 * struct, and functions that load and store one by it; nothing is ever read by casting flash to a
 * struct. Offsets and sizes are in bytes.
 *
 * None of these functions erases, but pschema_ring_append(), and that only a sector that it does
 * not need. The stack that they use does not depend on the record's size. One flash must not be
 * used from two tasks at once unless its back end allows that; none of this is for interrupts.
 */
#ifndef PSCHEMA_RECORD_H
#define PSCHEMA_RECORD_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A field, or an array of fields. In flash, fields follow each other without gaps, from the start
 * of the record to its end. */
struct pschema_record_field {
    uint32_t place; /**< in the struct, as offsetof has it */
    uint32_t count; /**< of values: 1, or the length of an array */
    uint8_t width;  /**< of one value, in bytes: 1, 2, 4 or 8 */
};

/** What whole numbers of the struct must be. These kinds stand in a table in this order:
 *   - a constant, as a magic number and a version are: `low`, with a `length` of 0. A text has one
 *     for each of its characters.
 *   - a checksum: `otherwise` is PSCHEMA_ERROR_DAMAGED; pschema_crc32() from PSCHEMA_CRC32_START on
 *     over the bytes in flash from `low` to before `length`. A sum over others follows them.
 *   - a range: `otherwise` is PSCHEMA_ERROR_VALUE; from `low` to `low` + `length`.
 * Constants and checksums are filled in where a record is stored. */
struct pschema_record_limit {
    uint32_t place;                /**< in the struct, as offsetof has it */
    uint32_t count;                /**< of values: 1, or the length of an array */
    uint8_t width;                 /**< of one value, in bytes: 1, 2, 4 or 8 */
    enum pschema_result otherwise; /**< the result if it is not */
    uint64_t low;                  /**< a negative one modulo 2^(8 * width) */
    uint64_t length;               /**< or the end of what a checksum is over */
};

/** What is to be known of a type of records. `limits` may be null where there are none. */
struct pschema_record_layout {
    uint32_t size;        /**< of a record in flash, 1 at least; they follow each other */
    uint32_t field_count; /**< of `fields`, 1 at least */
    uint32_t limit_count; /**< of `limits` */
    const struct pschema_record_field *fields; /**< in the order of the flash, without gaps */
    const struct pschema_record_limit *limits; /**< constants, checksums, ranges */
    uint8_t is_big_endian;                     /**< all its numbers: 1 or 0 */
};

/** A partition of records that are appended, in sectors that are erased in turn. A slot has the
 * record, padding, a sequence number and a checksum (grammar/LANGUAGE.md, "Rings"). */
struct pschema_ring_layout {
    const struct pschema_record_layout *record; /**< what is in each slot */
    uint32_t sector_size;                       /**< a multiple of the chip's erase size */
    uint32_t slot_size;                         /**< a multiple of PSCHEMA_PROGRAM_SIZE_LIMIT, 32 */
};

/** Fills the struct `record` from record number `index` of a partition, 0 being the first. Where it
 * does not return PSCHEMA_OK, the struct may contain anything; the functions of a generated header
 * put the defaults of the schema there. The checks are made in this order:
 *   PSCHEMA_ERROR_RANGE      so many records do not fit into the partition
 *   PSCHEMA_ERROR_NOT_FOUND  all its bytes are erased: nothing was written here
 *   any                      a constant differs: as the table says, the first one first
 *   PSCHEMA_ERROR_DAMAGED    a checksum does not match
 *   PSCHEMA_ERROR_VALUE      a value is outside of its range
 * and those of pschema_read(). Reads the record twice, in pieces of 32 bytes.
 */
PSCHEMA_CHECKED enum pschema_result
pschema_record_load(const struct pschema_flash *flash, const struct pschema_partition *partition,
                    uint32_t index, const struct pschema_record_layout *layout, void *record);

/** Writes the struct `record` as record number `index`, where the flash is erased. Its constants
 * and checksums are filled in before, in the struct, too. The record must begin with a program
 * unit; what its last one has beyond it is filled with 0xff, so that a record that begins there
 * cannot be stored any more.
 *   PSCHEMA_ERROR_VALUE      a value is outside of its range
 *   PSCHEMA_ERROR_NOT_BLANK  something was written here before: erase the partition first
 *   PSCHEMA_ERROR_ALIGNMENT  it does not begin with a program unit (or NOT_BLANK, if the one before
 *                            it was stored)
 *   and those of pschema_write()
 * The first program unit is written last, when all the others would survive. A loss of power leaves
 * no record, which may not be blank any more, or the whole one. A record that has neither a magic
 * number at its start nor a checksum may be loaded although a part of it is missing.
 * Writes the record once: some 0.1 ms for each 32 bytes. */
PSCHEMA_CHECKED enum pschema_result
pschema_record_store(const struct pschema_flash *flash, struct pschema_writable where,
                     uint32_t index, const struct pschema_record_layout *layout, void *record);

/** Fills the struct `record` from the one that was appended last.
 *   PSCHEMA_ERROR_NOT_FOUND  nothing was appended yet
 *   and the further ones of pschema_record_load()
 * Reads the whole partition once. */
PSCHEMA_CHECKED enum pschema_result pschema_ring_latest(const struct pschema_flash *flash,
                                                        const struct pschema_partition *partition,
                                                        const struct pschema_ring_layout *ring,
                                                        void *record);

/** Appends the struct `record`, whose constants and checksums are filled in before.
 *   PSCHEMA_ERROR_VALUE      a value is outside of its range
 *   PSCHEMA_ERROR_SPACE      there is no higher sequence number (not within a flash's life)
 *   PSCHEMA_ERROR_ALIGNMENT  the chip's erase size does not divide the ring's sectors
 *   and those of pschema_write() and pschema_erase()
 * When it returns PSCHEMA_OK, the record would survive a loss of power, which until then leaves
 * the one before or this one as the latest. Reads the whole partition once, writes a slot, and
 * erases a sector where it is the first of it: some 45 ms for 4K, 400 ms at worst. */
PSCHEMA_CHECKED enum pschema_result pschema_ring_append(const struct pschema_flash *flash,
                                                        struct pschema_writable where,
                                                        const struct pschema_ring_layout *ring,
                                                        void *record);

#ifdef __cplusplus
}
#endif

#endif
