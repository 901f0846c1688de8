// gateway, revision 3, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef GATEWAY_H
#define GATEWAY_H

#define GATEWAY_REVISION 3u
#define GATEWAY_LAYOUT_DIGEST 0x585f8bc59b857c2eull
#define GATEWAY_FLASH_SIZE 0x800000u

// Table `main`.
#define GATEWAY_MAIN_TABLE_OFFSET 0x8000u
#define GATEWAY_MAIN_TABLE_SIZE   0xc00u
/// Settings of the user: an update keeps them, the programmer replaces them.
#define GATEWAY_NVS_OFFSET 0x9000u // first of table main
#define GATEWAY_NVS_SIZE   0x6000u
#define GATEWAY_OTADATA_OFFSET 0xf000u // after nvs
#define GATEWAY_OTADATA_SIZE   0x2000u
/// What the factory wrote.
#define GATEWAY_FCTRY_OFFSET 0x11000u // after otadata
#define GATEWAY_FCTRY_SIZE   0x6000u
/// The customer's own, with all that lies in it.
#define GATEWAY_CUSTOMER_OFFSET 0x17000u // after fctry
#define GATEWAY_CUSTOMER_SIZE   0x10000u
#define GATEWAY_CALIB_OFFSET 0x27000u // after customer
#define GATEWAY_CALIB_SIZE   0x1000u
#define GATEWAY_OTA_0_OFFSET 0x30000u // after calib, aligned to 64K
#define GATEWAY_OTA_0_SIZE   0x100000u
#define GATEWAY_OTA_1_OFFSET 0x130000u // after ota_0
#define GATEWAY_OTA_1_SIZE   0x100000u
#define GATEWAY_COREDUMP_OFFSET 0x7f0000u // at the end of table main
#define GATEWAY_COREDUMP_SIZE   0x10000u

// Table `customer_table`.
#define GATEWAY_CUSTOMER_TABLE_TABLE_OFFSET 0x17000u
#define GATEWAY_CUSTOMER_TABLE_TABLE_SIZE   0xc00u
#define GATEWAY_C_NVS_OFFSET 0x18000u // first of table customer_table
#define GATEWAY_C_NVS_SIZE   0x6000u
#define GATEWAY_C_CACHE_OFFSET 0x1e000u // after c_nvs
#define GATEWAY_C_CACHE_SIZE   0x9000u

#define GATEWAY_OTA_SLOTS 2u

// What the sdkconfig must not contradict, if there is one.
#ifndef GATEWAY_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema gateway differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (GATEWAY_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32S3)
#error "sdkconfig and schema gateway differ: CONFIG_IDF_TARGET is not esp32s3; run idf.py set-target esp32s3, or change the schema (GATEWAY_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema gateway differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 8MB; in menuconfig, choose 8MB, or change the schema (GATEWAY_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef GATEWAY_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/nvs_default.h>
#include <pschema/nvs_load.h>
#include <pschema/ota.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if GATEWAY_SOURCE is defined in each of
// its files and gateway.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(GATEWAY_DEFINITIONS)
#define GATEWAY_CONSTANT const
#define GATEWAY_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define GATEWAY_CONSTANT inline constexpr
#define GATEWAY_ACCESSOR constexpr
#else
#ifndef GATEWAY_SOURCE
#define GATEWAY_CONSTANT static const
#endif
#define GATEWAY_ACCESSOR static inline
#endif

// Namespace `s` of `nvs`.
#define GATEWAY_NVS_S_A_DEFAULT 1

/// The keys of namespace `s` of `nvs`.
struct gateway_nvs_s {
    /// The key `a`.
    uint8_t a;
};

// Namespace `device` of `fctry`.
#define GATEWAY_FCTRY_DEVICE_MODEL_DEFAULT 2

/// The keys of namespace `device` of `fctry`.
struct gateway_fctry_device {
    /// The key `model`.
    uint8_t model;
};

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace gateway_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(GATEWAY_DEFINITIONS) || !defined(GATEWAY_CONSTANT)
extern const struct pschema_partition gateway_nvs_partition;
extern const struct pschema_partition gateway_otadata_partition;
extern const struct pschema_partition gateway_fctry_partition;
extern const struct pschema_partition gateway_customer_partition;
extern const struct pschema_partition gateway_calib_partition;
extern const struct pschema_partition gateway_ota_0_partition;
extern const struct pschema_partition gateway_ota_1_partition;
extern const struct pschema_partition gateway_coredump_partition;
extern const struct pschema_partition gateway_c_nvs_partition;
extern const struct pschema_partition gateway_c_cache_partition;
extern const struct pschema_app gateway_ota_apps[2];
extern const struct pschema_layout_row gateway_main_rows[10];
extern const struct pschema_layout_row gateway_customer_table_rows[4];
extern const struct pschema_layout_table gateway_expected_tables[2];
extern const struct pschema_layout gateway_expected_layout;
extern const struct gateway_nvs_s gateway_nvs_s_defaults;
extern const struct pschema_nvs_field gateway_nvs_s_fields[1];
extern const struct pschema_nvs_settings gateway_nvs_s_form;
extern const struct gateway_fctry_device gateway_fctry_device_defaults;
extern const struct pschema_nvs_field gateway_fctry_device_fields[1];
extern const struct pschema_nvs_settings gateway_fctry_device_form;
#endif
#ifdef GATEWAY_CONSTANT
GATEWAY_CONSTANT struct pschema_partition gateway_nvs_partition = {
    GATEWAY_NVS_OFFSET, GATEWAY_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
GATEWAY_CONSTANT struct pschema_partition gateway_otadata_partition = {
    GATEWAY_OTADATA_OFFSET, GATEWAY_OTADATA_SIZE, 0u, 0x01u, 0x00u, 0u, "otadata"};
GATEWAY_CONSTANT struct pschema_partition gateway_fctry_partition = {
    GATEWAY_FCTRY_OFFSET, GATEWAY_FCTRY_SIZE,
    PSCHEMA_FLAG_READ_ONLY, 0x01u, 0x02u, 0u, "fctry"};
GATEWAY_CONSTANT struct pschema_partition gateway_customer_partition = {
    GATEWAY_CUSTOMER_OFFSET, GATEWAY_CUSTOMER_SIZE, 0u, 0x40u, 0x01u, 0u, "customer"};
GATEWAY_CONSTANT struct pschema_partition gateway_calib_partition = {
    GATEWAY_CALIB_OFFSET, GATEWAY_CALIB_SIZE, 0u, 0x40u, 0x02u, 0u, "calib"};
GATEWAY_CONSTANT struct pschema_partition gateway_ota_0_partition = {
    GATEWAY_OTA_0_OFFSET, GATEWAY_OTA_0_SIZE, 0u, 0x00u, 0x10u, 0u, "ota_0"};
GATEWAY_CONSTANT struct pschema_partition gateway_ota_1_partition = {
    GATEWAY_OTA_1_OFFSET, GATEWAY_OTA_1_SIZE, 0u, 0x00u, 0x11u, 0u, "ota_1"};
GATEWAY_CONSTANT struct pschema_partition gateway_coredump_partition = {
    GATEWAY_COREDUMP_OFFSET, GATEWAY_COREDUMP_SIZE, 0u, 0x01u, 0x03u, 0u, "coredump"};
GATEWAY_CONSTANT struct pschema_partition gateway_c_nvs_partition = {
    GATEWAY_C_NVS_OFFSET, GATEWAY_C_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "c_nvs"};
GATEWAY_CONSTANT struct pschema_partition gateway_c_cache_partition = {
    GATEWAY_C_CACHE_OFFSET, GATEWAY_C_CACHE_SIZE, 0u, 0x01u, 0x81u, 0u, "c_cache"};
GATEWAY_CONSTANT struct pschema_app gateway_ota_apps[2] = {
    {&gateway_ota_0_partition},
    {&gateway_ota_1_partition},
};
GATEWAY_CONSTANT struct pschema_layout_row gateway_main_rows[10] = {
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
GATEWAY_CONSTANT struct pschema_layout_row gateway_customer_table_rows[4] = {
    {"c_nvs", 0xc7ea3390u},
    {"c_cache", 0x3b85050au},
    {"(checksum)", 0x9368ee8au},
    {"(end)", 0x19990159u},
};
GATEWAY_CONSTANT struct pschema_layout_table gateway_expected_tables[2] = {
    {{GATEWAY_MAIN_TABLE_OFFSET, GATEWAY_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 10u, gateway_main_rows, 0u, 0u},
    {{GATEWAY_CUSTOMER_TABLE_TABLE_OFFSET, GATEWAY_CUSTOMER_TABLE_TABLE_SIZE,
      0u, 0x40u, 0x01u, 0u, "customer_table"},
     32u, 4u, gateway_customer_table_rows, GATEWAY_CUSTOMER_OFFSET, GATEWAY_CUSTOMER_SIZE},
};
GATEWAY_CONSTANT struct pschema_layout gateway_expected_layout = {
    GATEWAY_LAYOUT_DIGEST, 2u, gateway_expected_tables};
GATEWAY_CONSTANT struct gateway_nvs_s gateway_nvs_s_defaults = {
    GATEWAY_NVS_S_A_DEFAULT,
};
GATEWAY_CONSTANT struct pschema_nvs_field gateway_nvs_s_fields[1] = {
    {"a", PSCHEMA_NULL,
     offsetof(struct gateway_nvs_s, a),
     1u, PSCHEMA_NVS_U8, 1u},
};
GATEWAY_CONSTANT struct pschema_nvs_settings gateway_nvs_s_form = {
    "s", gateway_nvs_s_fields, 1u,
    sizeof(struct gateway_nvs_s), &gateway_nvs_s_defaults};
GATEWAY_CONSTANT struct gateway_fctry_device gateway_fctry_device_defaults = {
    GATEWAY_FCTRY_DEVICE_MODEL_DEFAULT,
};
GATEWAY_CONSTANT struct pschema_nvs_field gateway_fctry_device_fields[1] = {
    {"model", PSCHEMA_NULL,
     offsetof(struct gateway_fctry_device, model),
     1u, PSCHEMA_NVS_U8, 1u},
};
GATEWAY_CONSTANT struct pschema_nvs_settings gateway_fctry_device_form = {
    "device", gateway_fctry_device_fields, 1u,
    sizeof(struct gateway_fctry_device), &gateway_fctry_device_defaults};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Settings of the user: an update keeps them, the programmer replaces them.
GATEWAY_ACCESSOR struct pschema_nvs gateway_nvs(void)
{
    const struct pschema_nvs typed = {&gateway_nvs_partition};
    return typed;
}

/// Partition `otadata`: 8K at 0xf000.
GATEWAY_ACCESSOR struct pschema_otadata gateway_otadata(void)
{
    const struct pschema_otadata typed = {&gateway_otadata_partition};
    return typed;
}

/// What the factory wrote.
GATEWAY_ACCESSOR struct pschema_nvs gateway_fctry(void)
{
    const struct pschema_nvs typed = {&gateway_fctry_partition};
    return typed;
}

/// The customer's own, with all that lies in it.
GATEWAY_ACCESSOR struct pschema_table gateway_customer(void)
{
    const struct pschema_table typed = {&gateway_customer_partition};
    return typed;
}

/// Partition `calib`: 4K at 0x27000.
GATEWAY_ACCESSOR struct pschema_data gateway_calib(void)
{
    const struct pschema_data typed = {&gateway_calib_partition, {&gateway_calib_partition}};
    return typed;
}

/// Partition `ota_0`: 1M at 0x30000.
GATEWAY_ACCESSOR struct pschema_app gateway_ota_0(void)
{
    const struct pschema_app typed = {&gateway_ota_0_partition};
    return typed;
}

/// Partition `ota_1`: 1M at 0x130000.
GATEWAY_ACCESSOR struct pschema_app gateway_ota_1(void)
{
    const struct pschema_app typed = {&gateway_ota_1_partition};
    return typed;
}

/// Partition `coredump`: 64K at 0x7f0000.
GATEWAY_ACCESSOR struct pschema_data gateway_coredump(void)
{
    const struct pschema_data typed = {&gateway_coredump_partition, {&gateway_coredump_partition}};
    return typed;
}

/// Partition `c_nvs`: 24K at 0x18000.
GATEWAY_ACCESSOR struct pschema_nvs gateway_c_nvs(void)
{
    const struct pschema_nvs typed = {&gateway_c_nvs_partition};
    return typed;
}

/// Partition `c_cache`: 36K at 0x1e000.
GATEWAY_ACCESSOR struct pschema_filesystem gateway_c_cache(void)
{
    const struct pschema_filesystem typed = {&gateway_c_cache_partition, {&gateway_c_cache_partition}};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
GATEWAY_ACCESSOR struct pschema_app gateway_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < GATEWAY_OTA_SLOTS ? gateway_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> GATEWAY_ACCESSOR struct pschema_app gateway_ota_slot()
{
    static_assert(number < GATEWAY_OTA_SLOTS, "gateway has 2 OTA slots: 0 to 1");
    return gateway_ota_apps[number];
}
}
#define GATEWAY_OTA_SLOT(number) (gateway_ota_slot<(number)>())
#else
#define GATEWAY_OTA_SLOT(number) \
    (gateway_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < GATEWAY_OTA_SLOTS, \
        "gateway has 2 OTA slots: 0 to 1")])
#endif

/// The OTA slots, and otadata, which selects the one to boot: for pschema_ota_open().
GATEWAY_ACCESSOR struct pschema_ota_slots gateway_ota(void)
{
    const struct pschema_ota_slots slots = {
        gateway_otadata(),
        {pschema_no_partition()}, // no factory app
        gateway_ota_apps, GATEWAY_OTA_SLOTS, 0u};
    return slots;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define GATEWAY_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(gateway_layout_mark) \
    const uint8_t gateway_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x2e, 0x7c, 0x85, 0x9b, 0xc5, 0x8b, 0x5f, 0x58, 0xb2, 0x01, 0xb6, 0x31}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t gateway_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
GATEWAY_ACCESSOR const struct pschema_layout *gateway_layout(void)
{
    return &gateway_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result gateway_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(gateway_layout_mark);
    return pschema_layout_check(flash, gateway_layout(), difference);
}

// Keys of NVS. A value of the device that cannot be had, or that the schema does not allow, is
// replaced by its default, if it has one; the result says so, unless the device has no such key.
// `*size` is in bytes: on entry, the space at `buffer`; on return, the size of the value, with the
// NUL of a string.

/// What a device without any of the keys has.
GATEWAY_ACCESSOR struct gateway_nvs_s gateway_nvs_s_default(void)
{
    return gateway_nvs_s_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result gateway_nvs_s_load(
    const struct pschema_flash *flash, struct gateway_nvs_s *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, gateway_nvs(), &gateway_nvs_s_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result gateway_nvs_s_save(
    const struct pschema_flash *flash, const struct gateway_nvs_s *values)
{
    return pschema_nvs_save(flash, gateway_nvs(), &gateway_nvs_s_form, values);
}

/// Namespace `s` of `nvs`, open, for getting its keys one by one.
struct gateway_nvs_s_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result gateway_nvs_s_open(
    const struct pschema_flash *flash, struct gateway_nvs_s_keys *space)
{
    return pschema_nvs_open_or(flash, gateway_nvs(), "s", &space->keys);
}

static inline void gateway_nvs_s_close(struct gateway_nvs_s_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result gateway_nvs_s_get_a(
    struct gateway_nvs_s_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "a", value, GATEWAY_NVS_S_A_DEFAULT);
}

/// What a device without any of the keys has.
GATEWAY_ACCESSOR struct gateway_fctry_device gateway_fctry_device_default(void)
{
    return gateway_fctry_device_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result gateway_fctry_device_load(
    const struct pschema_flash *flash, struct gateway_fctry_device *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, gateway_fctry(), &gateway_fctry_device_form, values, found);
}

/// Namespace `device` of `fctry`, open, for getting its keys one by one.
struct gateway_fctry_device_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result gateway_fctry_device_open(
    const struct pschema_flash *flash, struct gateway_fctry_device_keys *space)
{
    return pschema_nvs_open_or(flash, gateway_fctry(), "device", &space->keys);
}

static inline void gateway_fctry_device_close(struct gateway_fctry_device_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result gateway_fctry_device_get_model(
    struct gateway_fctry_device_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "model", value, GATEWAY_FCTRY_DEVICE_MODEL_DEFAULT);
}

#endif

#endif
