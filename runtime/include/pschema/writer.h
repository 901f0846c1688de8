/* Writing a partition as a stream, from its first byte on.
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
 * Chunks have any size. The writer erases the blocks that a chunk reaches into before it writes
 * them, and no others: what follows the block of the last byte stays as it was. It holds back
 * what does not fill a program unit, so that a chunk can be in flash only when more has followed or
 * the writer has been finished.
 *
 * The struct is the caller's, and has all the state: no memory is allocated, and a writer that is
 * not finished needs no clean-up. While it writes, nobody else may write to its partition.
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

/* To be read only, and only these: `position`, and `limit`, which may also be lowered, though not
 * below `position`. */
struct pschema_writer {
    const struct pschema_flash *flash;
    struct pschema_writable where;
    uint32_t position; /* bytes taken so far; filled up to a program unit when finished */
    uint32_t limit;    /* bytes that may be taken in all: at first the partition's size */
    uint32_t block;    /* that is erased at once, in bytes */
    uint32_t unit;     /* that is programmed at once, in bytes */
    enum pschema_result result;
    uint8_t tail[PSCHEMA_PROGRAM_SIZE_LIMIT]; /* the last (position modulo unit) bytes */
};

/* Begins at the start of the partition. Touches nothing yet.
 *   PSCHEMA_ERROR_CHIP, _READ_ONLY, _ENCRYPTED, _RANGE   as in <pschema/access.h>
 *   PSCHEMA_ERROR_ALIGNMENT   the partition does not begin and end with a block that can be erased
 *   PSCHEMA_ERROR_UNSUPPORTED the program unit is larger than PSCHEMA_PROGRAM_SIZE_LIMIT
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_begin(struct pschema_writer *writer,
                                                         const struct pschema_flash *flash,
                                                         struct pschema_writable where);

/* Writes the next `size` bytes.
 *   PSCHEMA_ERROR_SPACE   they would cross `limit`: nothing of them is written
 *   PSCHEMA_ERROR_STATE   the writer is finished
 *   PSCHEMA_ERROR_FLASH   the back end failed
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_write(struct pschema_writer *writer,
                                                         const void *data, uint32_t size);

/* Writes what is still buffered, padded with 0xff to a program unit, and returns when all would
 * survive a loss of power. The writer can be used again only by beginning anew.
 *   PSCHEMA_ERROR_STATE   it was finished before
 *   PSCHEMA_ERROR_FLASH   the back end failed
 */
PSCHEMA_CHECKED enum pschema_result pschema_writer_finish(struct pschema_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
