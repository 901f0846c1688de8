// A flash of small sectors that holds records, as it is or behind encryption.
#ifndef RECORD_FIXTURE_H
#define RECORD_FIXTURE_H

#include <pschema/access.h>
#include <pschema/layout.h>
#include <pschema/record.h>
#include <pschema/simulator.h>
#include "unit.h"

#include <stdbool.h>

enum { STORE_OFFSET = 16384, STORE_LIMIT = 32768, STORE_CHIP = STORE_OFFSET + STORE_LIMIT };

struct store_geometry {
    uint32_t erase_size;
    uint32_t program_size;
    bool is_durable;   // what was not synced arrives in part when the power is cut
    bool is_encrypted; // by units of 16 bytes: erased flash reads as noise
};

static const struct store_geometry store_geometries[] = {
    {256, 1, false, false}, {512, 4, true, false},   {1024, 8, true, false}, {512, 16, true, false},
    {512, 32, true, false}, {4096, 1, false, false}, {512, 16, false, true}, {1024, 16, true, true},
};

enum { STORE_GEOMETRIES = sizeof store_geometries / sizeof *store_geometries };

static const enum pschema_tear store_tears[] = {PSCHEMA_TEAR_NOTHING, PSCHEMA_TEAR_PREFIX,
                                                PSCHEMA_TEAR_UNITS, PSCHEMA_TEAR_BITS};

enum { STORE_TEARS = sizeof store_tears / sizeof *store_tears };

// The chip, and its contents at some moment.
struct store {
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    struct pschema_flash encrypted;
    struct pschema_partition partition;
    struct pschema_writable where;
    uint8_t bytes[STORE_CHIP];
    uint8_t durable[STORE_CHIP];
    uint8_t kept[STORE_CHIP];
};

static inline void store_apply_key(uint32_t address, uint8_t *bytes, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        uint32_t mixed = (address + i) * 2654435761u;
        bytes[i] ^= (uint8_t)(mixed >> 13 ^ mixed >> 24);
    }
}

static inline enum pschema_result store_read(void *context, uint32_t address, void *buffer,
                                             uint32_t size)
{
    struct store *store = context;
    enum pschema_result result = store->flash.read(store->flash.context, address, buffer, size);
    store_apply_key(address, buffer, size);
    return result;
}

static inline enum pschema_result store_program(void *context, uint32_t address, const void *data,
                                                uint32_t size)
{
    struct store *store = context;
    uint8_t bytes[4096];
    ck_assert_uint_le(size, sizeof bytes);
    memcpy(bytes, data, size);
    store_apply_key(address, bytes, size);
    return store->flash.program(store->flash.context, address, bytes, size);
}

static inline enum pschema_result store_erase(void *context, uint32_t address, uint32_t size)
{
    struct store *store = context;
    return store->flash.erase(store->flash.context, address, size);
}

static inline void store_init(struct store *store, struct store_geometry geometry, uint32_t size)
{
    static const struct pschema_layout any;
    memset(store, 0, sizeof *store);
    store->simulator.bytes = store->bytes;
    store->simulator.durable = geometry.is_durable ? store->durable : NULL;
    store->simulator.size = sizeof store->bytes;
    store->simulator.erase_size = geometry.erase_size;
    store->simulator.program_size = geometry.program_size;
    store->simulator.fence_start = STORE_OFFSET;
    store->simulator.fence_end = STORE_OFFSET + size;
    pschema_simulator_blank(&store->simulator);
    pschema_simulator_init(&store->simulator, &store->flash);
    store->encrypted = store->flash;
    store->encrypted.context = store;
    store->encrypted.read = store_read;
    store->encrypted.program = store_program;
    store->encrypted.erase = store_erase;
    store->flash.encrypted = &store->encrypted;
    pschema_trust_layout(&store->flash, &any);
    store->partition =
        (struct pschema_partition){.offset = STORE_OFFSET,
                                   .size = size,
                                   .flags = geometry.is_encrypted ? PSCHEMA_FLAG_ENCRYPTED : 0};
    store->where.partition = &store->partition;
}

static inline void store_keep(struct store *store)
{
    memcpy(store->kept, store->bytes, sizeof store->bytes);
}

static inline void store_bring_back(struct store *store)
{
    memcpy(store->bytes, store->kept, sizeof store->bytes);
    memcpy(store->durable, store->kept, sizeof store->bytes);
}

static inline void store_check(const struct store *store)
{
    ck_assert_uint_eq(store->simulator.violations, 0);
    ck_assert_uint_eq(store->simulator.strays, 0);
}

#endif
