/** @file
 * Reading, writing and erasing partitions.
 *
 * Every request is checked against the partition and the flash before the back end sees it, without
 * overflow, in this order:
 *   - PSCHEMA_ERROR_CHIP: the partition is on another chip than `flash`
 *   - PSCHEMA_ERROR_READ_ONLY: writing or erasing where the partition's flags forbid it
 *   - PSCHEMA_ERROR_LAYOUT: writing or erasing where the tables in flash were not checked, or
 *     differ: see <pschema/layout.h>
 *   - PSCHEMA_ERROR_ENCRYPTED: the partition is encrypted, and the back end cannot decrypt it
 *   - PSCHEMA_ERROR_RANGE: the range is not within the partition, or the partition not within the
 *     flash
 *   - PSCHEMA_ERROR_ALIGNMENT: writing or erasing what is not aligned
 *
 * A size of 0 is allowed wherever its offset is (the partition's end included), and does nothing.
 * What the back end returns is passed on; a write or erase that failed may have been done in part.
 *
 * Offsets are in bytes, from the start of the partition. What each request takes, and which task
 * may make it, <pschema/flash.h> says.
 */
#ifndef PSCHEMA_ACCESS_H
#define PSCHEMA_ACCESS_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The flash by which a partition is reached, whose geometry is that of the partition: `flash`
 * itself, or its `encrypted` view, which may be null. */
const struct pschema_flash *pschema_view(const struct pschema_flash *flash,
                                         const struct pschema_partition *partition);

/** Whether the tables in flash are known to have this partition where it is: they were checked, and
 * it is not within one that differs. Writing, erasing and NVS ask this; reading does not. */
int pschema_is_settled(const struct pschema_flash *flash,
                       const struct pschema_partition *partition);

/** Reads `size` bytes into `buffer`. */
PSCHEMA_CHECKED enum pschema_result pschema_read(const struct pschema_flash *flash,
                                                 const struct pschema_partition *partition,
                                                 uint32_t offset, void *buffer, uint32_t size);

/** Whether all bytes are erased. That is judged on the chip itself, not through its encryption, in
 * which erased flash reads as noise. Reads up to the first byte that is not 0xff.
 *   - PSCHEMA_ERROR_NOT_BLANK: a byte is not 0xff
 */
PSCHEMA_CHECKED enum pschema_result pschema_check_blank(const struct pschema_flash *flash,
                                                        const struct pschema_partition *partition,
                                                        uint32_t offset, uint32_t size);

/** Writes bytes that are erased already. Offset and size are multiples of the program size.
 * A loss of power leaves any part of them written, and the unit at which it came with any of its
 * bits. 4 KiB take some 7 ms, 50 ms at worst. */
PSCHEMA_CHECKED enum pschema_result pschema_write(const struct pschema_flash *flash,
                                                  struct pschema_writable where, uint32_t offset,
                                                  const void *data, uint32_t size);

/** Erases. Offset and size are multiples of the erase size.
 * A loss of power leaves the blocks before one erased, those after it as they were, and that one
 * with anything, which may be read as erased and not stay so: erase it again. Blocks for all of it,
 * unless `yield` is set: 45 ms for each 4 KiB, 400 ms at worst. */
PSCHEMA_CHECKED enum pschema_result pschema_erase(const struct pschema_flash *flash,
                                                  struct pschema_writable where, uint32_t offset,
                                                  uint32_t size);

/** Makes a part of a partition readable as memory. What `*memory` is set to belongs to the back
 * end; of a size of 0, it is null.
 *   - PSCHEMA_ERROR_UNSUPPORTED: the back end has no such memory
 */
PSCHEMA_CHECKED enum pschema_result pschema_map(const struct pschema_flash *flash,
                                                const struct pschema_partition *partition,
                                                uint32_t offset, uint32_t size,
                                                const void **memory);

/** Ends what pschema_map() of the same flash began: `memory`, as it was returned, is not to be read
 * any more. */
void pschema_unmap(const struct pschema_flash *flash, const void *memory);

/** Returns when all that was written would survive a loss of power. */
PSCHEMA_CHECKED enum pschema_result pschema_sync(const struct pschema_flash *flash);

#ifdef __cplusplus
}
#endif

#endif
