// What a chip finds in a flash when it starts.
#ifndef FLASH_BOOT_H
#define FLASH_BOOT_H

#include "flash.h"

/// Writes the flash's size into the header of a bootloader that was built for another, as esptool
/// does, and notes it. Before flash_close().
void flash_set_size(struct flash *flash, struct diagnostics *diagnostics);

/// Warns of a flash with an app, but without the bootloader that starts it.
void flash_check_bootloader(const struct flash *flash, struct diagnostics *diagnostics);

#endif
