#include "device.h"

#include <pschema/crc32.h>
#include <pschema/layout.h>

#include <stdlib.h>
#include <string.h>

// Slots of 4 and of 64 KiB, behind the factory application, behind otadata with its two halves.
#define SLOT(unit, i)                                                                              \
    {                                                                                              \
        .label = "slot", .offset = (unit) * (3u + (i)), .size = (unit), .subtype = 16 + (i)        \
    }
#define PARTITIONS(unit)                                                                           \
    {                                                                                              \
        SLOT(unit, 0), SLOT(unit, 1), SLOT(unit, 2), SLOT(unit, 3), SLOT(unit, 4), SLOT(unit, 5),  \
            SLOT(unit, 6), SLOT(unit, 7), SLOT(unit, 8), SLOT(unit, 9), SLOT(unit, 10),            \
            SLOT(unit, 11), SLOT(unit, 12), SLOT(unit, 13), SLOT(unit, 14), SLOT(unit, 15),        \
            {.label = "factory", .offset = (unit)*2u, .size = (unit)},                             \
            {.label = "otadata", .offset = 0, .size = (unit)*2u, .type = 1},                       \
    }
enum { SMALL = 4096, LARGE = 65536, FACTORY = DEVICE_SLOT_LIMIT, OTADATA };

static const struct pschema_partition small[] = PARTITIONS(SMALL);
static const struct pschema_partition large[] = PARTITIONS(LARGE);

#define APPS(of)                                                                                   \
    {                                                                                              \
        {&of[0]}, {&of[1]}, {&of[2]}, {&of[3]}, {&of[4]}, {&of[5]}, {&of[6]}, {&of[7]}, {&of[8]},  \
            {&of[9]}, {&of[10]}, {&of[11]}, {&of[12]}, {&of[13]}, {&of[14]}, {&of[15]},            \
    }
static const struct pschema_app small_slots[] = APPS(small);
static const struct pschema_app large_slots[] = APPS(large);

// The tests of updates are not about tables: any layout is trusted.
static const struct pschema_layout trusted;

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory) {
        abort();
    }
    return memory;
}

void device_init(struct device *device, struct geometry geometry, enum bootloader_kind kind,
                 uint32_t slot_count, bool has_factory, bool is_durable)
{
    const struct pschema_partition *partitions = geometry.is_large ? large : small;
    struct pschema_simulator *simulator = &device->simulator;
    uint32_t unit = partitions[0].size;
    memset(device, 0, sizeof *device);
    simulator->size = unit * (3 + slot_count);
    simulator->erase_size = geometry.erase_size;
    simulator->program_size = geometry.program_size;
    simulator->fence_end = simulator->size;
    simulator->bytes = allocate(simulator->size);
    simulator->durable = is_durable ? allocate(simulator->size) : NULL;
    pschema_simulator_blank(simulator);
    pschema_simulator_init(simulator, &device->flash);
    pschema_trust_layout(&device->flash, &trusted);

    device->slots.otadata.partition = &partitions[OTADATA];
    device->slots.factory.partition = has_factory ? &partitions[FACTORY] : pschema_no_partition();
    device->slots.slot = geometry.is_large ? large_slots : small_slots;
    device->slots.count = slot_count;
    device->slots.is_sequence_only = kind == BOOTLOADER_SEQUENCE_ONLY;

    device->bootloader = (struct bootloader){.flash = &device->flash,
                                             .kind = kind,
                                             .otadata_half = unit,
                                             .factory = 2 * unit,
                                             .factory_size = has_factory ? unit : 0,
                                             .slots = 3 * unit,
                                             .slot_size = unit,
                                             .slot_count = slot_count};
}

void device_release(struct device *device)
{
    free(device->simulator.bytes);
    free(device->simulator.durable);
}

uint32_t device_address(const struct device *device, int slot)
{
    return (uint32_t)(3 + slot) * device->bootloader.slot_size;
}

struct pschema_app device_app(const struct device *device, int slot)
{
    return slot < 0 ? device->slots.factory : device->slots.slot[slot];
}

void device_install(struct device *device, uint32_t version)
{
    int slot = device->bootloader.factory_size ? BOOTLOADER_FACTORY : 0;
    bootloader_make_image(device->simulator.bytes + device_address(device, slot), DEVICE_IMAGE_SIZE,
                          version);
    device->flash.sync(device->flash.context);
}

bool device_start(struct device *device)
{
    if (device->simulator.is_off) {
        pschema_simulator_power_on(&device->simulator);
    }
    device->boot = bootloader_run(&device->bootloader);
    return !device->simulator.is_off;
}

enum pschema_result device_open(struct device *device, struct pschema_ota *ota)
{
    return pschema_ota_open(ota, &device->flash, device->slots,
                            device_address(device, device->boot.booted));
}

enum pschema_result device_write(struct pschema_ota *ota, struct pschema_app app, uint32_t version,
                                 uint32_t chunk)
{
    uint8_t image[DEVICE_IMAGE_SIZE];
    uint32_t done = 0;
    enum pschema_result result = pschema_ota_begin(ota, app, sizeof image);
    bootloader_make_image(image, sizeof image, version);
    while (result == PSCHEMA_OK && done < sizeof image) {
        uint32_t size = chunk < sizeof image - done ? chunk : (uint32_t)sizeof image - done;
        result = pschema_ota_write(ota, image + done, size);
        done += size;
    }
    return result ? result : pschema_ota_end(ota);
}

static uint8_t *entry(const struct device *device, unsigned index)
{
    return device->simulator.bytes + (size_t)index * device->bootloader.otadata_half;
}

static void set(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

static uint32_t get(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

void device_set_entry(struct device *device, unsigned index, uint32_t sequence, uint32_t state)
{
    uint8_t *bytes = entry(device, index);
    memset(bytes, 0xff, 32);
    set(bytes, sequence);
    set(bytes + 24, state);
    set(bytes + 28, pschema_crc32(PSCHEMA_CRC32_START, bytes, 4));
    device->flash.sync(device->flash.context);
}

bool device_get_entry(const struct device *device, unsigned index, uint32_t *sequence,
                      uint32_t *state)
{
    const uint8_t *bytes = entry(device, index);
    *sequence = get(bytes);
    *state = get(bytes + 24);
    return *sequence != UINT32_MAX &&
           get(bytes + 28) == pschema_crc32(PSCHEMA_CRC32_START, bytes, 4);
}
