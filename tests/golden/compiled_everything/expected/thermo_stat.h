// thermo-stat, revision 7, for esp32s3. Made by schemac.
/// The layout of a thermostat.
/// Second line
#ifndef THERMO_STAT_H
#define THERMO_STAT_H

#define THERMO_STAT_REVISION 7u
#define THERMO_STAT_LAYOUT_DIGEST 0xc619e871u
#define THERMO_STAT_FLASH_SIZE 0x800000u

/// How many samples are kept.
/// one a minute
#define THERMO_STAT_SAMPLES 1000
#define THERMO_STAT_LOWEST (-40)
#define THERMO_STAT_HUGE 18446744073709551615ull
#define THERMO_STAT_MIN (-9223372036854775807ll - 1)

// Table `main`.
/// What the chip reads.
#define THERMO_STAT_MAIN_TABLE_OFFSET 0x8000u
#define THERMO_STAT_MAIN_TABLE_SIZE 0xc00u
/// Wi-Fi credentials
/// and user settings.
#define THERMO_STAT_NVS_OFFSET 0x9000u
#define THERMO_STAT_NVS_SIZE 0x6000u
#define THERMO_STAT_OTADATA_OFFSET 0xf000u
#define THERMO_STAT_OTADATA_SIZE 0x2000u
#define THERMO_STAT_PHY_INIT_OFFSET 0x11000u
#define THERMO_STAT_PHY_INIT_SIZE 0x1000u
/// one page
#define THERMO_STAT_CAL_OFFSET 0x12000u
#define THERMO_STAT_CAL_SIZE 0x1000u
#define THERMO_STAT_OTA_0_OFFSET 0x20000u
#define THERMO_STAT_OTA_0_SIZE 0x360000u
#define THERMO_STAT_OTA_1_OFFSET 0x380000u
#define THERMO_STAT_OTA_1_SIZE 0x360000u
#define THERMO_STAT_GR__E__1__2_OFFSET 0x7f0000u
#define THERMO_STAT_GR__E__1__2_SIZE 0x10000u

#define THERMO_STAT_OTA_SLOTS 2u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

/// Wi-Fi credentials
/// and user settings.
static inline struct pschema_nvs thermo_stat_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", THERMO_STAT_NVS_OFFSET, THERMO_STAT_NVS_SIZE, 0x1u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_otadata thermo_stat_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", THERMO_STAT_OTADATA_OFFSET, THERMO_STAT_OTADATA_SIZE, 0x0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

static inline struct pschema_data thermo_stat_phy_init(void)
{
    static const struct pschema_partition it = {
        "phy init", THERMO_STAT_PHY_INIT_OFFSET, THERMO_STAT_PHY_INIT_SIZE, 0x2u, 0x01u, 0x01u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

/// one page
static inline struct pschema_data thermo_stat_cal(void)
{
    static const struct pschema_partition it = {
        "cal", THERMO_STAT_CAL_OFFSET, THERMO_STAT_CAL_SIZE, 0x0u, 0x40u, 0x10u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_app thermo_stat_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", THERMO_STAT_OTA_0_OFFSET, THERMO_STAT_OTA_0_SIZE, 0x0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app thermo_stat_ota_1(void)
{
    static const struct pschema_partition it = {
        "ota_1", THERMO_STAT_OTA_1_OFFSET, THERMO_STAT_OTA_1_SIZE, 0x0u, 0x00u, 0x11u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_data thermo_stat_gr__e__1__2(void)
{
    static const struct pschema_partition it = {
        "gr\303\266\303\237e $1 #2", THERMO_STAT_GR__E__1__2_OFFSET, THERMO_STAT_GR__E__1__2_SIZE, 0x0u, 0x01u, 0x99u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

/// The OTA slot ota_I; I is less than THERMO_STAT_OTA_SLOTS.
static inline struct pschema_app thermo_stat_ota_slot(unsigned i)
{
    static const struct pschema_partition nothing = {"", 0u, 0u, 0u, 0u, 0u, 0u};
    const struct pschema_app none = {&nothing};
    switch (i) {
    case 0:
        return thermo_stat_ota_0();
    case 1:
        return thermo_stat_ota_1();
    default:
        return none;
    }
}

#if defined(__GNUC__) && !defined(__cplusplus)
struct pschema_app thermo_stat_no_such_ota_slot(void)
    __attribute__((error("there are 2 OTA slots")));
#define thermo_stat_ota_slot(i) \
    __builtin_choose_expr( \
        (unsigned)__builtin_choose_expr( \
            __builtin_types_compatible_p( \
                __typeof__(1 ? (void *)((long)(i)*0l) : (int *)1), int *), \
            (i), 0) >= 2u, \
        thermo_stat_no_such_ota_slot(), thermo_stat_ota_slot(i))
#endif

#endif
#endif

#endif
