// esp_at, revision 1, for esp32c3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef ESP_AT_H
#define ESP_AT_H

#define ESP_AT_REVISION 1u
#define ESP_AT_LAYOUT_DIGEST 0x0a6cdca9d1363531ull
#define ESP_AT_FLASH_SIZE 0x400000u

// Table `partitions`.
#define ESP_AT_PARTITIONS_TABLE_OFFSET 0x8000u
#define ESP_AT_PARTITIONS_TABLE_SIZE   0xc00u
#define ESP_AT_PARTITIONS_OTADATA_OFFSET 0xd000u // fixed by the schema
#define ESP_AT_PARTITIONS_OTADATA_SIZE   0x2000u
#define ESP_AT_MORE_OFFSET 0xf000u // after otadata
#define ESP_AT_MORE_SIZE   0x10000u
#define ESP_AT_OTA_0_OFFSET 0x20000u // after more, aligned to 64K
#define ESP_AT_OTA_0_SIZE   0x3e0000u

// Table `customize`.
#define ESP_AT_CUSTOMIZE_TABLE_OFFSET 0xf000u
#define ESP_AT_CUSTOMIZE_TABLE_SIZE   0xc00u
#define ESP_AT_CUSTOMIZE_OTADATA_OFFSET 0x10000u // first of table customize
#define ESP_AT_CUSTOMIZE_OTADATA_SIZE   0x4000u
#define ESP_AT_REST_OFFSET 0x14000u // after otadata
#define ESP_AT_REST_SIZE   0xb000u

#define ESP_AT_OTA_SLOTS 1u

// What the sdkconfig must not contradict, if there is one.
#ifndef ESP_AT_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema esp_at differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (ESP_AT_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32C3)
#error "sdkconfig and schema esp_at differ: CONFIG_IDF_TARGET is not esp32c3; run idf.py set-target esp32c3, or change the schema (ESP_AT_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema esp_at differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (ESP_AT_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef ESP_AT_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if ESP_AT_SOURCE is defined in each of
// its files and esp_at.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(ESP_AT_DEFINITIONS)
#define ESP_AT_CONSTANT const
#define ESP_AT_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define ESP_AT_CONSTANT inline constexpr
#define ESP_AT_ACCESSOR constexpr
#else
#ifndef ESP_AT_SOURCE
#define ESP_AT_CONSTANT static const
#endif
#define ESP_AT_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace esp_at_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(ESP_AT_DEFINITIONS) || !defined(ESP_AT_CONSTANT)
extern const struct pschema_partition esp_at_partitions_otadata_partition;
extern const struct pschema_partition esp_at_more_partition;
extern const struct pschema_partition esp_at_ota_0_partition;
extern const struct pschema_partition esp_at_customize_otadata_partition;
extern const struct pschema_partition esp_at_rest_partition;
extern const struct pschema_app esp_at_ota_apps[1];
extern const struct pschema_layout_row esp_at_partitions_rows[4];
extern const struct pschema_layout_row esp_at_customize_rows[4];
extern const struct pschema_layout_table esp_at_expected_tables[2];
extern const struct pschema_layout esp_at_expected_layout;
#endif
#ifdef ESP_AT_CONSTANT
ESP_AT_CONSTANT struct pschema_partition esp_at_partitions_otadata_partition = {
    ESP_AT_PARTITIONS_OTADATA_OFFSET, ESP_AT_PARTITIONS_OTADATA_SIZE,
    0u, 0x01u, 0x00u, 0u, "otadata"};
ESP_AT_CONSTANT struct pschema_partition esp_at_more_partition = {
    ESP_AT_MORE_OFFSET, ESP_AT_MORE_SIZE, 0u, 0x40u, 0x00u, 0u, "more"};
ESP_AT_CONSTANT struct pschema_partition esp_at_ota_0_partition = {
    ESP_AT_OTA_0_OFFSET, ESP_AT_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u, "ota_0"};
ESP_AT_CONSTANT struct pschema_partition esp_at_customize_otadata_partition = {
    ESP_AT_CUSTOMIZE_OTADATA_OFFSET, ESP_AT_CUSTOMIZE_OTADATA_SIZE,
    0u, 0x41u, 0x01u, 0u, "otadata"};
ESP_AT_CONSTANT struct pschema_partition esp_at_rest_partition = {
    ESP_AT_REST_OFFSET, ESP_AT_REST_SIZE, 0u, 0x01u, 0xffu, 0u, "rest"};
ESP_AT_CONSTANT struct pschema_app esp_at_ota_apps[1] = {
    {&esp_at_ota_0_partition},
};
ESP_AT_CONSTANT struct pschema_layout_row esp_at_partitions_rows[4] = {
    {"otadata", 0x89c78953u},
    {"more", 0x3e61f3f5u},
    {"ota_0", 0xdb406378u},
    {"(end)", 0x19990159u},
};
ESP_AT_CONSTANT struct pschema_layout_row esp_at_customize_rows[4] = {
    {"otadata", 0x70d2452au},
    {"rest", 0x97f50b44u},
    {"(checksum)", 0xf2f805dcu},
    {"(end)", 0x19990159u},
};
ESP_AT_CONSTANT struct pschema_layout_table esp_at_expected_tables[2] = {
    {{ESP_AT_PARTITIONS_TABLE_OFFSET, ESP_AT_PARTITIONS_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "partitions"},
     32u, 4u, esp_at_partitions_rows, 0u, 0u},
    {{ESP_AT_CUSTOMIZE_TABLE_OFFSET, ESP_AT_CUSTOMIZE_TABLE_SIZE,
      0u, 0x40u, 0x00u, 0u, "customize"},
     32u, 4u, esp_at_customize_rows, ESP_AT_MORE_OFFSET, ESP_AT_MORE_SIZE},
};
ESP_AT_CONSTANT struct pschema_layout esp_at_expected_layout = {
    ESP_AT_LAYOUT_DIGEST, 2u, esp_at_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `otadata`: 8K at 0xd000.
ESP_AT_ACCESSOR struct pschema_otadata esp_at_partitions_otadata(void)
{
    const struct pschema_otadata typed = {&esp_at_partitions_otadata_partition};
    return typed;
}

/// Partition `more`: 64K at 0xf000.
ESP_AT_ACCESSOR struct pschema_table esp_at_more(void)
{
    const struct pschema_table typed = {&esp_at_more_partition};
    return typed;
}

/// Partition `ota_0`: 3968K at 0x20000.
ESP_AT_ACCESSOR struct pschema_app esp_at_ota_0(void)
{
    const struct pschema_app typed = {&esp_at_ota_0_partition};
    return typed;
}

/// Partition `otadata`: 16K at 0x10000.
ESP_AT_ACCESSOR struct pschema_data esp_at_customize_otadata(void)
{
    const struct pschema_data typed = {&esp_at_customize_otadata_partition, {&esp_at_customize_otadata_partition}};
    return typed;
}

/// Partition `rest`: 44K at 0x14000.
ESP_AT_ACCESSOR struct pschema_data esp_at_rest(void)
{
    const struct pschema_data typed = {&esp_at_rest_partition, {&esp_at_rest_partition}};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
ESP_AT_ACCESSOR struct pschema_app esp_at_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < ESP_AT_OTA_SLOTS ? esp_at_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> ESP_AT_ACCESSOR struct pschema_app esp_at_ota_slot()
{
    static_assert(number < ESP_AT_OTA_SLOTS, "esp_at has 1 OTA slot: 0");
    return esp_at_ota_apps[number];
}
}
#define ESP_AT_OTA_SLOT(number) (esp_at_ota_slot<(number)>())
#else
#define ESP_AT_OTA_SLOT(number) \
    (esp_at_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < ESP_AT_OTA_SLOTS, \
        "esp_at has 1 OTA slot: 0")])
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
ESP_AT_ACCESSOR struct pschema_ota_slots esp_at_ota(void)
{
    const struct pschema_ota_slots slots = {
        esp_at_partitions_otadata(),
        {pschema_no_partition()}, // no factory app
        esp_at_ota_apps, ESP_AT_OTA_SLOTS, 0u};
    return slots;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define ESP_AT_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(esp_at_layout_mark) \
    const uint8_t esp_at_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x31, 0x35, 0x36, 0xd1, 0xa9, 0xdc, 0x6c, 0x0a, 0xca, 0x16, 0xae, 0xa2}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t esp_at_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
ESP_AT_ACCESSOR const struct pschema_layout *esp_at_layout(void)
{
    return &esp_at_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result esp_at_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(esp_at_layout_mark);
    return pschema_layout_check(flash, esp_at_layout(), difference);
}

#endif

#endif
