/** @file
 * Reading partition tables in flash, in ESP-IDF's format: rows of 32 bytes, then perhaps a row with
 * the MD5 of those before it, then a blank one. (ESP-IDF:
 * components/bootloader_support/src/flash_partitions.c,
 * components/partition_table/gen_esp32part.py)
 *
 * For firmware that must see what a table lists: partitions that it was not compiled with, another
 * firmware's table. Whether the table is the one it was compiled with, <pschema/layout.h> tells
 * with less code.
 *
 * What is read is checked against the format alone: an entry may have any offset. Access to it is
 * checked as for every partition (<pschema/access.h>).
 */
#ifndef PSCHEMA_TABLE_H
#define PSCHEMA_TABLE_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes that ESP-IDF keeps for a table: at most 95 entries, or 94 and the MD5 row. */
#define PSCHEMA_TABLE_SIZE 0xc00u

/** A table, and how far it was read. The members are the reader's own; the flash must live as long
 * as it. A copy reads on independently. */
struct pschema_table_reader {
    const struct pschema_flash *flash; /**< that it is on */
    struct pschema_partition place;    /**< where the table is stored */
    uint32_t next;                     /**< offset of the next row, from the start of the table */
    uint8_t chip;                      /**< of the entries */
};

/** Begins to read a table on the chip `flash`, of at most `size` bytes from `offset` on: as a rule,
 * PSCHEMA_TABLE_SIZE. `chip` is the one that its entries are on. Reads nothing yet. It is read as
 * the bootloader reads it, through flash encryption where the back end says that it is on. */
void pschema_table_open_at(struct pschema_table_reader *reader, const struct pschema_flash *flash,
                           uint32_t offset, uint32_t size, uint8_t chip);

/** The same for a second-level table. */
void pschema_table_open(struct pschema_table_reader *reader, const struct pschema_flash *flash,
                        struct pschema_table table, uint8_t chip);

/** Reads the next entry: a partition that can be copied freely.
 *
 *   PSCHEMA_ERROR_NOT_FOUND  that was the last; calling again gives the same
 *   PSCHEMA_ERROR_DAMAGED    the row is neither an entry nor an end, or there is room for no more
 *   PSCHEMA_ERROR_RANGE      the table is not within the chip
 *   and what else pschema_read() returns
 */
PSCHEMA_CHECKED enum pschema_result pschema_table_next(struct pschema_table_reader *reader,
                                                       struct pschema_partition *entry);

/** Finds the first entry with this label, wherever the reader is. The same errors. */
PSCHEMA_CHECKED enum pschema_result pschema_table_find(const struct pschema_table_reader *reader,
                                                       const char *label,
                                                       struct pschema_partition *entry);

/** Checks a whole table, wherever the reader is: that it consists of entries, is covered by the MD5
 * row if there is one, and ends with a blank row, as ESP-IDF's bootloader wants it.
 *
 * `*has_checksum` is set to whether there is an MD5 row. Null: there must be one. What is damaged
 * in a table without it shows only where that changes the form of a row.
 *
 *   PSCHEMA_ERROR_NOT_FOUND  no table: the first row is neither an entry nor an MD5 row
 *   PSCHEMA_ERROR_DAMAGED    the table is wrong, or lacks the MD5 row that it must have
 *   what pschema_read() returns
 */
PSCHEMA_CHECKED enum pschema_result pschema_table_verify(const struct pschema_table_reader *reader,
                                                         int *has_checksum);

#ifdef __cplusplus
}
#endif

#endif
