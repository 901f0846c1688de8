// A simulated flash of any geometry, to try the simulator itself.
#ifndef GEOMETRY_FIXTURE_H
#define GEOMETRY_FIXTURE_H

#include "unit.h"

#include <pschema/simulator.h>

enum {
    LARGEST = 256 * 1024,
    ERASE_SIZES = 9,   // 256 to 65536
    PROGRAM_SIZES = 6, // 1 to 32
    GEOMETRIES = ERASE_SIZES * PROGRAM_SIZES,
    BLOCKS = LARGEST / 256,
    PIECE = 256 // bytes that are programmed at once
};

// One a process: Check runs each test in its own.
static uint8_t bytes[LARGEST];
static uint8_t durable[LARGEST];
static uint32_t wear[BLOCKS];
static struct pschema_simulator model = {.bytes = bytes, .wear = wear};
static struct pschema_simulator *const simulator = &model;
static struct pschema_flash chip;
static struct pschema_flash *const flash = &chip;
static uint8_t before[LARGEST];
static uint8_t data[LARGEST];

// Four blocks of a geometry, or more where these are small.
static inline void set_up(int geometry)
{
    uint64_t state = 1;
    simulator->erase_size = 256u << geometry / PROGRAM_SIZES;
    simulator->program_size = 1u << geometry % PROGRAM_SIZES;
    simulator->size = simulator->erase_size < 1024 ? 4096 : 4 * simulator->erase_size;
    pschema_simulator_blank(simulator);
    pschema_simulator_init(simulator, flash);
    for (size_t i = 0; i < simulator->size; i++) {
        data[i] = (uint8_t)(unit_random(&state) >> 56);
    }
}

static inline void set_up_durable(int geometry)
{
    simulator->durable = durable;
    set_up(geometry);
}

static inline void check(void)
{
    ck_assert_uint_eq(simulator->violations, 0);
    ck_assert_uint_eq(simulator->strays, 0);
}

static inline enum pschema_result program(uint32_t address, const void *from, uint32_t size)
{
    return flash->program(flash->context, address, from, size);
}

static inline enum pschema_result erase(uint32_t address, uint32_t size)
{
    return flash->erase(flash->context, address, size);
}

static inline enum pschema_result read_one(uint32_t address)
{
    uint8_t byte;
    return flash->read(flash->context, address, &byte, 1);
}

static inline void keep(void)
{
    memcpy(before, bytes, simulator->size);
}

static inline void expect_kept(void)
{
    ck_assert_mem_eq(bytes, before, simulator->size);
}

#endif
