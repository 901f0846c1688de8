// boards, variant b, revision 1, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef BOARDS_H
#define BOARDS_H

#define BOARDS_REVISION 1u
#define BOARDS_VARIANT "b"
#define BOARDS_LAYOUT_DIGEST 0xce6d13178fe18a80ull
#define BOARDS_FLASH_SIZE 0x800000u

// Table `main`.
#define BOARDS_MAIN_TABLE_OFFSET 0x8000u
#define BOARDS_MAIN_TABLE_SIZE   0xc00u
#define BOARDS_FACTORY_OFFSET 0x10000u // first of table main, aligned to 64K
#define BOARDS_FACTORY_SIZE   0x100000u
#define BOARDS_BLE_OFFSET 0x110000u // after factory
#define BOARDS_BLE_SIZE   0x1000u
#define BOARDS_LOGS_OFFSET 0x111000u // after ble
#define BOARDS_LOGS_SIZE   0x2000u

// What the sdkconfig must not contradict, if there is one.
#ifndef BOARDS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema boards differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_OWN_SIZE) && CONFIG_OWN_SIZE != 8
#error "sdkconfig and schema boards differ: CONFIG_OWN_SIZE is not 8; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32S3)
#error "sdkconfig and schema boards differ: CONFIG_IDF_TARGET is not esp32s3; run idf.py set-target esp32s3, or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema boards differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 8MB; in menuconfig, choose 8MB, or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef BOARDS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if BOARDS_SOURCE is defined in each of
// its files and boards.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(BOARDS_DEFINITIONS)
#define BOARDS_CONSTANT const
#define BOARDS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define BOARDS_CONSTANT inline constexpr
#define BOARDS_ACCESSOR constexpr
#else
#ifndef BOARDS_SOURCE
#define BOARDS_CONSTANT static const
#endif
#define BOARDS_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace boards_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(BOARDS_DEFINITIONS) || !defined(BOARDS_CONSTANT)
extern const struct pschema_partition boards_factory_partition;
extern const struct pschema_partition boards_ble_partition;
extern const struct pschema_partition boards_logs_partition;
extern const struct pschema_layout_row boards_main_rows[5];
extern const struct pschema_layout_table boards_expected_tables[1];
extern const struct pschema_layout boards_expected_layout;
#endif
#ifdef BOARDS_CONSTANT
BOARDS_CONSTANT struct pschema_partition boards_factory_partition = {
    BOARDS_FACTORY_OFFSET, BOARDS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
BOARDS_CONSTANT struct pschema_partition boards_ble_partition = {
    BOARDS_BLE_OFFSET, BOARDS_BLE_SIZE, 0u, 0x40u, 0x00u, 0u, "ble"};
BOARDS_CONSTANT struct pschema_partition boards_logs_partition = {
    BOARDS_LOGS_OFFSET, BOARDS_LOGS_SIZE, 0u, 0x40u, 0x01u, 0u, "logs"};
BOARDS_CONSTANT struct pschema_layout_row boards_main_rows[5] = {
    {"factory", 0x0b2b7387u},
    {"ble", 0x2c73f161u},
    {"logs", 0x9ac33a7eu},
    {"(checksum)", 0xb29142aeu},
    {"(end)", 0x19990159u},
};
BOARDS_CONSTANT struct pschema_layout_table boards_expected_tables[1] = {
    {{BOARDS_MAIN_TABLE_OFFSET, BOARDS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 5u, boards_main_rows, 0u, 0u},
};
BOARDS_CONSTANT struct pschema_layout boards_expected_layout = {
    BOARDS_LAYOUT_DIGEST, 1u, boards_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `factory`: 1M at 0x10000.
BOARDS_ACCESSOR struct pschema_app boards_factory(void)
{
    const struct pschema_app typed = {&boards_factory_partition};
    return typed;
}

/// Partition `ble`: 4K at 0x110000.
BOARDS_ACCESSOR struct pschema_data boards_ble(void)
{
    const struct pschema_data typed = {&boards_ble_partition, {&boards_ble_partition}};
    return typed;
}

/// Partition `logs`: 8K at 0x111000.
BOARDS_ACCESSOR struct pschema_data boards_logs(void)
{
    const struct pschema_data typed = {&boards_logs_partition, {&boards_logs_partition}};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define BOARDS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(boards_layout_mark) \
    const uint8_t boards_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x80, 0x8a, 0xe1, 0x8f, 0x17, 0x13, 0x6d, 0xce, 0xbb, 0x7d, 0x9b, 0x04}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t boards_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
BOARDS_ACCESSOR const struct pschema_layout *boards_layout(void)
{
    return &boards_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result boards_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(boards_layout_mark);
    return pschema_layout_check(flash, boards_layout(), difference);
}

#endif

#endif
