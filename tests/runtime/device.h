// A simulated device that can be updated: a flash with otadata, slots and perhaps a factory
// application, and a bootloader.
#ifndef DEVICE_H
#define DEVICE_H

#include "bootloader.h"

#include <pschema/ota.h>
#include <pschema/simulator.h>

#include <stdbool.h>

enum { DEVICE_SLOT_LIMIT = 16, DEVICE_IMAGE_SIZE = 601 };

struct geometry {
    uint32_t erase_size;
    uint32_t program_size;
    bool is_large; // slots and halves of otadata of 64 KiB instead of 4 KiB
};

struct device {
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    struct pschema_ota_slots slots;
    struct bootloader bootloader;
    struct boot boot; // the last one
    char name[200];   // of what is tried, for who reads a failure
};

// An empty device, fenced to what an update has to do with. It owns memory.
void device_init(struct device *device, struct geometry geometry, enum bootloader_kind kind,
                 uint32_t slot_count, bool has_factory, bool is_durable);
void device_release(struct device *device);

// Puts an image of this version where the device starts when otadata is blank.
void device_install(struct device *device, uint32_t version);

// Where a slot, or BOOTLOADER_FACTORY, begins; and its partition.
uint32_t device_address(const struct device *device, int slot);
struct pschema_app device_app(const struct device *device, int slot);

// Restarts with power. False: it was lost again.
bool device_start(struct device *device);

// What the firmware does after a start: it learns who is running.
enum pschema_result device_open(struct device *device, struct pschema_ota *ota);

// Writes an image of this version to a slot, in chunks of this size.
enum pschema_result device_write(struct pschema_ota *ota, struct pschema_app app, uint32_t version,
                                 uint32_t chunk);

// Puts an entry into otadata, with its checksum, and durably.
void device_set_entry(struct device *device, unsigned index, uint32_t sequence, uint32_t state);

// An entry's sequence number and state, as they stand; false: its checksum is wrong or it is blank.
bool device_get_entry(const struct device *device, unsigned index, uint32_t *sequence,
                      uint32_t *state);

#endif
