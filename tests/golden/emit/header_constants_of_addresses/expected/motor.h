// motor, revision 1, for esp32. Made by schemac.
#ifndef MOTOR_H
#define MOTOR_H

#define MOTOR_REVISION 1u
#define MOTOR_LAYOUT_DIGEST 0x2b60f760u
#define MOTOR_FLASH_SIZE 0x400000u

#define MOTOR_BASE 0x8000000
#define MOTOR_SLOT0 0x8010000
#define MOTOR_END 0x110000
#define MOTOR_BAUD 115200
#define MOTOR_BELOW (-16)

// Table `main`.
#define MOTOR_MAIN_TABLE_OFFSET 0x8000u
#define MOTOR_MAIN_TABLE_SIZE   0xc00u
#define MOTOR_NVS_OFFSET 0x9000u
#define MOTOR_NVS_SIZE   0x6000u
#define MOTOR_FACTORY_OFFSET 0x10000u
#define MOTOR_FACTORY_SIZE   0x100000u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition motor_nvs_partition = {
    MOTOR_NVS_OFFSET, MOTOR_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
static inline struct pschema_nvs motor_nvs(void)
{
    const struct pschema_nvs typed = {&motor_nvs_partition};
    return typed;
}

static const struct pschema_partition motor_factory_partition = {
    MOTOR_FACTORY_OFFSET, MOTOR_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
static inline struct pschema_app motor_factory(void)
{
    const struct pschema_app typed = {&motor_factory_partition};
    return typed;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *motor_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"nvs", 0xd8333e55u},
        {"factory", 0x0b2b7387u},
        {"(checksum)", 0xfecb57f3u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{MOTOR_MAIN_TABLE_OFFSET, MOTOR_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
         32u, 4u, main_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {MOTOR_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result motor_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, motor_layout(), difference);
}

#endif
#endif

#endif
