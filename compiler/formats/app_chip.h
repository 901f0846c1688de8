// Which chip an application is for.
#ifndef FORMATS_APP_CHIP_H
#define FORMATS_APP_CHIP_H

#include <stddef.h>
#include <stdint.h>

/// The chip that a bootloader is for, by the header at its start; null if it names none. `offset`
/// is its place in the flash.
const char *image_boot_chip(const uint8_t *bytes, size_t size, uint64_t offset);

#endif
