// windows, revision 1, for esp8266. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef WINDOWS_H
#define WINDOWS_H

#define WINDOWS_REVISION 1u
#define WINDOWS_LAYOUT_DIGEST 0xc1e67d3e2a73e736ull
#define WINDOWS_FLASH_SIZE 0x400000u

// Table `main`.
#define WINDOWS_MAIN_TABLE_OFFSET 0x8000u
#define WINDOWS_MAIN_TABLE_SIZE   0xc00u
#define WINDOWS_NVS_OFFSET 0x9000u // first of table main
#define WINDOWS_NVS_SIZE   0x4000u
#define WINDOWS_OTADATA_OFFSET 0xd000u // after nvs
#define WINDOWS_OTADATA_SIZE   0x2000u
#define WINDOWS_OTA_0_OFFSET 0xf000u // after otadata
#define WINDOWS_OTA_0_SIZE   0x80000u
#define WINDOWS_OTA_1_OFFSET 0x10f000u // after ota_0, at the same place of 1M as ota_0
#define WINDOWS_OTA_1_SIZE   0x80000u
#define WINDOWS_REST_OFFSET 0x18f000u // after ota_1
#define WINDOWS_REST_SIZE   0x10000u

#define WINDOWS_OTA_SLOTS 2u

// What the sdkconfig must not contradict, if there is one.
#ifndef WINDOWS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema windows differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP1_OFFSET) && CONFIG_APP1_OFFSET != 0xf000
#error "sdkconfig and schema windows differ: CONFIG_APP1_OFFSET is not 0xf000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP1_SIZE) && CONFIG_APP1_SIZE != 0x80000
#error "sdkconfig and schema windows differ: CONFIG_APP1_SIZE is not 0x80000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP2_OFFSET) && CONFIG_APP2_OFFSET != 0x10f000
#error "sdkconfig and schema windows differ: CONFIG_APP2_OFFSET is not 0x10f000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP2_SIZE) && CONFIG_APP2_SIZE != 0x80000
#error "sdkconfig and schema windows differ: CONFIG_APP2_SIZE is not 0x80000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP8266)
#error "sdkconfig and schema windows differ: CONFIG_IDF_TARGET is not esp8266; run idf.py set-target esp8266, or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB)
#error "sdkconfig and schema windows differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (WINDOWS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef WINDOWS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if WINDOWS_SOURCE is defined in each of
// its files and windows.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(WINDOWS_DEFINITIONS)
#define WINDOWS_CONSTANT const
#define WINDOWS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define WINDOWS_CONSTANT inline constexpr
#define WINDOWS_ACCESSOR constexpr
#else
#ifndef WINDOWS_SOURCE
#define WINDOWS_CONSTANT static const
#endif
#define WINDOWS_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace windows_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(WINDOWS_DEFINITIONS) || !defined(WINDOWS_CONSTANT)
extern const struct pschema_partition windows_nvs_partition;
extern const struct pschema_partition windows_otadata_partition;
extern const struct pschema_partition windows_ota_0_partition;
extern const struct pschema_partition windows_ota_1_partition;
extern const struct pschema_partition windows_rest_partition;
extern const struct pschema_app windows_ota_apps[2];
extern const struct pschema_layout_row windows_main_rows[6];
extern const struct pschema_layout_table windows_expected_tables[1];
extern const struct pschema_layout windows_expected_layout;
#endif
#ifdef WINDOWS_CONSTANT
WINDOWS_CONSTANT struct pschema_partition windows_nvs_partition = {
    WINDOWS_NVS_OFFSET, WINDOWS_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
WINDOWS_CONSTANT struct pschema_partition windows_otadata_partition = {
    WINDOWS_OTADATA_OFFSET, WINDOWS_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u, "otadata"};
WINDOWS_CONSTANT struct pschema_partition windows_ota_0_partition = {
    WINDOWS_OTA_0_OFFSET, WINDOWS_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u, "ota_0"};
WINDOWS_CONSTANT struct pschema_partition windows_ota_1_partition = {
    WINDOWS_OTA_1_OFFSET, WINDOWS_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u, "ota_1"};
WINDOWS_CONSTANT struct pschema_partition windows_rest_partition = {
    WINDOWS_REST_OFFSET, WINDOWS_REST_SIZE, 0u, 0x40u, 0x00u, 0u, "rest"};
WINDOWS_CONSTANT struct pschema_app windows_ota_apps[2] = {
    {&windows_ota_0_partition},
    {&windows_ota_1_partition},
};
WINDOWS_CONSTANT struct pschema_layout_row windows_main_rows[6] = {
    {"nvs", 0xdad632cdu},
    {"otadata", 0x89c78953u},
    {"ota_0", 0x439bac94u},
    {"ota_1", 0x24a6bf59u},
    {"rest", 0x5ff3a19eu},
    {"(end)", 0x19990159u},
};
WINDOWS_CONSTANT struct pschema_layout_table windows_expected_tables[1] = {
    {{WINDOWS_MAIN_TABLE_OFFSET, WINDOWS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 6u, windows_main_rows, 0u, 0u},
};
WINDOWS_CONSTANT struct pschema_layout windows_expected_layout = {
    WINDOWS_LAYOUT_DIGEST, 1u, windows_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 16K at 0x9000.
WINDOWS_ACCESSOR struct pschema_nvs windows_nvs(void)
{
    const struct pschema_nvs typed = {&windows_nvs_partition};
    return typed;
}

/// Partition `otadata`: 8K at 0xd000.
WINDOWS_ACCESSOR struct pschema_otadata windows_otadata(void)
{
    const struct pschema_otadata typed = {&windows_otadata_partition};
    return typed;
}

/// Partition `ota_0`: 512K at 0xf000.
WINDOWS_ACCESSOR struct pschema_app windows_ota_0(void)
{
    const struct pschema_app typed = {&windows_ota_0_partition};
    return typed;
}

/// Partition `ota_1`: 512K at 0x10f000.
WINDOWS_ACCESSOR struct pschema_app windows_ota_1(void)
{
    const struct pschema_app typed = {&windows_ota_1_partition};
    return typed;
}

/// Partition `rest`: 64K at 0x18f000.
WINDOWS_ACCESSOR struct pschema_data windows_rest(void)
{
    const struct pschema_data typed = {&windows_rest_partition, {&windows_rest_partition}};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
WINDOWS_ACCESSOR struct pschema_app windows_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < WINDOWS_OTA_SLOTS ? windows_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> WINDOWS_ACCESSOR struct pschema_app windows_ota_slot()
{
    static_assert(number < WINDOWS_OTA_SLOTS, "windows has 2 OTA slots: 0 to 1");
    return windows_ota_apps[number];
}
}
#define WINDOWS_OTA_SLOT(number) (windows_ota_slot<(number)>())
#else
#define WINDOWS_OTA_SLOT(number) \
    (windows_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < WINDOWS_OTA_SLOTS, \
        "windows has 2 OTA slots: 0 to 1")])
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
WINDOWS_ACCESSOR struct pschema_ota_slots windows_ota(void)
{
    const struct pschema_ota_slots slots = {
        windows_otadata(),
        {pschema_no_partition()}, // no factory app
        windows_ota_apps, WINDOWS_OTA_SLOTS, 1u /* the bootloader ignores states */};
    return slots;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define WINDOWS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(windows_layout_mark) \
    const uint8_t windows_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x36, 0xe7, 0x73, 0x2a, 0x3e, 0x7d, 0xe6, 0xc1, 0x9f, 0x72, 0xb1, 0xc1}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t windows_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
WINDOWS_ACCESSOR const struct pschema_layout *windows_layout(void)
{
    return &windows_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result windows_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(windows_layout_mark);
    return pschema_layout_check(flash, windows_layout(), difference);
}

#endif

#endif
