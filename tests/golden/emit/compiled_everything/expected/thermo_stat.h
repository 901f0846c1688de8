// thermo-stat, revision 7, for esp32s3. Made by schemac.
/// The layout of a thermostat.
/// Second line
#ifndef THERMO_STAT_H
#define THERMO_STAT_H

#define THERMO_STAT_REVISION 7u
#define THERMO_STAT_LAYOUT_DIGEST 0xe139682du
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
#define THERMO_STAT_NVS_OFFSET 0x9000u
#define THERMO_STAT_NVS_SIZE   0x6000u
#define THERMO_STAT_OTADATA_OFFSET 0xf000u
#define THERMO_STAT_OTADATA_SIZE   0x2000u
#define THERMO_STAT_PHY_INIT_OFFSET 0x11000u
#define THERMO_STAT_PHY_INIT_SIZE   0x1000u
/// one page
#define THERMO_STAT_CAL_OFFSET 0x12000u
#define THERMO_STAT_CAL_SIZE   0x1000u
#define THERMO_STAT_OTA_0_OFFSET 0x20000u
#define THERMO_STAT_OTA_0_SIZE   0x360000u
#define THERMO_STAT_OTA_1_OFFSET 0x380000u
#define THERMO_STAT_OTA_1_SIZE   0x360000u
#define THERMO_STAT_GR__E__1__2_OFFSET 0x7f0000u
#define THERMO_STAT_GR__E__1__2_SIZE   0x10000u

#define THERMO_STAT_OTA_SLOTS 2u

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

/// Wi-Fi credentials
/// and user settings.
static inline struct pschema_nvs thermo_stat_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", THERMO_STAT_NVS_OFFSET, THERMO_STAT_NVS_SIZE,
        PSCHEMA_FLAG_ENCRYPTED, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_otadata thermo_stat_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", THERMO_STAT_OTADATA_OFFSET, THERMO_STAT_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_readonly_data thermo_stat_phy_init(void)
{
    static const struct pschema_partition it = {
        "phy init", THERMO_STAT_PHY_INIT_OFFSET, THERMO_STAT_PHY_INIT_SIZE,
        PSCHEMA_FLAG_READ_ONLY, 0x01u, 0x01u, 0u};
    const struct pschema_readonly_data typed = {&it};
    return typed;
}

/// one page
static inline struct pschema_data thermo_stat_cal(void)
{
    static const struct pschema_partition it = {
        "cal", THERMO_STAT_CAL_OFFSET, THERMO_STAT_CAL_SIZE, 0u, 0x40u, 0x10u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_app thermo_stat_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", THERMO_STAT_OTA_0_OFFSET, THERMO_STAT_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app thermo_stat_ota_1(void)
{
    static const struct pschema_partition it = {
        "ota_1", THERMO_STAT_OTA_1_OFFSET, THERMO_STAT_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_data thermo_stat_gr__e__1__2(void)
{
    static const struct pschema_partition it = {
        "gr\303\266\303\237e $1 #2", THERMO_STAT_GR__E__1__2_OFFSET, THERMO_STAT_GR__E__1__2_SIZE,
        0u, 0x01u, 0x99u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app thermo_stat_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return thermo_stat_ota_0();
    case 1: return thermo_stat_ota_1();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned thermo_stat_no_such_ota_slot(void) PSCHEMA_REFUSED("there are 2 OTA slots");
#define thermo_stat_ota_slot(number) \
    thermo_stat_ota_slot(PSCHEMA_BELOW(THERMO_STAT_OTA_SLOTS, number, thermo_stat_no_such_ota_slot()))
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
static inline struct pschema_ota_slots thermo_stat_ota(void)
{
    const struct pschema_ota_slots slots = {
        thermo_stat_otadata(),
        {0}, // no factory app
        thermo_stat_ota_slot, THERMO_STAT_OTA_SLOTS, 0u};
    return slots;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *thermo_stat_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
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
    static const struct pschema_layout_table tables[] = {
        {{"main", THERMO_STAT_MAIN_TABLE_OFFSET, THERMO_STAT_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 32u, 9u, main_rows},
    };
    static const struct pschema_layout layout = {THERMO_STAT_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

#endif
#endif

#endif
