// motor, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef MOTOR_H
#define MOTOR_H

#define MOTOR_REVISION 1u
#define MOTOR_LAYOUT_DIGEST 0xef672e9a01179a6dull
#define MOTOR_FLASH_SIZE 0x400000u

#define MOTOR_BASE 0x8000000
#define MOTOR_SLOT0 0x8010000
#define MOTOR_END 0x110000
#define MOTOR_BAUD 115200
#define MOTOR_BELOW (-16)

// Table `main`.
#define MOTOR_MAIN_TABLE_OFFSET 0x8000u
#define MOTOR_MAIN_TABLE_SIZE   0xc00u
#define MOTOR_NVS_OFFSET 0x9000u // first of table main
#define MOTOR_NVS_SIZE   0x6000u
#define MOTOR_FACTORY_OFFSET 0x10000u // after nvs, aligned to 64K
#define MOTOR_FACTORY_SIZE   0x100000u

// What the sdkconfig must not contradict, if there is one.
#ifndef MOTOR_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema motor differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (MOTOR_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema motor differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (MOTOR_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema motor differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (MOTOR_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef MOTOR_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if MOTOR_SOURCE is defined in each of
// its files and motor.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(MOTOR_DEFINITIONS)
#define MOTOR_CONSTANT const
#define MOTOR_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define MOTOR_CONSTANT inline constexpr
#define MOTOR_ACCESSOR constexpr
#else
#ifndef MOTOR_SOURCE
#define MOTOR_CONSTANT static const
#endif
#define MOTOR_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace motor_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(MOTOR_DEFINITIONS) || !defined(MOTOR_CONSTANT)
extern const struct pschema_partition motor_nvs_partition;
extern const struct pschema_partition motor_factory_partition;
extern const struct pschema_layout_row motor_main_rows[4];
extern const struct pschema_layout_table motor_expected_tables[1];
extern const struct pschema_layout motor_expected_layout;
#endif
#ifdef MOTOR_CONSTANT
MOTOR_CONSTANT struct pschema_partition motor_nvs_partition = {
    MOTOR_NVS_OFFSET, MOTOR_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
MOTOR_CONSTANT struct pschema_partition motor_factory_partition = {
    MOTOR_FACTORY_OFFSET, MOTOR_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
MOTOR_CONSTANT struct pschema_layout_row motor_main_rows[4] = {
    {"nvs", 0xd8333e55u},
    {"factory", 0x0b2b7387u},
    {"(checksum)", 0xfecb57f3u},
    {"(end)", 0x19990159u},
};
MOTOR_CONSTANT struct pschema_layout_table motor_expected_tables[1] = {
    {{MOTOR_MAIN_TABLE_OFFSET, MOTOR_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 4u, motor_main_rows, 0u, 0u},
};
MOTOR_CONSTANT struct pschema_layout motor_expected_layout = {
    MOTOR_LAYOUT_DIGEST, 1u, motor_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
MOTOR_ACCESSOR struct pschema_nvs motor_nvs(void)
{
    const struct pschema_nvs typed = {&motor_nvs_partition};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
MOTOR_ACCESSOR struct pschema_app motor_factory(void)
{
    const struct pschema_app typed = {&motor_factory_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define MOTOR_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(motor_layout_mark) \
    const uint8_t motor_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x6d, 0x9a, 0x17, 0x01, 0x9a, 0x2e, 0x67, 0xef, 0xc3, 0xc5, 0x8b, 0x33}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t motor_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
MOTOR_ACCESSOR const struct pschema_layout *motor_layout(void)
{
    return &motor_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result motor_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(motor_layout_mark);
    return pschema_layout_check(flash, motor_layout(), difference);
}

#endif

#endif
