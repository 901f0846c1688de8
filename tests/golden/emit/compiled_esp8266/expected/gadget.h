// gadget, revision 2, for esp8266. Made by schemac.
#ifndef GADGET_H
#define GADGET_H

#define GADGET_REVISION 2u
#define GADGET_LAYOUT_DIGEST 0x5ef753f3u
#define GADGET_FLASH_SIZE 0x200000u

// Table `main`.
#define GADGET_MAIN_TABLE_OFFSET 0x8000u
#define GADGET_MAIN_TABLE_SIZE   0xc00u
#define GADGET_NVS_OFFSET 0x9000u
#define GADGET_NVS_SIZE   0x4000u
#define GADGET_OTADATA_OFFSET 0xd000u
#define GADGET_OTADATA_SIZE   0x2000u
#define GADGET_PHY_INIT_OFFSET 0xf000u
#define GADGET_PHY_INIT_SIZE   0x1000u
#define GADGET_OTA_0_OFFSET 0x10000u
#define GADGET_OTA_0_SIZE   0xf0000u
#define GADGET_OTA_1_OFFSET 0x110000u
#define GADGET_OTA_1_SIZE   0xf0000u

#define GADGET_OTA_SLOTS 2u

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

static inline struct pschema_nvs gadget_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", GADGET_NVS_OFFSET, GADGET_NVS_SIZE, 0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_otadata gadget_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", GADGET_OTADATA_OFFSET, GADGET_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_data gadget_phy_init(void)
{
    static const struct pschema_partition it = {
        "phy_init", GADGET_PHY_INIT_OFFSET, GADGET_PHY_INIT_SIZE, 0u, 0x01u, 0x01u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_app gadget_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", GADGET_OTA_0_OFFSET, GADGET_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app gadget_ota_1(void)
{
    static const struct pschema_partition it = {
        "ota_1", GADGET_OTA_1_OFFSET, GADGET_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app gadget_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return gadget_ota_0();
    case 1: return gadget_ota_1();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned gadget_no_such_ota_slot(void) PSCHEMA_REFUSED("there are 2 OTA slots");
#define gadget_ota_slot(number) \
    gadget_ota_slot(PSCHEMA_BELOW(GADGET_OTA_SLOTS, number, gadget_no_such_ota_slot()))
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
static inline struct pschema_ota_slots gadget_ota(void)
{
    const struct pschema_ota_slots slots = {
        gadget_otadata(),
        {0}, // no factory app
        gadget_ota_slot, GADGET_OTA_SLOTS, 1u /* the bootloader ignores states */};
    return slots;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *gadget_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"nvs", 0xdad632cdu},
        {"otadata", 0x89c78953u},
        {"phy_init", 0x968c44dbu},
        {"ota_0", 0x1f5732c2u},
        {"ota_1", 0x786a210fu},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{"main", GADGET_MAIN_TABLE_OFFSET, GADGET_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 32u, 6u, main_rows},
    };
    static const struct pschema_layout layout = {GADGET_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

#endif
#endif

#endif
