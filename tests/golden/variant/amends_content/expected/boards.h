// boards, variant lite, revision 1, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef BOARDS_H
#define BOARDS_H

#define BOARDS_REVISION 1u
#define BOARDS_VARIANT "lite"
#define BOARDS_LAYOUT_DIGEST 0x49f27a672fbda655ull
#define BOARDS_FLASH_SIZE 0x800000u

#define BOARDS_MODEL "LITE"

// Table `main`.
#define BOARDS_MAIN_TABLE_OFFSET 0x8000u
#define BOARDS_MAIN_TABLE_SIZE   0xc00u
#define BOARDS_NVS_OFFSET 0x9000u // first of table main
#define BOARDS_NVS_SIZE   0x6000u
#define BOARDS_CALIB_OFFSET 0xf000u // after nvs
#define BOARDS_CALIB_SIZE   0x1000u
#define BOARDS_FACTORY_OFFSET 0x10000u // after calib
#define BOARDS_FACTORY_SIZE   0x100000u

// What the sdkconfig must not contradict, if there is one.
#ifndef BOARDS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema boards differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32S3)
#error "sdkconfig and schema boards differ: CONFIG_IDF_TARGET is not esp32s3; run idf.py set-target esp32s3, or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema boards differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 8MB; in menuconfig, choose 8MB, or change the schema (BOARDS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef BOARDS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/nvs_default.h>
#include <pschema/nvs_load.h>
#include <pschema/partition.h>
#include <pschema/record.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if BOARDS_SOURCE is defined in each of
// its files and boards.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(BOARDS_DEFINITIONS)
#define BOARDS_CONSTANT const
#define BOARDS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define BOARDS_CONSTANT inline constexpr
#define BOARDS_ACCESSOR constexpr
#else
#ifndef BOARDS_SOURCE
#define BOARDS_CONSTANT static const
#endif
#define BOARDS_ACCESSOR static inline
#endif

struct boards_calibration {
    uint32_t magic;  ///< at 0 in flash
    uint16_t offset; ///< at 4 in flash
    uint16_t gain;   ///< at 6 in flash
};
// Its members have the offsets of the fields in flash.
PSCHEMA_ASSERT_SIZE(struct boards_calibration, 8);
PSCHEMA_ASSERT_PLACE(struct boards_calibration, magic, 0, 4);
PSCHEMA_ASSERT_PLACE(struct boards_calibration, offset, 4, 2);
PSCHEMA_ASSERT_PLACE(struct boards_calibration, gain, 6, 2);
#define BOARDS_CALIBRATION_RECORD_SIZE 8u // in flash
#define BOARDS_CALIBRATION_GAIN_DEFAULT 1

// Namespace `device` of `nvs`.
#define BOARDS_NVS_DEVICE_MODEL_DEFAULT "LITE"
#define BOARDS_NVS_DEVICE_CHANNELS_DEFAULT 2
#define BOARDS_NVS_DEVICE_RATE_DEFAULT (-1)
#define BOARDS_NVS_DEVICE_AGAIN_DEFAULT 2
#define BOARDS_NVS_DEVICE_SERIAL_DEFAULT "new"

/// The keys of namespace `device` of `nvs`.
/// Without `max` in the schema, and so not in here: `model`, `serial`.
struct boards_nvs_device {
    /// The key `channels`.
    uint32_t channels;
    /// The key `rate`.
    int8_t rate;
    /// The key `again`.
    uint8_t again;
};

// Namespace `wifi` of `nvs`.
#define BOARDS_NVS_WIFI_SSID_DEFAULT "factory"

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace boards_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(BOARDS_DEFINITIONS) || !defined(BOARDS_CONSTANT)
extern const struct pschema_partition boards_nvs_partition;
extern const struct pschema_partition boards_calib_partition;
extern const struct pschema_partition boards_factory_partition;
extern const struct pschema_layout_row boards_main_rows[5];
extern const struct pschema_layout_table boards_expected_tables[1];
extern const struct pschema_layout boards_expected_layout;
extern const struct pschema_record_field boards_calibration_fields[3];
extern const struct pschema_record_layout boards_calibration_layout;
extern const struct boards_calibration boards_calibration_defaults;
extern const struct boards_nvs_device boards_nvs_device_defaults;
extern const struct pschema_nvs_field boards_nvs_device_fields[3];
extern const struct pschema_nvs_settings boards_nvs_device_form;
#endif
#ifdef BOARDS_CONSTANT
BOARDS_CONSTANT struct pschema_partition boards_nvs_partition = {
    BOARDS_NVS_OFFSET, BOARDS_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
BOARDS_CONSTANT struct pschema_partition boards_calib_partition = {
    BOARDS_CALIB_OFFSET, BOARDS_CALIB_SIZE, 0u, 0x40u, 0x00u, 0u, "calib"};
BOARDS_CONSTANT struct pschema_partition boards_factory_partition = {
    BOARDS_FACTORY_OFFSET, BOARDS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
BOARDS_CONSTANT struct pschema_layout_row boards_main_rows[5] = {
    {"nvs", 0xd8333e55u},
    {"calib", 0xb9c9c2acu},
    {"factory", 0x0b2b7387u},
    {"(checksum)", 0xc636ce98u},
    {"(end)", 0x19990159u},
};
BOARDS_CONSTANT struct pschema_layout_table boards_expected_tables[1] = {
    {{BOARDS_MAIN_TABLE_OFFSET, BOARDS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 5u, boards_main_rows, 0u, 0u},
};
BOARDS_CONSTANT struct pschema_layout boards_expected_layout = {
    BOARDS_LAYOUT_DIGEST, 1u, boards_expected_tables};
BOARDS_CONSTANT struct pschema_record_field boards_calibration_fields[3] = {
    {offsetof(struct boards_calibration, magic), 1u, 4u},
    {offsetof(struct boards_calibration, offset), 1u, 2u},
    {offsetof(struct boards_calibration, gain), 1u, 2u},
};
BOARDS_CONSTANT struct pschema_record_layout boards_calibration_layout = {
    BOARDS_CALIBRATION_RECORD_SIZE, 3u, 0u, boards_calibration_fields, PSCHEMA_NULL, 0u};
BOARDS_CONSTANT struct boards_calibration boards_calibration_defaults = {
    0, // magic
    0, // offset
    1, // gain
};
BOARDS_CONSTANT struct boards_nvs_device boards_nvs_device_defaults = {
    BOARDS_NVS_DEVICE_CHANNELS_DEFAULT,
    BOARDS_NVS_DEVICE_RATE_DEFAULT,
    BOARDS_NVS_DEVICE_AGAIN_DEFAULT,
};
BOARDS_CONSTANT struct pschema_nvs_field boards_nvs_device_fields[3] = {
    {"channels", PSCHEMA_NULL,
     offsetof(struct boards_nvs_device, channels),
     4u, PSCHEMA_NVS_U32, 1u},
    {"rate", PSCHEMA_NULL,
     offsetof(struct boards_nvs_device, rate),
     1u, PSCHEMA_NVS_I8, 1u},
    {"again", PSCHEMA_NULL,
     offsetof(struct boards_nvs_device, again),
     1u, PSCHEMA_NVS_U8, 1u},
};
BOARDS_CONSTANT struct pschema_nvs_settings boards_nvs_device_form = {
    "device", boards_nvs_device_fields, 3u,
    sizeof(struct boards_nvs_device), &boards_nvs_device_defaults};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
BOARDS_ACCESSOR struct pschema_nvs boards_nvs(void)
{
    const struct pschema_nvs typed = {&boards_nvs_partition};
    return typed;
}

/// Partition `calib`: 4K at 0xf000.
BOARDS_ACCESSOR struct pschema_records boards_calib(void)
{
    const struct pschema_records typed = {&boards_calib_partition, {&boards_calib_partition}};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
BOARDS_ACCESSOR struct pschema_app boards_factory(void)
{
    const struct pschema_app typed = {&boards_factory_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define BOARDS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(boards_layout_mark) \
    const uint8_t boards_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x55, 0xa6, 0xbd, 0x2f, 0x67, 0x7a, 0xf2, 0x49, 0x54, 0xd1, 0x2c, 0xe0}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t boards_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
BOARDS_ACCESSOR const struct pschema_layout *boards_layout(void)
{
    return &boards_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result boards_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(boards_layout_mark);
    return pschema_layout_check(flash, boards_layout(), difference);
}

BOARDS_ACCESSOR const struct pschema_record_layout *boards_calibration_record(void)
{
    return &boards_calibration_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
BOARDS_ACCESSOR struct boards_calibration boards_calibration_default(void)
{
    return boards_calibration_defaults;
}

#define BOARDS_CALIB_CAPACITY 512u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result boards_calib_load_at(
    const struct pschema_flash *flash, uint32_t index, struct boards_calibration *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, boards_calib().partition, index, &boards_calibration_layout, record);
    if (result) {
        *record = boards_calibration_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result boards_calib_load(
    const struct pschema_flash *flash, struct boards_calibration *record)
{
    return boards_calib_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result boards_calib_store_at(
    const struct pschema_flash *flash, uint32_t index, struct boards_calibration *record)
{
    return pschema_record_store(
        flash, boards_calib().writable, index, &boards_calibration_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result boards_calib_store(
    const struct pschema_flash *flash, struct boards_calibration *record)
{
    return boards_calib_store_at(flash, 0u, record);
}

// Keys of NVS. A value of the device that cannot be had, or that the schema does not allow, is
// replaced by its default, if it has one; the result says so, unless the device has no such key.
// `*size` is in bytes: on entry, the space at `buffer`; on return, the size of the value, with the
// NUL of a string.

/// What a device without any of the keys has.
BOARDS_ACCESSOR struct boards_nvs_device boards_nvs_device_default(void)
{
    return boards_nvs_device_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_load(
    const struct pschema_flash *flash, struct boards_nvs_device *values)
{
    struct pschema_nvs_found found[3];
    return pschema_nvs_load(flash, boards_nvs(), &boards_nvs_device_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_save(
    const struct pschema_flash *flash, const struct boards_nvs_device *values)
{
    return pschema_nvs_save(flash, boards_nvs(), &boards_nvs_device_form, values);
}

/// Namespace `device` of `nvs`, open, for getting its keys one by one.
struct boards_nvs_device_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_open(
    const struct pschema_flash *flash, struct boards_nvs_device_keys *space)
{
    return pschema_nvs_open_or(flash, boards_nvs(), "device", &space->keys);
}

static inline void boards_nvs_device_close(struct boards_nvs_device_keys *space)
{
    pschema_nvs_close(&space->keys);
}

/// What it is called.
PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_get_model(
    struct boards_nvs_device_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "model", buffer, size,
        BOARDS_NVS_DEVICE_MODEL_DEFAULT,
        sizeof BOARDS_NVS_DEVICE_MODEL_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_get_channels(
    struct boards_nvs_device_keys space, uint32_t *value)
{
    return pschema_nvs_get_u32_or(
        space.keys, "channels", value, BOARDS_NVS_DEVICE_CHANNELS_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_get_rate(
    struct boards_nvs_device_keys space, int8_t *value)
{
    return pschema_nvs_get_i8_or(
        space.keys, "rate", value, BOARDS_NVS_DEVICE_RATE_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_get_again(
    struct boards_nvs_device_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "again", value, BOARDS_NVS_DEVICE_AGAIN_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_device_get_serial(
    struct boards_nvs_device_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "serial", buffer, size,
        BOARDS_NVS_DEVICE_SERIAL_DEFAULT,
        sizeof BOARDS_NVS_DEVICE_SERIAL_DEFAULT);
}

/// Namespace `wifi` of `nvs`, open, for getting its keys one by one.
struct boards_nvs_wifi_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_wifi_open(
    const struct pschema_flash *flash, struct boards_nvs_wifi_keys *space)
{
    return pschema_nvs_open_or(flash, boards_nvs(), "wifi", &space->keys);
}

static inline void boards_nvs_wifi_close(struct boards_nvs_wifi_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result boards_nvs_wifi_get_ssid(
    struct boards_nvs_wifi_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "ssid", buffer, size,
        BOARDS_NVS_WIFI_SSID_DEFAULT,
        sizeof BOARDS_NVS_WIFI_SSID_DEFAULT);
}

#endif

#endif
