// esp_at, revision 1, for esp32c3. Made by schemac.
#ifndef ESP_AT_H
#define ESP_AT_H

#define ESP_AT_REVISION 1u
#define ESP_AT_LAYOUT_DIGEST 0x5a3e5da1u
#define ESP_AT_FLASH_SIZE 0x400000u

// Table `partitions`.
#define ESP_AT_PARTITIONS_TABLE_OFFSET 0x8000u
#define ESP_AT_PARTITIONS_TABLE_SIZE   0xc00u
#define ESP_AT_PARTITIONS_OTADATA_OFFSET 0xd000u
#define ESP_AT_PARTITIONS_OTADATA_SIZE   0x2000u
#define ESP_AT_MORE_OFFSET 0xf000u
#define ESP_AT_MORE_SIZE   0x10000u
#define ESP_AT_OTA_0_OFFSET 0x20000u
#define ESP_AT_OTA_0_SIZE   0x3e0000u

// Table `customize`.
#define ESP_AT_CUSTOMIZE_TABLE_OFFSET 0xf000u
#define ESP_AT_CUSTOMIZE_TABLE_SIZE   0xc00u
#define ESP_AT_CUSTOMIZE_OTADATA_OFFSET 0x10000u
#define ESP_AT_CUSTOMIZE_OTADATA_SIZE   0x4000u
#define ESP_AT_REST_OFFSET 0x14000u
#define ESP_AT_REST_SIZE   0xb000u

#define ESP_AT_OTA_SLOTS 1u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 1
#error "this header needs version 1 of the pschema runtime, or a later one"
#endif

static inline struct pschema_otadata esp_at_partitions_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", ESP_AT_PARTITIONS_OTADATA_OFFSET, ESP_AT_PARTITIONS_OTADATA_SIZE,
        0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_table esp_at_more(void)
{
    static const struct pschema_partition it = {
        "more", ESP_AT_MORE_OFFSET, ESP_AT_MORE_SIZE, 0u, 0x40u, 0x00u, 0u};
    const struct pschema_table typed = {&it};
    return typed;
}

static inline struct pschema_app esp_at_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", ESP_AT_OTA_0_OFFSET, ESP_AT_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_data esp_at_customize_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", ESP_AT_CUSTOMIZE_OTADATA_OFFSET, ESP_AT_CUSTOMIZE_OTADATA_SIZE,
        0u, 0x41u, 0x01u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_data esp_at_rest(void)
{
    static const struct pschema_partition it = {
        "rest", ESP_AT_REST_OFFSET, ESP_AT_REST_SIZE, 0u, 0x01u, 0xffu, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app esp_at_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return esp_at_ota_0();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned esp_at_no_such_ota_slot(void) PSCHEMA_REFUSED("there is 1 OTA slot");
#define esp_at_ota_slot(number) \
    esp_at_ota_slot(PSCHEMA_BELOW(ESP_AT_OTA_SLOTS, number, esp_at_no_such_ota_slot()))
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
static inline struct pschema_ota_slots esp_at_ota(void)
{
    const struct pschema_ota_slots slots = {
        esp_at_partitions_otadata(),
        {0}, // no factory app
        esp_at_ota_slot, ESP_AT_OTA_SLOTS, 0u};
    return slots;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *esp_at_layout(void)
{
    static const struct pschema_layout_row partitions_rows[] = {
        {"otadata", 0x89c78953u},
        {"more", 0x3e61f3f5u},
        {"ota_0", 0xdb406378u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_row customize_rows[] = {
        {"otadata", 0x70d2452au},
        {"rest", 0x97f50b44u},
        {"(checksum)", 0xf2f805dcu},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{"partitions", ESP_AT_PARTITIONS_TABLE_OFFSET, ESP_AT_PARTITIONS_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 32u, 4u, partitions_rows},
        {{"customize", ESP_AT_CUSTOMIZE_TABLE_OFFSET, ESP_AT_CUSTOMIZE_TABLE_SIZE,
          0u, 0x40u, 0x00u, 0u}, 32u, 4u, customize_rows},
    };
    static const struct pschema_layout layout = {ESP_AT_LAYOUT_DIGEST, 2u, tables};
    return &layout;
}

#endif
#endif

#endif
