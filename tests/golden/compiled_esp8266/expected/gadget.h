// gadget, revision 2, for esp8266. Made by schemac.
#ifndef GADGET_H
#define GADGET_H

#define GADGET_REVISION 2u
#define GADGET_LAYOUT_DIGEST 0x7d6cc244u
#define GADGET_FLASH_SIZE 0x200000u

// Table `main`.
#define GADGET_MAIN_TABLE_OFFSET 0x8000u
#define GADGET_MAIN_TABLE_SIZE 0xc00u
#define GADGET_NVS_OFFSET 0x9000u
#define GADGET_NVS_SIZE 0x4000u
#define GADGET_OTADATA_OFFSET 0xd000u
#define GADGET_OTADATA_SIZE 0x2000u
#define GADGET_PHY_INIT_OFFSET 0xf000u
#define GADGET_PHY_INIT_SIZE 0x1000u
#define GADGET_OTA_0_OFFSET 0x10000u
#define GADGET_OTA_0_SIZE 0xf0000u
#define GADGET_OTA_1_OFFSET 0x110000u
#define GADGET_OTA_1_SIZE 0xf0000u

#define GADGET_OTA_SLOTS 2u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

static inline struct pschema_nvs gadget_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", GADGET_NVS_OFFSET, GADGET_NVS_SIZE, 0x0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_otadata gadget_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", GADGET_OTADATA_OFFSET, GADGET_OTADATA_SIZE, 0x0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_data gadget_phy_init(void)
{
    static const struct pschema_partition it = {
        "phy_init", GADGET_PHY_INIT_OFFSET, GADGET_PHY_INIT_SIZE, 0x0u, 0x01u, 0x01u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_app gadget_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", GADGET_OTA_0_OFFSET, GADGET_OTA_0_SIZE, 0x0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app gadget_ota_1(void)
{
    static const struct pschema_partition it = {
        "ota_1", GADGET_OTA_1_OFFSET, GADGET_OTA_1_SIZE, 0x0u, 0x00u, 0x11u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

/// The OTA slot ota_I; I is less than GADGET_OTA_SLOTS.
static inline struct pschema_app gadget_ota_slot(unsigned i)
{
    static const struct pschema_partition nothing = {"", 0u, 0u, 0u, 0u, 0u, 0u};
    const struct pschema_app none = {&nothing};
    switch (i) {
    case 0:
        return gadget_ota_0();
    case 1:
        return gadget_ota_1();
    default:
        return none;
    }
}

#if defined(__GNUC__) && !defined(__cplusplus)
struct pschema_app gadget_no_such_ota_slot(void)
    __attribute__((error("there are 2 OTA slots")));
#define gadget_ota_slot(i) \
    __builtin_choose_expr( \
        (unsigned)__builtin_choose_expr( \
            __builtin_types_compatible_p( \
                __typeof__(1 ? (void *)((long)(i)*0l) : (int *)1), int *), \
            (i), 0) >= 2u, \
        gadget_no_such_ota_slot(), gadget_ota_slot(i))
#endif

#endif
#endif

#endif
