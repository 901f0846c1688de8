// A simulated flash for a test.
#ifndef FLASH_FIXTURE_H
#define FLASH_FIXTURE_H

#include <pschema/layout.h>
#include <pschema/simulator.h>
#include "unit.h"

enum { FIXTURE_SIZE = 256 * 1024 };

struct fixture {
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    uint8_t bytes[FIXTURE_SIZE];
};

// Most tests are not about tables: any layout is trusted.
static const struct pschema_layout trusted;

static inline void fixture_init(struct fixture *fixture, uint32_t erase_size, uint32_t program_size)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->simulator.bytes = fixture->bytes;
    fixture->simulator.size = FIXTURE_SIZE;
    fixture->simulator.erase_size = erase_size;
    fixture->simulator.program_size = program_size;
    pschema_simulator_blank(&fixture->simulator);
    pschema_simulator_init(&fixture->simulator, &fixture->flash);
    pschema_trust_layout(&fixture->flash, &trusted);
}

// Nothing was done that a flash does not take.
static inline void fixture_check(const struct fixture *fixture)
{
    ck_assert_uint_eq(fixture->simulator.violations, 0);
    ck_assert_uint_eq(fixture->simulator.strays, 0);
}

#endif
