// boards, variant b, revision 1, for esp32s3. Made by schemac.
#ifndef BOARDS_H
#define BOARDS_H

#define BOARDS_REVISION 1u
#define BOARDS_LAYOUT_DIGEST 0xaee07805u
#define BOARDS_FLASH_SIZE 0x800000u

// Table `main`.
#define BOARDS_MAIN_TABLE_OFFSET 0x8000u
#define BOARDS_MAIN_TABLE_SIZE   0xc00u
#define BOARDS_FACTORY_OFFSET 0x10000u
#define BOARDS_FACTORY_SIZE   0x100000u
#define BOARDS_BLE_OFFSET 0x110000u
#define BOARDS_BLE_SIZE   0x1000u
#define BOARDS_LOGS_OFFSET 0x111000u
#define BOARDS_LOGS_SIZE   0x2000u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition boards_factory_partition = {
    BOARDS_FACTORY_OFFSET, BOARDS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
static inline struct pschema_app boards_factory(void)
{
    const struct pschema_app typed = {&boards_factory_partition};
    return typed;
}

static const struct pschema_partition boards_ble_partition = {
    BOARDS_BLE_OFFSET, BOARDS_BLE_SIZE, 0u, 0x40u, 0x00u, 0u, "ble"};
static inline struct pschema_data boards_ble(void)
{
    const struct pschema_data typed = {&boards_ble_partition, {&boards_ble_partition}};
    return typed;
}

static const struct pschema_partition boards_logs_partition = {
    BOARDS_LOGS_OFFSET, BOARDS_LOGS_SIZE, 0u, 0x40u, 0x01u, 0u, "logs"};
static inline struct pschema_data boards_logs(void)
{
    const struct pschema_data typed = {&boards_logs_partition, {&boards_logs_partition}};
    return typed;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *boards_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"factory", 0x0b2b7387u},
        {"ble", 0x2c73f161u},
        {"logs", 0x9ac33a7eu},
        {"(checksum)", 0xb29142aeu},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{BOARDS_MAIN_TABLE_OFFSET, BOARDS_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
         32u, 5u, main_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {BOARDS_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result boards_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, boards_layout(), difference);
}

#endif
#endif

#endif
