/** @file
 * Writing a partition as a stream, from its first byte on.
 *
 *     struct pschema_writer writer;
 *     enum pschema_result result = pschema_writer_begin(&writer, flash, NAME_logo().writable);
 *     while (result == PSCHEMA_OK && (size = receive(chunk)) > 0) {
 *         result = pschema_writer_write(&writer, chunk, size);
 *     }
 *     if (result == PSCHEMA_OK) {
 *         result = pschema_writer_finish(&writer);
 *     }
 *
 * There are two ways to begin:
 *   - pschema_writer_begin() writes byte after byte. What follows the block of the last one stays
 * as it was. After a loss of power the first blocks are new, one is anything, the rest is old.
 *   - pschema_writer_update() is for what must be whole or not be there at all, such as the image
 * of a file system. Its head, the first PSCHEMA_HEAD_SIZE bytes, is held back and written last, by
 *     finish, and each block is erased before the one before it is written. So flash alone tells,
 *     whenever the power was lost, that an update is unfinished and how far it came:
 *     pschema_writer_resume() goes on with it. One block more than is written may be erased.
 *
 * Chunks have any size. Blocks are erased one at a time, when a chunk reaches into them, so that a
 * chunk of a few KiB waits for one erasure: 45 ms, 400 ms at worst (<pschema/flash.h>). What does
 * not fill PSCHEMA_PROGRAM_SIZE_LIMIT bytes is held back until more has followed or the writer is
 * finished.
 *
 * The struct is the caller's, and has all the state: no memory is allocated, and a writer that is
 * not finished needs no clean-up. While it writes, nobody else may write to its partition; one
 * writer is for one task.
 *
 * An error is final: each further call returns it again and touches nothing. What was written
 * before it is there, in part.
 */
#ifndef PSCHEMA_WRITER_H
#define PSCHEMA_WRITER_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes at the start of an update that are written last; a multiple of every program unit. */
#define PSCHEMA_HEAD_SIZE 32u

/** How large an update is: as it comes. */
#define PSCHEMA_SIZE_UNKNOWN 0u

/** A partition that is written. To be read only, and only these: `position`, and `limit`, which may
 * also be lowered, though not below `position`. */
struct pschema_writer {
    const struct pschema_flash *flash; /**< the chip */
    struct pschema_writable where;     /**< the partition */
    uint32_t position;                 /**< bytes taken so far, of an update from its start on */
    uint32_t limit;  /**< bytes that may be taken in all: at first the partition's size */
    uint32_t block;  /**< bytes that are erased at once */
    uint32_t least;  /**< bytes that there must be when it is finished */
    uint32_t erased; /**< bytes from the start that are erased, or were and are written */
    uint32_t ahead;  /**< bytes that are erased beyond the block that is written: 0, or a block */
    enum pschema_result result;               /**< of all calls so far */
    uint8_t tail[PSCHEMA_PROGRAM_SIZE_LIMIT]; /**< the last bytes that are held back */
    uint8_t head[PSCHEMA_HEAD_SIZE];          /**< the first ones */
};

/** Begins at the start of the partition. Touches nothing yet.
 *   - PSCHEMA_ERROR_CHIP, _READ_ONLY, _LAYOUT, _ENCRYPTED, _RANGE: as in <pschema/access.h>
 *   - PSCHEMA_ERROR_ALIGNMENT: the partition does not begin and end with a block that can be erased
 *   - PSCHEMA_ERROR_UNSUPPORTED: the program unit is larger than PSCHEMA_PROGRAM_SIZE_LIMIT, or
 *     the block that can be erased smaller
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_begin(struct pschema_writer *writer,
                                                         const struct pschema_flash *flash,
                                                         struct pschema_writable where);

/** Begins an update of `size` bytes, or PSCHEMA_SIZE_UNKNOWN. What the partition contained is gone
 * from now on: the first two blocks are erased, after the start of an update that was given up
 * before was overwritten. The errors of pschema_writer_begin(), and
 *   - PSCHEMA_ERROR_SPACE: the partition is smaller than `size`
 *   - PSCHEMA_ERROR_FLASH: the back end failed
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_update(struct pschema_writer *writer,
                                                          const struct pschema_flash *flash,
                                                          struct pschema_writable where,
                                                          uint32_t size);

/** Goes on with an update that was begun and not finished, after a restart. `*position` becomes the
 * byte from which the caller must write: a multiple of the erase block, one or two blocks before
 * where the power was lost, or 0. `head`: the first PSCHEMA_HEAD_SIZE bytes of the update, or all
 * if it has fewer. Touches nothing yet; reads the partition as far as the update came.
 *
 * That it is the same update, flash cannot tell: that is for the caller to know (a version, an
 * ETag), and for a checksum at the end to prove. The errors of pschema_writer_update(), and
 *   - PSCHEMA_ERROR_NOT_FOUND: nothing unfinished is there; begin one. `*position` is as it was
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_resume(struct pschema_writer *writer,
                                                          const struct pschema_flash *flash,
                                                          struct pschema_writable where,
                                                          uint32_t size, const void *head,
                                                          uint32_t *position);

/** Writes the next `size` bytes.
 *   - PSCHEMA_ERROR_SPACE: they would cross `limit`: nothing of them is written
 *   - PSCHEMA_ERROR_STATE: the writer is finished
 *   - PSCHEMA_ERROR_FLASH: the back end failed
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_write(struct pschema_writer *writer,
                                                         const void *data, uint32_t size);

/** Writes what is still held back, padded with 0xff, the head of an update last,
 * and returns when all would survive a loss of power. The writer can be used again only by
 * beginning anew. After a loss of power before that, an update is still unfinished, and can be
 * resumed.
 *   - PSCHEMA_ERROR_STATE: it was finished before; or an update has fewer bytes than was said, or
 *     none: then more may be written still
 *   - PSCHEMA_ERROR_FLASH: the back end failed
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_finish(struct pschema_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
