// example, variant tiny, revision 1, for esp32c2. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef EXAMPLE_H
#define EXAMPLE_H

#define EXAMPLE_REVISION 1u
#define EXAMPLE_VARIANT "tiny"
#define EXAMPLE_LAYOUT_DIGEST 0xa9bdf740a3078ee7ull
#define EXAMPLE_FLASH_SIZE 0x200000u

#define EXAMPLE_SIZE 524288
#define EXAMPLE_EXTRA 1

// Table `main`.
#define EXAMPLE_MAIN_TABLE_OFFSET 0x8000u
#define EXAMPLE_MAIN_TABLE_SIZE   0xc00u
#define EXAMPLE_NVS_OFFSET 0x9000u // first of table main
#define EXAMPLE_NVS_SIZE   0x6000u
#define EXAMPLE_FACTORY_OFFSET 0x10000u // after nvs, aligned to 64K
#define EXAMPLE_FACTORY_SIZE   0x40000u

// What the sdkconfig must not contradict, if there is one.
#ifndef EXAMPLE_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema example differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (EXAMPLE_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32C2)
#error "sdkconfig and schema example differ: CONFIG_IDF_TARGET is not esp32c2; run idf.py set-target esp32c2, or change the schema (EXAMPLE_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema example differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 2MB; in menuconfig, choose 2MB, or change the schema (EXAMPLE_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef EXAMPLE_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if EXAMPLE_SOURCE is defined in each of
// its files and example.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(EXAMPLE_DEFINITIONS)
#define EXAMPLE_CONSTANT const
#define EXAMPLE_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define EXAMPLE_CONSTANT inline constexpr
#define EXAMPLE_ACCESSOR constexpr
#else
#ifndef EXAMPLE_SOURCE
#define EXAMPLE_CONSTANT static const
#endif
#define EXAMPLE_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace example_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(EXAMPLE_DEFINITIONS) || !defined(EXAMPLE_CONSTANT)
extern const struct pschema_partition example_nvs_partition;
extern const struct pschema_partition example_factory_partition;
extern const struct pschema_layout_row example_main_rows[4];
extern const struct pschema_layout_table example_expected_tables[1];
extern const struct pschema_layout example_expected_layout;
#endif
#ifdef EXAMPLE_CONSTANT
EXAMPLE_CONSTANT struct pschema_partition example_nvs_partition = {
    EXAMPLE_NVS_OFFSET, EXAMPLE_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
EXAMPLE_CONSTANT struct pschema_partition example_factory_partition = {
    EXAMPLE_FACTORY_OFFSET, EXAMPLE_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
EXAMPLE_CONSTANT struct pschema_layout_row example_main_rows[4] = {
    {"nvs", 0xd8333e55u},
    {"factory", 0xfe7daac6u},
    {"(checksum)", 0x48513a21u},
    {"(end)", 0x19990159u},
};
EXAMPLE_CONSTANT struct pschema_layout_table example_expected_tables[1] = {
    {{EXAMPLE_MAIN_TABLE_OFFSET, EXAMPLE_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 4u, example_main_rows, 0u, 0u},
};
EXAMPLE_CONSTANT struct pschema_layout example_expected_layout = {
    EXAMPLE_LAYOUT_DIGEST, 1u, example_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
EXAMPLE_ACCESSOR struct pschema_nvs example_nvs(void)
{
    const struct pschema_nvs typed = {&example_nvs_partition};
    return typed;
}

/// Partition `factory`: 256K at 0x10000.
EXAMPLE_ACCESSOR struct pschema_app example_factory(void)
{
    const struct pschema_app typed = {&example_factory_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define EXAMPLE_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(example_layout_mark) \
    const uint8_t example_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0xe7, 0x8e, 0x07, 0xa3, 0x40, 0xf7, 0xbd, 0xa9, 0x13, 0xb4, 0x09, 0x44}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t example_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
EXAMPLE_ACCESSOR const struct pschema_layout *example_layout(void)
{
    return &example_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result example_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(example_layout_mark);
    return pschema_layout_check(flash, example_layout(), difference);
}

#endif

#endif
