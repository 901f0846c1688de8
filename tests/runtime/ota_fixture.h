// A device, and steps of an update that must succeed.
#ifndef OTA_FIXTURE_H
#define OTA_FIXTURE_H

#include "device.h"
#include "unit.h"

static const struct geometry geometry = {4096, 4, false};

enum { CHUNK = 100, UNDEFINED = -1 };

static inline void init(struct device *device, enum bootloader_kind kind, uint32_t slot_count,
                        bool has_factory)
{
    device_init(device, geometry, kind, slot_count, has_factory, false);
    device_install(device, 1);
    ck_assert(device_start(device));
}

// Ends a test: nothing was done that a flash does not take, nor outside of the partitions.
static inline void finish(struct device *device)
{
    ck_assert_uint_eq(device->simulator.violations, 0);
    ck_assert_uint_eq(device->simulator.strays, 0);
    device_release(device);
}

static inline void open(struct device *device, struct pschema_ota *ota)
{
    memset(ota, 0x55, sizeof *ota); // what it may have been is nothing to rely on
    ck_assert_int_eq(device_open(device, ota), PSCHEMA_OK);
}

// A verification that finds every image good.
static inline enum pschema_result approve(void *context, const struct pschema_flash *flash,
                                          struct pschema_app app)
{
    (void)context;
    (void)flash;
    (void)app;
    return PSCHEMA_OK;
}

static inline void restart(struct device *device, int slot, uint32_t version)
{
    ck_assert(device_start(device));
    ck_assert_int_eq(device->boot.selected, slot);
    ck_assert_int_eq(device->boot.booted, slot);
    ck_assert_uint_eq(device->boot.version, version);
}

static inline void update(struct device *device, struct pschema_ota *ota, int slot,
                          uint32_t version, enum pschema_ota_trust trust)
{
    struct pschema_app app = device_app(device, slot);
    ck_assert_int_eq(device_write(ota, app, version, CHUNK), PSCHEMA_OK);
    ck_assert_int_eq(pschema_ota_set_boot(ota, app, trust), PSCHEMA_OK);
}

static inline void check_entry(const struct device *device, unsigned index, uint32_t sequence,
                               int32_t state)
{
    uint32_t number;
    uint32_t its_state;
    ck_assert(device_get_entry(device, index, &number, &its_state));
    ck_assert_uint_eq(number, sequence);
    ck_assert_int_eq((int32_t)its_state, state);
}

static inline enum pschema_ota_state state_of(struct pschema_ota *ota, struct pschema_app app)
{
    enum pschema_ota_state state;
    ck_assert_int_eq(pschema_ota_read_state(ota, app, &state), PSCHEMA_OK);
    return state;
}

#endif
