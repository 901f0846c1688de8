// gadget, revision 2, for esp8266. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef GADGET_H
#define GADGET_H

#define GADGET_REVISION 2u
#define GADGET_LAYOUT_DIGEST 0xd212c921f791b15aull
#define GADGET_FLASH_SIZE 0x200000u

// Table `main`.
#define GADGET_MAIN_TABLE_OFFSET 0x8000u
#define GADGET_MAIN_TABLE_SIZE   0xc00u
#define GADGET_NVS_OFFSET 0x9000u // first of table main
#define GADGET_NVS_SIZE   0x4000u
#define GADGET_OTADATA_OFFSET 0xd000u // after nvs
#define GADGET_OTADATA_SIZE   0x2000u
#define GADGET_PHY_INIT_OFFSET 0xf000u // after otadata
#define GADGET_PHY_INIT_SIZE   0x1000u
#define GADGET_OTA_0_OFFSET 0x10000u // after phy_init
#define GADGET_OTA_0_SIZE   0xf0000u
#define GADGET_OTA_1_OFFSET 0x110000u // fixed by the schema
#define GADGET_OTA_1_SIZE   0xf0000u

#define GADGET_OTA_SLOTS 2u

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
#if defined(CONFIG_APP1_OFFSET) && CONFIG_APP1_OFFSET != 0x10000
#error "sdkconfig and schema gadget differ: CONFIG_APP1_OFFSET is not 0x10000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP1_SIZE) && CONFIG_APP1_SIZE != 0xf0000
#error "sdkconfig and schema gadget differ: CONFIG_APP1_SIZE is not 0xf0000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP2_OFFSET) && CONFIG_APP2_OFFSET != 0x110000
#error "sdkconfig and schema gadget differ: CONFIG_APP2_OFFSET is not 0x110000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_APP2_SIZE) && CONFIG_APP2_SIZE != 0xf0000
#error "sdkconfig and schema gadget differ: CONFIG_APP2_SIZE is not 0xf0000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP8266)
#error "sdkconfig and schema gadget differ: CONFIG_IDF_TARGET is not esp8266; run idf.py set-target esp8266, or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB)
#error "sdkconfig and schema gadget differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 2MB; in menuconfig, choose 2MB, or change the schema (GADGET_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef GADGET_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/ota.h>
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
extern const struct pschema_partition gadget_otadata_partition;
extern const struct pschema_partition gadget_phy_init_partition;
extern const struct pschema_partition gadget_ota_0_partition;
extern const struct pschema_partition gadget_ota_1_partition;
extern const struct pschema_app gadget_ota_apps[2];
extern const struct pschema_layout_row gadget_main_rows[6];
extern const struct pschema_layout_table gadget_expected_tables[1];
extern const struct pschema_layout gadget_expected_layout;
#endif
#ifdef GADGET_CONSTANT
GADGET_CONSTANT struct pschema_partition gadget_nvs_partition = {
    GADGET_NVS_OFFSET, GADGET_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
GADGET_CONSTANT struct pschema_partition gadget_otadata_partition = {
    GADGET_OTADATA_OFFSET, GADGET_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u, "otadata"};
GADGET_CONSTANT struct pschema_partition gadget_phy_init_partition = {
    GADGET_PHY_INIT_OFFSET, GADGET_PHY_INIT_SIZE, 0u, 0x01u, 0x01u, 0u, "phy_init"};
GADGET_CONSTANT struct pschema_partition gadget_ota_0_partition = {
    GADGET_OTA_0_OFFSET, GADGET_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u, "ota_0"};
GADGET_CONSTANT struct pschema_partition gadget_ota_1_partition = {
    GADGET_OTA_1_OFFSET, GADGET_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u, "ota_1"};
GADGET_CONSTANT struct pschema_app gadget_ota_apps[2] = {
    {&gadget_ota_0_partition},
    {&gadget_ota_1_partition},
};
GADGET_CONSTANT struct pschema_layout_row gadget_main_rows[6] = {
    {"nvs", 0xdad632cdu},
    {"otadata", 0x89c78953u},
    {"phy_init", 0x968c44dbu},
    {"ota_0", 0x1f5732c2u},
    {"ota_1", 0x786a210fu},
    {"(end)", 0x19990159u},
};
GADGET_CONSTANT struct pschema_layout_table gadget_expected_tables[1] = {
    {{GADGET_MAIN_TABLE_OFFSET, GADGET_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 6u, gadget_main_rows, 0u, 0u},
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

/// Partition `nvs`: 16K at 0x9000.
GADGET_ACCESSOR struct pschema_nvs gadget_nvs(void)
{
    const struct pschema_nvs typed = {&gadget_nvs_partition};
    return typed;
}

/// Partition `otadata`: 8K at 0xd000.
GADGET_ACCESSOR struct pschema_otadata gadget_otadata(void)
{
    const struct pschema_otadata typed = {&gadget_otadata_partition};
    return typed;
}

/// Partition `phy_init`: 4K at 0xf000.
GADGET_ACCESSOR struct pschema_data gadget_phy_init(void)
{
    const struct pschema_data typed = {&gadget_phy_init_partition, {&gadget_phy_init_partition}};
    return typed;
}

/// Partition `ota_0`: 960K at 0x10000.
GADGET_ACCESSOR struct pschema_app gadget_ota_0(void)
{
    const struct pschema_app typed = {&gadget_ota_0_partition};
    return typed;
}

/// Partition `ota_1`: 960K at 0x110000.
GADGET_ACCESSOR struct pschema_app gadget_ota_1(void)
{
    const struct pschema_app typed = {&gadget_ota_1_partition};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
GADGET_ACCESSOR struct pschema_app gadget_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < GADGET_OTA_SLOTS ? gadget_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> GADGET_ACCESSOR struct pschema_app gadget_ota_slot()
{
    static_assert(number < GADGET_OTA_SLOTS, "gadget has 2 OTA slots: 0 to 1");
    return gadget_ota_apps[number];
}
}
#define GADGET_OTA_SLOT(number) (gadget_ota_slot<(number)>())
#else
#define GADGET_OTA_SLOT(number) \
    (gadget_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < GADGET_OTA_SLOTS, \
        "gadget has 2 OTA slots: 0 to 1")])
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
GADGET_ACCESSOR struct pschema_ota_slots gadget_ota(void)
{
    const struct pschema_ota_slots slots = {
        gadget_otadata(),
        {pschema_no_partition()}, // no factory app
        gadget_ota_apps, GADGET_OTA_SLOTS, 1u /* the bootloader ignores states */};
    return slots;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define GADGET_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(gadget_layout_mark) \
    const uint8_t gadget_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x5a, 0xb1, 0x91, 0xf7, 0x21, 0xc9, 0x12, 0xd2, 0xe5, 0x6e, 0x5a, 0x12}
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
