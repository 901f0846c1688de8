// A model of the bootloaders that obey otadata, written from what ESP-IDF's bootloader_utility.c,
// bootloader_common.c and bootloader_common_loader.c do, and the ESP8266_RTOS_SDK's of the same
// names. It shares nothing with the runtime but the back end of the flash, and it writes to the
// flash as they do, so that the power can be cut in its midst as well.
#ifndef BOOTLOADER_H
#define BOOTLOADER_H

#include <pschema/flash.h>

enum { BOOTLOADER_FACTORY = -1, BOOTLOADER_NOTHING = -2 };

enum bootloader_kind {
    BOOTLOADER_PLAIN,        // ESP-IDF
    BOOTLOADER_ROLLBACK,     // ESP-IDF with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE
    BOOTLOADER_SEQUENCE_ONLY // ESP8266_RTOS_SDK
};

struct bootloader {
    const struct pschema_flash *flash;
    enum bootloader_kind kind;
    uint32_t otadata; // addresses of the flash
    uint32_t otadata_half;
    uint32_t factory; // its size 0: there is none
    uint32_t factory_size;
    uint32_t slots; // one behind the other
    uint32_t slot_size;
    uint32_t slot_count;
};

struct boot {
    int selected;     // by otadata: a slot or BOOTLOADER_FACTORY
    int booted;       // what was started: its image is complete; or BOOTLOADER_NOTHING
    uint32_t version; // of the image that was started
};

// Starts the device. When the power is lost meanwhile, nothing is booted.
struct boot bootloader_run(const struct bootloader *bootloader);

// Makes an image of `size` bytes, 16 at least, that the bootloader takes for complete.
void bootloader_make_image(uint8_t *image, uint32_t size, uint32_t version);

#endif
