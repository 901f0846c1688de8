// thermo-stat, revision 7, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
/// The layout of a thermostat.
/// Second line
#ifndef THERMO_STAT_H
#define THERMO_STAT_H

#define THERMO_STAT_REVISION 7u
#define THERMO_STAT_LAYOUT_DIGEST 0xdde0bc478caab4dfull
#define THERMO_STAT_FLASH_SIZE 0x800000u

/// How many samples are kept.
/// one a minute
#define THERMO_STAT_SAMPLES 1000
#define THERMO_STAT_LOWEST (-40)
#define THERMO_STAT_HUGE 0xffffffffffffffffull
#define THERMO_STAT_MIN (-9223372036854775807ll - 1)

// Table `main`.
/// What the chip reads.
#define THERMO_STAT_MAIN_TABLE_OFFSET 0x8000u
#define THERMO_STAT_MAIN_TABLE_SIZE   0xc00u
/// Wi-Fi credentials
/// and user settings.
#define THERMO_STAT_NVS_OFFSET 0x9000u // first of table main
#define THERMO_STAT_NVS_SIZE   0x6000u
#define THERMO_STAT_OTADATA_OFFSET 0xf000u // after nvs
#define THERMO_STAT_OTADATA_SIZE   0x2000u
#define THERMO_STAT_PHY_INIT_OFFSET 0x11000u // after otadata
#define THERMO_STAT_PHY_INIT_SIZE   0x1000u
/// one page
#define THERMO_STAT_CAL_OFFSET 0x12000u // after phy init
#define THERMO_STAT_CAL_SIZE   0x1000u
#define THERMO_STAT_OTA_0_OFFSET 0x20000u // after cal, aligned to 64K
#define THERMO_STAT_OTA_0_SIZE   0x360000u
#define THERMO_STAT_OTA_1_OFFSET 0x380000u // after ota_0
#define THERMO_STAT_OTA_1_SIZE   0x360000u
#define THERMO_STAT_GR__E__1__2_OFFSET 0x7f0000u // at the end of table main
#define THERMO_STAT_GR__E__1__2_SIZE   0x10000u

#define THERMO_STAT_OTA_SLOTS 2u

// What the sdkconfig must not contradict, if there is one.
#ifndef THERMO_STAT_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema thermo_stat differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (THERMO_STAT_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32S3)
#error "sdkconfig and schema thermo_stat differ: CONFIG_IDF_TARGET is not esp32s3; run idf.py set-target esp32s3, or change the schema (THERMO_STAT_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema thermo_stat differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 8MB; in menuconfig, choose 8MB, or change the schema (THERMO_STAT_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef THERMO_STAT_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if THERMO_STAT_SOURCE is defined in each of
// its files and thermo_stat.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(THERMO_STAT_DEFINITIONS)
#define THERMO_STAT_CONSTANT const
#define THERMO_STAT_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define THERMO_STAT_CONSTANT inline constexpr
#define THERMO_STAT_ACCESSOR constexpr
#else
#ifndef THERMO_STAT_SOURCE
#define THERMO_STAT_CONSTANT static const
#endif
#define THERMO_STAT_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace thermo_stat_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(THERMO_STAT_DEFINITIONS) || !defined(THERMO_STAT_CONSTANT)
extern const struct pschema_partition thermo_stat_nvs_partition;
extern const struct pschema_partition thermo_stat_otadata_partition;
extern const struct pschema_partition thermo_stat_phy_init_partition;
extern const struct pschema_partition thermo_stat_cal_partition;
extern const struct pschema_partition thermo_stat_ota_0_partition;
extern const struct pschema_partition thermo_stat_ota_1_partition;
extern const struct pschema_partition thermo_stat_gr__e__1__2_partition;
extern const struct pschema_app thermo_stat_ota_apps[2];
extern const struct pschema_layout_row thermo_stat_main_rows[9];
extern const struct pschema_layout_table thermo_stat_expected_tables[1];
extern const struct pschema_layout thermo_stat_expected_layout;
#endif
#ifdef THERMO_STAT_CONSTANT
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_nvs_partition = {
    THERMO_STAT_NVS_OFFSET, THERMO_STAT_NVS_SIZE,
    PSCHEMA_FLAG_ENCRYPTED, 0x01u, 0x02u, 0u, "nvs"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_otadata_partition = {
    THERMO_STAT_OTADATA_OFFSET, THERMO_STAT_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u, "otadata"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_phy_init_partition = {
    THERMO_STAT_PHY_INIT_OFFSET, THERMO_STAT_PHY_INIT_SIZE,
    PSCHEMA_FLAG_READ_ONLY, 0x01u, 0x01u, 0u, "phy init"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_cal_partition = {
    THERMO_STAT_CAL_OFFSET, THERMO_STAT_CAL_SIZE, 0u, 0x40u, 0x10u, 0u, "cal"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_ota_0_partition = {
    THERMO_STAT_OTA_0_OFFSET, THERMO_STAT_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u, "ota_0"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_ota_1_partition = {
    THERMO_STAT_OTA_1_OFFSET, THERMO_STAT_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u, "ota_1"};
THERMO_STAT_CONSTANT struct pschema_partition thermo_stat_gr__e__1__2_partition = {
    THERMO_STAT_GR__E__1__2_OFFSET, THERMO_STAT_GR__E__1__2_SIZE,
    0u, 0x01u, 0x99u, 0u, "gr\303\266\303\237e $1 #2"};
THERMO_STAT_CONSTANT struct pschema_app thermo_stat_ota_apps[2] = {
    {&thermo_stat_ota_0_partition},
    {&thermo_stat_ota_1_partition},
};
THERMO_STAT_CONSTANT struct pschema_layout_row thermo_stat_main_rows[9] = {
    {"nvs", 0x608f5930u},
    {"otadata", 0x352edff9u},
    {"phy init", 0xf9d27ab5u},
    {"cal", 0x164fc222u},
    {"ota_0", 0x62034578u},
    {"ota_1", 0xca8880d7u},
    {"gr\303\266\303\237e $1 #2", 0x93933107u},
    {"(checksum)", 0xa7b313c5u},
    {"(end)", 0x19990159u},
};
THERMO_STAT_CONSTANT struct pschema_layout_table thermo_stat_expected_tables[1] = {
    {{THERMO_STAT_MAIN_TABLE_OFFSET, THERMO_STAT_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 9u, thermo_stat_main_rows, 0u, 0u},
};
THERMO_STAT_CONSTANT struct pschema_layout thermo_stat_expected_layout = {
    THERMO_STAT_LAYOUT_DIGEST, 1u, thermo_stat_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Wi-Fi credentials
/// and user settings.
THERMO_STAT_ACCESSOR struct pschema_nvs thermo_stat_nvs(void)
{
    const struct pschema_nvs typed = {&thermo_stat_nvs_partition};
    return typed;
}

/// Partition `otadata`: 8K at 0xf000.
THERMO_STAT_ACCESSOR struct pschema_otadata thermo_stat_otadata(void)
{
    const struct pschema_otadata typed = {&thermo_stat_otadata_partition};
    return typed;
}

/// Partition `phy init`: 4K at 0x11000.
THERMO_STAT_ACCESSOR struct pschema_readonly_data thermo_stat_phy_init(void)
{
    const struct pschema_readonly_data typed = {&thermo_stat_phy_init_partition};
    return typed;
}

/// one page
THERMO_STAT_ACCESSOR struct pschema_data thermo_stat_cal(void)
{
    const struct pschema_data typed = {&thermo_stat_cal_partition, {&thermo_stat_cal_partition}};
    return typed;
}

/// Partition `ota_0`: 3456K at 0x20000.
THERMO_STAT_ACCESSOR struct pschema_app thermo_stat_ota_0(void)
{
    const struct pschema_app typed = {&thermo_stat_ota_0_partition};
    return typed;
}

/// Partition `ota_1`: 3456K at 0x380000.
THERMO_STAT_ACCESSOR struct pschema_app thermo_stat_ota_1(void)
{
    const struct pschema_app typed = {&thermo_stat_ota_1_partition};
    return typed;
}

/// Partition `größe $1 #2`: 64K at 0x7f0000.
THERMO_STAT_ACCESSOR struct pschema_data thermo_stat_gr__e__1__2(void)
{
    const struct pschema_data typed = {&thermo_stat_gr__e__1__2_partition, {&thermo_stat_gr__e__1__2_partition}};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
THERMO_STAT_ACCESSOR struct pschema_app thermo_stat_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < THERMO_STAT_OTA_SLOTS ? thermo_stat_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> THERMO_STAT_ACCESSOR struct pschema_app thermo_stat_ota_slot()
{
    static_assert(number < THERMO_STAT_OTA_SLOTS, "thermo_stat has 2 OTA slots: 0 to 1");
    return thermo_stat_ota_apps[number];
}
}
#define THERMO_STAT_OTA_SLOT(number) (thermo_stat_ota_slot<(number)>())
#else
#define THERMO_STAT_OTA_SLOT(number) \
    (thermo_stat_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < THERMO_STAT_OTA_SLOTS, \
        "thermo_stat has 2 OTA slots: 0 to 1")])
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
THERMO_STAT_ACCESSOR struct pschema_ota_slots thermo_stat_ota(void)
{
    const struct pschema_ota_slots slots = {
        thermo_stat_otadata(),
        {pschema_no_partition()}, // no factory app
        thermo_stat_ota_apps, THERMO_STAT_OTA_SLOTS, 0u};
    return slots;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define THERMO_STAT_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(thermo_stat_layout_mark) \
    const uint8_t thermo_stat_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0xdf, 0xb4, 0xaa, 0x8c, 0x47, 0xbc, 0xe0, 0xdd, 0x86, 0x70, 0x44, 0x41}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t thermo_stat_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
THERMO_STAT_ACCESSOR const struct pschema_layout *thermo_stat_layout(void)
{
    return &thermo_stat_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result thermo_stat_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(thermo_stat_layout_mark);
    return pschema_layout_check(flash, thermo_stat_layout(), difference);
}

#endif

#endif
