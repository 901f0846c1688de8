// gateway, revision 3, for esp32s3. Made by schemac.
#ifndef GATEWAY_H
#define GATEWAY_H

#define GATEWAY_REVISION 3u
#define GATEWAY_LAYOUT_DIGEST 0x95a320b7u
#define GATEWAY_FLASH_SIZE 0x800000u

// Table `main`.
#define GATEWAY_MAIN_TABLE_OFFSET 0x8000u
#define GATEWAY_MAIN_TABLE_SIZE   0xc00u
/// Settings of the user: an update keeps them, the programmer replaces them.
#define GATEWAY_NVS_OFFSET 0x9000u
#define GATEWAY_NVS_SIZE   0x6000u
#define GATEWAY_OTADATA_OFFSET 0xf000u
#define GATEWAY_OTADATA_SIZE   0x2000u
/// What the factory wrote.
#define GATEWAY_FCTRY_OFFSET 0x11000u
#define GATEWAY_FCTRY_SIZE   0x6000u
/// The customer's own, with all that lies in it.
#define GATEWAY_CUSTOMER_OFFSET 0x17000u
#define GATEWAY_CUSTOMER_SIZE   0x10000u
#define GATEWAY_CALIB_OFFSET 0x27000u
#define GATEWAY_CALIB_SIZE   0x1000u
#define GATEWAY_OTA_0_OFFSET 0x30000u
#define GATEWAY_OTA_0_SIZE   0x100000u
#define GATEWAY_OTA_1_OFFSET 0x130000u
#define GATEWAY_OTA_1_SIZE   0x100000u
#define GATEWAY_COREDUMP_OFFSET 0x7f0000u
#define GATEWAY_COREDUMP_SIZE   0x10000u

// Table `customer_table`.
#define GATEWAY_CUSTOMER_TABLE_TABLE_OFFSET 0x17000u
#define GATEWAY_CUSTOMER_TABLE_TABLE_SIZE   0xc00u
#define GATEWAY_C_NVS_OFFSET 0x18000u
#define GATEWAY_C_NVS_SIZE   0x6000u
#define GATEWAY_C_CACHE_OFFSET 0x1e000u
#define GATEWAY_C_CACHE_SIZE   0x9000u

#define GATEWAY_OTA_SLOTS 2u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/nvs_default.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 1
#error "this header needs version 1 of the pschema runtime, or a later one"
#endif

/// Settings of the user: an update keeps them, the programmer replaces them.
static inline struct pschema_nvs gateway_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", GATEWAY_NVS_OFFSET, GATEWAY_NVS_SIZE, 0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_otadata gateway_otadata(void)
{
    static const struct pschema_partition it = {
        "otadata", GATEWAY_OTADATA_OFFSET, GATEWAY_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u};
    const struct pschema_otadata typed = {&it};
    return typed;
}

/// What the factory wrote.
static inline struct pschema_nvs gateway_fctry(void)
{
    static const struct pschema_partition it = {
        "fctry", GATEWAY_FCTRY_OFFSET, GATEWAY_FCTRY_SIZE,
        PSCHEMA_FLAG_READ_ONLY, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

/// The customer's own, with all that lies in it.
static inline struct pschema_table gateway_customer(void)
{
    static const struct pschema_partition it = {
        "customer", GATEWAY_CUSTOMER_OFFSET, GATEWAY_CUSTOMER_SIZE, 0u, 0x40u, 0x01u, 0u};
    const struct pschema_table typed = {&it};
    return typed;
}

static inline struct pschema_data gateway_calib(void)
{
    static const struct pschema_partition it = {
        "calib", GATEWAY_CALIB_OFFSET, GATEWAY_CALIB_SIZE, 0u, 0x40u, 0x02u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_app gateway_ota_0(void)
{
    static const struct pschema_partition it = {
        "ota_0", GATEWAY_OTA_0_OFFSET, GATEWAY_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app gateway_ota_1(void)
{
    static const struct pschema_partition it = {
        "ota_1", GATEWAY_OTA_1_OFFSET, GATEWAY_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_data gateway_coredump(void)
{
    static const struct pschema_partition it = {
        "coredump", GATEWAY_COREDUMP_OFFSET, GATEWAY_COREDUMP_SIZE, 0u, 0x01u, 0x03u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_nvs gateway_c_nvs(void)
{
    static const struct pschema_partition it = {
        "c_nvs", GATEWAY_C_NVS_OFFSET, GATEWAY_C_NVS_SIZE, 0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_filesystem gateway_c_cache(void)
{
    static const struct pschema_partition it = {
        "c_cache", GATEWAY_C_CACHE_OFFSET, GATEWAY_C_CACHE_SIZE, 0u, 0x01u, 0x81u, 0u};
    const struct pschema_filesystem typed = {&it, {&it}};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app gateway_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return gateway_ota_0();
    case 1: return gateway_ota_1();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned gateway_no_such_ota_slot(void) PSCHEMA_REFUSED("there are 2 OTA slots");
#define gateway_ota_slot(number) \
    gateway_ota_slot(PSCHEMA_BELOW(GATEWAY_OTA_SLOTS, number, gateway_no_such_ota_slot()))
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
static inline struct pschema_ota_slots gateway_ota(void)
{
    const struct pschema_ota_slots slots = {
        gateway_otadata(),
        {0}, // no factory app
        gateway_ota_slot, GATEWAY_OTA_SLOTS, 0u};
    return slots;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *gateway_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"nvs", 0xd8333e55u},
        {"otadata", 0x352edff9u},
        {"fctry", 0xe8b98937u},
        {"customer", 0xf70aa632u},
        {"calib", 0xf4ba6be0u},
        {"ota_0", 0x7f702bacu},
        {"ota_1", 0x184d3861u},
        {"coredump", 0x4df73c9fu},
        {"(checksum)", 0x2b4fa1e8u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_row customer_table_rows[] = {
        {"c_nvs", 0xc7ea3390u},
        {"c_cache", 0x3b85050au},
        {"(checksum)", 0x9368ee8au},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{"main", GATEWAY_MAIN_TABLE_OFFSET, GATEWAY_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 32u, 10u, main_rows},
        {{"customer_table", GATEWAY_CUSTOMER_TABLE_TABLE_OFFSET, GATEWAY_CUSTOMER_TABLE_TABLE_SIZE,
          0u, 0x40u, 0x01u, 0u}, 32u, 4u, customer_table_rows},
    };
    static const struct pschema_layout layout = {GATEWAY_LAYOUT_DIGEST, 2u, tables};
    return &layout;
}

// Keys of NVS. A device without a key gets its default, if it has one. `*size` is in bytes: on
// entry, the space at `buffer`; on return, the size of the value, with the NUL of a string.

// Namespace `s` of `nvs`.
struct gateway_nvs_s {
    struct pschema_nvs_namespace keys;
};

static inline enum pschema_result gateway_nvs_s_open(
    const struct pschema_flash *flash, struct gateway_nvs_s *space)
{
    return pschema_nvs_open(flash, gateway_nvs(), "s", &space->keys);
}

static inline void gateway_nvs_s_close(struct gateway_nvs_s *space)
{
    pschema_nvs_close(&space->keys);
}

#define GATEWAY_NVS_S_A_DEFAULT 1
static inline enum pschema_result gateway_nvs_s_get_a(
    struct gateway_nvs_s space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "a", value, GATEWAY_NVS_S_A_DEFAULT);
}

// Namespace `device` of `fctry`.
struct gateway_fctry_device {
    struct pschema_nvs_namespace keys;
};

static inline enum pschema_result gateway_fctry_device_open(
    const struct pschema_flash *flash, struct gateway_fctry_device *space)
{
    return pschema_nvs_open(flash, gateway_fctry(), "device", &space->keys);
}

static inline void gateway_fctry_device_close(struct gateway_fctry_device *space)
{
    pschema_nvs_close(&space->keys);
}

#define GATEWAY_FCTRY_DEVICE_MODEL_DEFAULT 2
static inline enum pschema_result gateway_fctry_device_get_model(
    struct gateway_fctry_device space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "model", value, GATEWAY_FCTRY_DEVICE_MODEL_DEFAULT);
}

#endif
#endif

#endif
