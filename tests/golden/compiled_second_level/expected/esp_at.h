// esp_at, revision 1, for esp32c3. Made by schemac.
#ifndef ESP_AT_H
#define ESP_AT_H

#define ESP_AT_REVISION 1u
#define ESP_AT_LAYOUT_DIGEST 0x6a38ee77u
#define ESP_AT_FLASH_SIZE 0x400000u

// Table `partitions`.
#define ESP_AT_PARTITIONS_TABLE_OFFSET 0x8000u
#define ESP_AT_PARTITIONS_TABLE_SIZE 0xc00u
#define ESP_AT_PARTITIONS_OTADATA_OFFSET 0xd000u
#define ESP_AT_PARTITIONS_OTADATA_SIZE 0x2000u
#define ESP_AT_MORE_OFFSET 0xf000u
#define ESP_AT_MORE_SIZE 0x10000u
#define ESP_AT_OTA_0_OFFSET 0x20000u
#define ESP_AT_OTA_0_SIZE 0x3e0000u

// Table `customize`.
#define ESP_AT_CUSTOMIZE_TABLE_OFFSET 0xf000u
#define ESP_AT_CUSTOMIZE_TABLE_SIZE 0xc00u
#define ESP_AT_CUSTOMIZE_OTADATA_OFFSET 0x10000u
#define ESP_AT_CUSTOMIZE_OTADATA_SIZE 0x4000u
#define ESP_AT_REST_OFFSET 0x14000u
#define ESP_AT_REST_SIZE 0xb000u

#define ESP_AT_OTA_SLOTS 1u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

static inline struct pschema_otadata esp_at_partitions_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", ESP_AT_PARTITIONS_OTADATA_OFFSET, ESP_AT_PARTITIONS_OTADATA_SIZE, 0x0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_table esp_at_more(void)
{
    static const struct pschema_partition it = {
        "more", ESP_AT_MORE_OFFSET, ESP_AT_MORE_SIZE, 0x0u, 0x40u, 0x00u, 0u};
    const struct pschema_table typed = {&it};
    return typed;
}

static inline struct pschema_app esp_at_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", ESP_AT_OTA_0_OFFSET, ESP_AT_OTA_0_SIZE, 0x0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_data esp_at_customize_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", ESP_AT_CUSTOMIZE_OTADATA_OFFSET, ESP_AT_CUSTOMIZE_OTADATA_SIZE, 0x0u, 0x41u, 0x01u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_data esp_at_rest(void)
{
    static const struct pschema_partition it = {
        "rest", ESP_AT_REST_OFFSET, ESP_AT_REST_SIZE, 0x0u, 0x01u, 0xffu, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

/// The OTA slot ota_I; I is less than ESP_AT_OTA_SLOTS.
static inline struct pschema_app esp_at_ota_slot(unsigned i)
{
    static const struct pschema_partition nothing = {"", 0u, 0u, 0u, 0u, 0u, 0u};
    const struct pschema_app none = {&nothing};
    switch (i) {
    case 0:
        return esp_at_ota_0();
    default:
        return none;
    }
}

#if defined(__GNUC__) && !defined(__cplusplus)
struct pschema_app esp_at_no_such_ota_slot(void)
    __attribute__((error("there are 1 OTA slots")));
#define esp_at_ota_slot(i) \
    __builtin_choose_expr( \
        (unsigned)__builtin_choose_expr( \
            __builtin_types_compatible_p( \
                __typeof__(1 ? (void *)((long)(i)*0l) : (int *)1), int *), \
            (i), 0) >= 1u, \
        esp_at_no_such_ota_slot(), esp_at_ota_slot(i))
#endif

#endif
#endif

#endif
