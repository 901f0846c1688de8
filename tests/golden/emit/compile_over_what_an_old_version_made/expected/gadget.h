// gadget, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef GADGET_H
#define GADGET_H

#define GADGET_REVISION 1u
#define GADGET_LAYOUT_DIGEST 0xef672e9a01179a6dull
#define GADGET_FLASH_SIZE 0x400000u

// Table `partitions`.
#define GADGET_PARTITIONS_TABLE_OFFSET 0x8000u
#define GADGET_PARTITIONS_TABLE_SIZE   0xc00u
#define GADGET_NVS_OFFSET 0x9000u // first of table partitions
#define GADGET_NVS_SIZE   0x6000u
#define GADGET_FACTORY_OFFSET 0x10000u // after nvs, aligned to 64K
#define GADGET_FACTORY_SIZE   0x100000u

// What the sdkconfig must not contradict, if there is one.
#ifndef GADGET_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema gadget differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema gadget differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema gadget differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef GADGET_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if GADGET_SOURCE is defined in each of
// its files and gadget.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(GADGET_DEFINITIONS)
#define GADGET_CONSTANT const
#define GADGET_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define GADGET_CONSTANT inline constexpr
#define GADGET_ACCESSOR constexpr
#else
#ifndef GADGET_SOURCE
#define GADGET_CONSTANT static const
#endif
#define GADGET_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace gadget_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(GADGET_DEFINITIONS) || !defined(GADGET_CONSTANT)
extern const struct pschema_partition gadget_nvs_partition;
extern const struct pschema_partition gadget_factory_partition;
extern const struct pschema_layout_row gadget_partitions_rows[4];
extern const struct pschema_layout_table gadget_expected_tables[1];
extern const struct pschema_layout gadget_expected_layout;
#endif
#ifdef GADGET_CONSTANT
GADGET_CONSTANT struct pschema_partition gadget_nvs_partition = {
    GADGET_NVS_OFFSET, GADGET_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
GADGET_CONSTANT struct pschema_partition gadget_factory_partition = {
    GADGET_FACTORY_OFFSET, GADGET_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
GADGET_CONSTANT struct pschema_layout_row gadget_partitions_rows[4] = {
    {"nvs", 0xd8333e55u},
    {"factory", 0x0b2b7387u},
    {"(checksum)", 0xfecb57f3u},
    {"(end)", 0x19990159u},
};
GADGET_CONSTANT struct pschema_layout_table gadget_expected_tables[1] = {
    {{GADGET_PARTITIONS_TABLE_OFFSET, GADGET_PARTITIONS_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "partitions"},
     32u, 4u, gadget_partitions_rows, 0u, 0u},
};
GADGET_CONSTANT struct pschema_layout gadget_expected_layout = {
    GADGET_LAYOUT_DIGEST, 1u, gadget_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
GADGET_ACCESSOR struct pschema_nvs gadget_nvs(void)
{
    const struct pschema_nvs typed = {&gadget_nvs_partition};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
GADGET_ACCESSOR struct pschema_app gadget_factory(void)
{
    const struct pschema_app typed = {&gadget_factory_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define GADGET_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(gadget_layout_mark) \
    const uint8_t gadget_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x6d, 0x9a, 0x17, 0x01, 0x9a, 0x2e, 0x67, 0xef, 0xc3, 0xc5, 0x8b, 0x33}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t gadget_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
GADGET_ACCESSOR const struct pschema_layout *gadget_layout(void)
{
    return &gadget_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result gadget_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(gadget_layout_mark);
    return pschema_layout_check(flash, gadget_layout(), difference);
}

#endif

#endif
