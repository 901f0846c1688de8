/** @file
 * A flash chip, as the runtime reaches it.
 *
 * The functions and the geometry are a back end; those of runtime/port/ fill this struct, and so
 * can a firmware of its own: all that it leaves out must be 0. The struct belongs to the caller,
 * lies in RAM, and must live as long as it is used. The runtime changes `layout` and what follows
 * it alone, in pschema_layout_check() and pschema_trust_layout(), and keeps no state elsewhere.
 *
 * Addresses and sizes are in bytes, from the start of the chip. The runtime calls the functions
 * with ranges within `size`, of one byte at least, aligned as below; they return PSCHEMA_OK or
 * PSCHEMA_ERROR_FLASH.
 *
 * Tasks and interrupts: what one flash is asked to do must not be asked from two tasks at once,
 * unless its back end allows that (ESP-IDF's does). Nothing of the runtime may be called from an
 * interrupt, unless the functions of the back end may.
 *
 * Time: the runtime waits for the back end alone. What that takes, by the data sheets of NOR flash
 * (Winbond W25Q64JV): erasing 4 KiB 45 ms typically and 400 ms at worst, 64 KiB 150 ms and
 * 2 s; writing 256 bytes 0.4 ms and 3 ms; flash within a Cortex-M is of the same order. A chip that
 * is erased cannot be read meanwhile: code that is executed from it stands still.
 */
#ifndef PSCHEMA_FLASH_H
#define PSCHEMA_FLASH_H

#include <pschema/result.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The largest program unit that the runtime can buffer. */
#define PSCHEMA_PROGRAM_SIZE_LIMIT 32u

struct pschema_layout;

/** A chip. */
struct pschema_flash {
    void *context; /**< given to each function */

    uint32_t size;         /**< of the chip */
    uint32_t erase_size;   /**< of the smallest block that can be erased; a power of two */
    uint32_t program_size; /**< writes are multiples of it; a power of two, at most 32 */
    uint8_t chip;          /**< which chip it is: as in the partitions on it; 0: the first */

    /** Reads from any address, any size. */
    enum pschema_result (*read)(void *context, uint32_t address, void *buffer, uint32_t size);

    /** Writes multiples of program_size. Can only clear bits (NOR flash); `data` needs no
     * alignment. One request may be as large as what the caller writes, unless `yield` is set. */
    enum pschema_result (*program)(void *context, uint32_t address, const void *data,
                                   uint32_t size);

    /** Erases multiples of erase_size: sets all bits. One request may be as large as a partition,
     * unless `yield` is set: a back end that must feed a watchdog by itself splits it. */
    enum pschema_result (*erase)(void *context, uint32_t address, uint32_t size);

    /** Makes flash readable as memory, until it is unmapped. Null: it cannot be. */
    enum pschema_result (*map)(void *context, uint32_t address, uint32_t size, const void **memory);

    /** Ends that for `memory`, as map returned it. Null: there is nothing to do. */
    void (*unmap)(void *context, const void *memory);

    /** Returns when what was written before, through `encrypted` too, would survive a loss of
     * power. Null: it always would. */
    enum pschema_result (*sync)(void *context);

    /** Called after each write and erasure, for a watchdog that must be fed or a task that waits
     * for its turn; where it is set, writes and erasures are split so that none is larger than
     * `erase_size`. It must not use this flash. Null: nobody waits. */
    void (*yield)(void *context);

    /** The same chip through its encryption, for partitions that are encrypted: it reads plain text
     * and writes it encrypted. Null: partitions that are encrypted are refused. */
    const struct pschema_flash *encrypted;

    /** Not 0: flash encryption is on, so that applications, partition tables, otadata and the keys
     * of NVS are encrypted, whatever the flags of their partitions are. They are recognised by
     * ESP-IDF's numbers of types. Needs `encrypted`. */
    uint8_t encrypts_system;

    /** The layout that the tables in flash have, set by <pschema/layout.h>. Null: they were not
     * checked, or are others: then nothing is written or erased. */
    const struct pschema_layout *layout;

    /** Where nothing is written or erased all the same: the partition with a second-level table
     * that differs. */
    uint32_t refused_offset;
    uint32_t refused_size; /**< 0: there is none */
};

#ifdef __cplusplus
}
#endif

#endif
