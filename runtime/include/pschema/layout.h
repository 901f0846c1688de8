/** @file
 * Whether the partition tables in flash are those that this firmware was compiled for.
 *
 * A header that schemac generates has the layout: for each row of each table, the CRC-32 of its
 * bytes. So the check takes tables of any platform's format, and needs neither a copy of the tables
 * nor a reader of them (which is <pschema/table.h>). It guards against a table and a firmware that
 * do not belong together, not against somebody who makes a table with the same CRCs.
 *
 * Until a check has succeeded, nothing is written to the flash and nothing erased.
 */
#ifndef PSCHEMA_LAYOUT_H
#define PSCHEMA_LAYOUT_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A row of a table. */
struct pschema_layout_row {
    const char
        *label;   /**< of the partition; "(checksum)"; "(end)": the erased row after the last */
    uint32_t crc; /**< pschema_crc32(PSCHEMA_CRC32_START, ...) of the row's bytes */
};

/** A table. */
struct pschema_layout_table {
    struct pschema_partition place;        /**< where it is stored; its label is the table's name */
    uint32_t row_size;                     /**< in bytes, any */
    uint32_t row_count;                    /**< checksum row and blank row included */
    const struct pschema_layout_row *rows; /**< `row_count` of them */
    uint32_t host_offset; /**< of a second-level table: where the partition is that it is in */
    uint32_t host_size;   /**< the size of that partition; 0: a main table */
};

/** All tables of a schema. */
struct pschema_layout {
    uint64_t digest;      /**< schemac's, of places and rows of all tables: tells layouts apart */
    uint32_t table_count; /**< 0: nothing to compare */
    const struct pschema_layout_table *tables; /**< the main one first */
};

/** Where flash differs from a layout; points into the layout. */
struct pschema_difference {
    const struct pschema_layout_table *table; /**< the one that differs */
    const struct pschema_layout_row *row;     /**< the first that differs */
};

/** Compares those tables of the layout that are on this chip with its contents. A main table is
 * read as the bootloader does it, through flash encryption where the back end says that it is on; a
 * second-level one as the partition that it is in.
 *
 * What was found is remembered in `*flash`, which must be in RAM: where the result is PSCHEMA_OK,
 * partitions can be written and erased from then on. That is so on a chip that has none of the
 * tables, too. Where a single second-level table differs and all else is right, the partition that
 * it is in is refused, and all others are not. Whatever else is returned forbids writing and
 * erasing.
 *
 *   - PSCHEMA_ERROR_LAYOUT: a table differs. The first row that does is stored in `*difference`,
 *     unless that is null; otherwise it is left as it was.
 *   - what pschema_read() returns
 *
 * Reads each row once, and writes nothing: a few milliseconds. What is remembered is in RAM alone,
 * so that it is for once at each start, before other tasks use the flash. */
PSCHEMA_CHECKED enum pschema_result pschema_layout_check(struct pschema_flash *flash,
                                                         const struct pschema_layout *layout,
                                                         struct pschema_difference *difference);

/** Allows writing and erasing without a look at the tables in flash: for tools in a factory, which
 * write the tables themselves. */
void pschema_trust_layout(struct pschema_flash *flash, const struct pschema_layout *layout);

#ifdef __cplusplus
}
#endif

#endif
