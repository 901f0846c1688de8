/** @file
 * A NOR flash that is simulated in memory, with its rules, its wear and its accidents.
 *
 * It does what the chip does: writing only clears bits, erasing is by blocks, both only as aligned.
 * What the chip would suffer in silence is counted: a program that is right leaves `violations` and
 * `strays` at 0. The power can be cut at any operation, before it, in its midst, or so that what
 * was written since the last sync arrives in part and in any order; after that everything fails
 * until the power is back.
 *
 * Not simulated: bits that a torn operation left so weak that they are read now so, now so.
 *
 * All memory is the caller's. Deterministic: the same seed gives the same accidents. Freestanding
 * C99.
 */
#ifndef PSCHEMA_SIMULATOR_H
#define PSCHEMA_SIMULATOR_H

#include <pschema/flash.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What remains of the operation during which the power was cut. */
enum pschema_tear {
    PSCHEMA_TEAR_NOTHING, /**< it was not begun */
    PSCHEMA_TEAR_PREFIX,  /**< its first half, in whole program units */
    PSCHEMA_TEAR_UNITS,   /**< any of its program units */
    PSCHEMA_TEAR_BITS     /**< any of its bits */
};

/** A chip, and what happens to it. */
struct pschema_simulator {
    /* Set before use. */
    uint8_t *bytes;      /**< the contents: `size` of them */
    uint8_t *durable;    /**< null, or `size` bytes: what a cut leaves of what was not synced yet is
                            any mixture of these and of `bytes`, by program units */
    uint32_t *wear;      /**< null, or a counter of whole erasures for each block */
    uint32_t size;       /**< in bytes; a multiple of erase_size */
    uint32_t erase_size; /**< a power of two */
    uint32_t program_size;  /**< a power of two, at most 32 */
    uint32_t fence_start;   /**< reading or changing anything else than the bytes from here ... */
    uint32_t fence_end;     /**< ... to here is a stray; 0: anything is allowed */
    uint32_t seed;          /**< of the accidents */
    uint32_t cut_after;     /**< operations that succeed before the power is cut */
    enum pschema_tear tear; /**< what is left of the operation that is cut */
    int will_cut;           /**< whether it is cut at all */

    /* What happened. */
    uint32_t operations; /**< writes, and blocks erased */
    uint32_t violations; /**< requests against the rules of the flash: these fail */
    uint32_t strays;     /**< requests outside of the fence: these are done */
    int is_off;          /**< the power was cut */
};

/** Fills the back end; `simulator` must live as long as it. The contents become durable. */
void pschema_simulator_init(struct pschema_simulator *simulator, struct pschema_flash *flash);

/** Sets all bytes to 0xff, durably. */
void pschema_simulator_blank(struct pschema_simulator *simulator);

/** Cuts the power at operation `operation`, counted from now, 0 being the next. */
void pschema_simulator_cut(struct pschema_simulator *simulator, uint32_t operation,
                           enum pschema_tear tear, uint32_t seed);

/** Lets the power come back, with what the cut left. */
void pschema_simulator_power_on(struct pschema_simulator *simulator);

/** Inverts one bit, 0 to 7, of a byte, durably. */
void pschema_simulator_flip(struct pschema_simulator *simulator, uint32_t address, unsigned bit);

#ifdef __cplusplus
}
#endif

#endif
