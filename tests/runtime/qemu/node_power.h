/* What the two firmwares of the node share: the emulated flash, and its end. FLASH_ADDRESS is where
 * QEMU loaded the flash's image; behind it stands struct boot. */
#ifndef NODE_POWER_H
#define NODE_POWER_H

#include <pschema/simulator.h>

struct boot {
    uint32_t running;    /* the offset of the application that was started */
    uint32_t is_to_fail; /* whether it shall find itself wanting */
    uint32_t will_cut;   /* the power, ... */
    uint32_t cut_after;  /* ... after so many operations */
    uint32_t is_in_factory;
};

/* Where they are, behind a flash of `size` bytes. */
const struct boot *boot_of(uint32_t size);

/* Fills the simulator; size and units of the flash are set already. */
void power_on(struct pschema_simulator *simulator, struct pschema_flash *flash);

/* Saves the flash, and ends the emulator: 0, 3 where the power was lost, 4 where not all is right.
 */
void power_off(const struct pschema_simulator *simulator, int is_right);

#endif
