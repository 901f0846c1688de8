// settings, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef SETTINGS_H
#define SETTINGS_H

#define SETTINGS_REVISION 1u
#define SETTINGS_LAYOUT_DIGEST 0xef672e9a01179a6dull
#define SETTINGS_FLASH_SIZE 0x400000u

// Table `main`.
#define SETTINGS_MAIN_TABLE_OFFSET 0x8000u
#define SETTINGS_MAIN_TABLE_SIZE   0xc00u
#define SETTINGS_NVS_OFFSET 0x9000u // first of table main
#define SETTINGS_NVS_SIZE   0x6000u
#define SETTINGS_FACTORY_OFFSET 0x10000u // after nvs, aligned to 64K
#define SETTINGS_FACTORY_SIZE   0x100000u

// What the sdkconfig must not contradict, if there is one.
#ifndef SETTINGS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema settings differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (SETTINGS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema settings differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (SETTINGS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema settings differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (SETTINGS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef SETTINGS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/nvs_default.h>
#include <pschema/nvs_load.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if SETTINGS_SOURCE is defined in each of
// its files and settings.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(SETTINGS_DEFINITIONS)
#define SETTINGS_CONSTANT const
#define SETTINGS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define SETTINGS_CONSTANT inline constexpr
#define SETTINGS_ACCESSOR constexpr
#else
#ifndef SETTINGS_SOURCE
#define SETTINGS_CONSTANT static const
#endif
#define SETTINGS_ACCESSOR static inline
#endif

// Namespace `settings` of `nvs`.
#define SETTINGS_NVS_SETTINGS_INTERVAL_DEFAULT 900
#define SETTINGS_NVS_SETTINGS_INTERVAL_MIN 10
#define SETTINGS_NVS_SETTINGS_INTERVAL_MAX 43200
#define SETTINGS_NVS_SETTINGS_OFFSET_DEFAULT (-3)
#define SETTINGS_NVS_SETTINGS_OFFSET_MIN (-128)
#define SETTINGS_NVS_SETTINGS_OFFSET_MAX 5
#define SETTINGS_NVS_SETTINGS_SERIAL_MAX_DEFAULT 281474976710655ll
#define SETTINGS_NVS_SETTINGS_SERIAL_MAX_MIN 1
#define SETTINGS_NVS_SETTINGS_SERIAL_MAX_MAX 18446744073709551615ull
#define SETTINGS_NVS_SETTINGS_LOW_MIN (-9223372036854775807ll - 1)
#define SETTINGS_NVS_SETTINGS_LOW_MAX (-1)
#define SETTINGS_NVS_SETTINGS_FULL_DEFAULT 1
#define SETTINGS_NVS_SETTINGS_FULL_MIN 0
#define SETTINGS_NVS_SETTINGS_FULL_MAX 255
#define SETTINGS_NVS_SETTINGS_HOST_DEFAULT "mqtts://example.com"
#define SETTINGS_NVS_SETTINGS_HOST_SIZE 64u // bytes, with the NUL
#define SETTINGS_NVS_SETTINGS_CLASS_SIZE 33u // bytes, with the NUL
#define SETTINGS_NVS_SETTINGS_CERT_SIZE 2048u // bytes
#define SETTINGS_NVS_SETTINGS_LONG_DEFAULT "x"

/// What users set.
/// The keys of namespace `settings` of `nvs`.
/// Without `max` in the schema, and so not in here: `long`, `salt`.
struct settings_nvs_settings {
    /// Seconds between two measurements (10 to 43200).
    uint16_t interval;
    /// Milli-Kelvin (-128 to 5).
    int8_t offset;
    /// The key `serial_max` (1 to 18446744073709551615).
    uint64_t serial_max;
    /// The key `low` (-9223372036854775808 to -1).
    int64_t low;
    /// The key `full` (0 to 255).
    uint8_t full;
    /// The key `host` (ends with a NUL).
    char host[SETTINGS_NVS_SETTINGS_HOST_SIZE];
    /// The key `class` (ends with a NUL).
    char class_[SETTINGS_NVS_SETTINGS_CLASS_SIZE];
    size_t cert_size; ///< of the bytes that follow
    /// The key `cert`.
    uint8_t cert[SETTINGS_NVS_SETTINGS_CERT_SIZE];
};
PSCHEMA_ASSERT(offsetof(struct settings_nvs_settings, cert) ==
    offsetof(struct settings_nvs_settings, cert_size) + sizeof(size_t), "padding before `cert`");

// Namespace `all` of `nvs`.
#define SETTINGS_NVS_ALL_A_DEFAULT 1
#define SETTINGS_NVS_ALL_B_DEFAULT "c"
#define SETTINGS_NVS_ALL_B_SIZE 4u // bytes, with the NUL

/// The keys of namespace `all` of `nvs`.
struct settings_nvs_all {
    /// The key `a`.
    uint8_t a;
    /// The key `b` (ends with a NUL).
    char b[SETTINGS_NVS_ALL_B_SIZE];
};

// Namespace `texts` of `nvs`.
#define SETTINGS_NVS_TEXTS_A_DEFAULT "x"

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace settings_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(SETTINGS_DEFINITIONS) || !defined(SETTINGS_CONSTANT)
extern const struct pschema_partition settings_nvs_partition;
extern const struct pschema_partition settings_factory_partition;
extern const struct pschema_layout_row settings_main_rows[4];
extern const struct pschema_layout_table settings_expected_tables[1];
extern const struct pschema_layout settings_expected_layout;
extern const struct settings_nvs_settings settings_nvs_settings_defaults;
extern const struct pschema_nvs_range settings_nvs_settings_ranges[5];
extern const struct pschema_nvs_field settings_nvs_settings_fields[8];
extern const struct pschema_nvs_settings settings_nvs_settings_form;
extern const struct settings_nvs_all settings_nvs_all_defaults;
extern const struct pschema_nvs_field settings_nvs_all_fields[2];
extern const struct pschema_nvs_settings settings_nvs_all_form;
#endif
#ifdef SETTINGS_CONSTANT
SETTINGS_CONSTANT struct pschema_partition settings_nvs_partition = {
    SETTINGS_NVS_OFFSET, SETTINGS_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
SETTINGS_CONSTANT struct pschema_partition settings_factory_partition = {
    SETTINGS_FACTORY_OFFSET, SETTINGS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
SETTINGS_CONSTANT struct pschema_layout_row settings_main_rows[4] = {
    {"nvs", 0xd8333e55u},
    {"factory", 0x0b2b7387u},
    {"(checksum)", 0xfecb57f3u},
    {"(end)", 0x19990159u},
};
SETTINGS_CONSTANT struct pschema_layout_table settings_expected_tables[1] = {
    {{SETTINGS_MAIN_TABLE_OFFSET, SETTINGS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 4u, settings_main_rows, 0u, 0u},
};
SETTINGS_CONSTANT struct pschema_layout settings_expected_layout = {
    SETTINGS_LAYOUT_DIGEST, 1u, settings_expected_tables};
SETTINGS_CONSTANT struct settings_nvs_settings settings_nvs_settings_defaults = {
    SETTINGS_NVS_SETTINGS_INTERVAL_DEFAULT,
    SETTINGS_NVS_SETTINGS_OFFSET_DEFAULT,
    SETTINGS_NVS_SETTINGS_SERIAL_MAX_DEFAULT,
    0,
    SETTINGS_NVS_SETTINGS_FULL_DEFAULT,
    SETTINGS_NVS_SETTINGS_HOST_DEFAULT,
    "",
    0u, {0u},
};
SETTINGS_CONSTANT struct pschema_nvs_range settings_nvs_settings_ranges[5] = {
    {0xau, 0xa8b6u},
    {0x80u, 0x85u},
    {0x1u, 0xfffffffffffffffeull},
    {0x8000000000000000ull, 0x7fffffffffffffffull},
    {0x0u, 0xffu},
};
SETTINGS_CONSTANT struct pschema_nvs_field settings_nvs_settings_fields[8] = {
    {"interval", &settings_nvs_settings_ranges[0],
     offsetof(struct settings_nvs_settings, interval),
     2u, PSCHEMA_NVS_U16, 1u},
    {"offset", &settings_nvs_settings_ranges[1],
     offsetof(struct settings_nvs_settings, offset),
     1u, PSCHEMA_NVS_I8, 1u},
    {"serial_max", &settings_nvs_settings_ranges[2],
     offsetof(struct settings_nvs_settings, serial_max),
     8u, PSCHEMA_NVS_U64, 1u},
    {"low", &settings_nvs_settings_ranges[3],
     offsetof(struct settings_nvs_settings, low),
     8u, PSCHEMA_NVS_I64, 0u},
    {"full", &settings_nvs_settings_ranges[4],
     offsetof(struct settings_nvs_settings, full),
     1u, PSCHEMA_NVS_U8, 1u},
    {"host", PSCHEMA_NULL,
     offsetof(struct settings_nvs_settings, host),
     SETTINGS_NVS_SETTINGS_HOST_SIZE, PSCHEMA_NVS_STRING, 1u},
    {"class", PSCHEMA_NULL,
     offsetof(struct settings_nvs_settings, class_),
     SETTINGS_NVS_SETTINGS_CLASS_SIZE, PSCHEMA_NVS_STRING, 0u},
    {"cert", PSCHEMA_NULL,
     offsetof(struct settings_nvs_settings, cert_size),
     SETTINGS_NVS_SETTINGS_CERT_SIZE, PSCHEMA_NVS_BLOB, 0u},
};
SETTINGS_CONSTANT struct pschema_nvs_settings settings_nvs_settings_form = {
    "settings", settings_nvs_settings_fields, 8u,
    sizeof(struct settings_nvs_settings), &settings_nvs_settings_defaults};
SETTINGS_CONSTANT struct settings_nvs_all settings_nvs_all_defaults = {
    SETTINGS_NVS_ALL_A_DEFAULT,
    SETTINGS_NVS_ALL_B_DEFAULT,
};
SETTINGS_CONSTANT struct pschema_nvs_field settings_nvs_all_fields[2] = {
    {"a", PSCHEMA_NULL,
     offsetof(struct settings_nvs_all, a),
     1u, PSCHEMA_NVS_U8, 1u},
    {"b", PSCHEMA_NULL,
     offsetof(struct settings_nvs_all, b),
     SETTINGS_NVS_ALL_B_SIZE, PSCHEMA_NVS_STRING, 1u},
};
SETTINGS_CONSTANT struct pschema_nvs_settings settings_nvs_all_form = {
    "all", settings_nvs_all_fields, 2u,
    sizeof(struct settings_nvs_all), &settings_nvs_all_defaults};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
SETTINGS_ACCESSOR struct pschema_nvs settings_nvs(void)
{
    const struct pschema_nvs typed = {&settings_nvs_partition};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
SETTINGS_ACCESSOR struct pschema_app settings_factory(void)
{
    const struct pschema_app typed = {&settings_factory_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define SETTINGS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(settings_layout_mark) \
    const uint8_t settings_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x6d, 0x9a, 0x17, 0x01, 0x9a, 0x2e, 0x67, 0xef, 0xc3, 0xc5, 0x8b, 0x33}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t settings_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
SETTINGS_ACCESSOR const struct pschema_layout *settings_layout(void)
{
    return &settings_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result settings_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(settings_layout_mark);
    return pschema_layout_check(flash, settings_layout(), difference);
}

// Keys of NVS. A value of the device that cannot be had, or that the schema does not allow, is
// replaced by its default, if it has one; the result says so, unless the device has no such key.
// `*size` is in bytes: on entry, the space at `buffer`; on return, the size of the value, with the
// NUL of a string.

/// What a device without any of the keys has.
SETTINGS_ACCESSOR struct settings_nvs_settings settings_nvs_settings_default(void)
{
    return settings_nvs_settings_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_load(
    const struct pschema_flash *flash, struct settings_nvs_settings *values)
{
    struct pschema_nvs_found found[8];
    return pschema_nvs_load(flash, settings_nvs(), &settings_nvs_settings_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_save(
    const struct pschema_flash *flash, const struct settings_nvs_settings *values)
{
    return pschema_nvs_save(flash, settings_nvs(), &settings_nvs_settings_form, values);
}

/// Namespace `settings` of `nvs`, open, for getting its keys one by one.
struct settings_nvs_settings_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_open(
    const struct pschema_flash *flash, struct settings_nvs_settings_keys *space)
{
    return pschema_nvs_open(flash, settings_nvs(), "settings", &space->keys);
}

static inline void settings_nvs_settings_close(struct settings_nvs_settings_keys *space)
{
    pschema_nvs_close(&space->keys);
}

/// Seconds between two measurements.
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_interval(
    struct settings_nvs_settings_keys space, uint16_t *value)
{
    const enum pschema_result result = pschema_nvs_get_u16_or(
        space.keys, "interval", value, SETTINGS_NVS_SETTINGS_INTERVAL_DEFAULT);
    if (*value < SETTINGS_NVS_SETTINGS_INTERVAL_MIN || *value > SETTINGS_NVS_SETTINGS_INTERVAL_MAX) {
        *value = SETTINGS_NVS_SETTINGS_INTERVAL_DEFAULT;
        return PSCHEMA_ERROR_VALUE;
    }
    return result;
}

/// Milli-Kelvin.
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_offset(
    struct settings_nvs_settings_keys space, int8_t *value)
{
    const enum pschema_result result = pschema_nvs_get_i8_or(
        space.keys, "offset", value, SETTINGS_NVS_SETTINGS_OFFSET_DEFAULT);
    if (*value > SETTINGS_NVS_SETTINGS_OFFSET_MAX) {
        *value = SETTINGS_NVS_SETTINGS_OFFSET_DEFAULT;
        return PSCHEMA_ERROR_VALUE;
    }
    return result;
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_serial_max(
    struct settings_nvs_settings_keys space, uint64_t *value)
{
    const enum pschema_result result = pschema_nvs_get_u64_or(
        space.keys, "serial_max", value, SETTINGS_NVS_SETTINGS_SERIAL_MAX_DEFAULT);
    if (*value < SETTINGS_NVS_SETTINGS_SERIAL_MAX_MIN) {
        *value = SETTINGS_NVS_SETTINGS_SERIAL_MAX_DEFAULT;
        return PSCHEMA_ERROR_VALUE;
    }
    return result;
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_low(
    struct settings_nvs_settings_keys space, int64_t *value)
{
    int64_t stored = 0;
    const enum pschema_result result = pschema_nvs_get_i64(space.keys, "low", &stored);
    if (result == PSCHEMA_OK && (stored > SETTINGS_NVS_SETTINGS_LOW_MAX)) {
        return PSCHEMA_ERROR_VALUE;
    }
    *value = result == PSCHEMA_OK ? stored : *value;
    return result;
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_full(
    struct settings_nvs_settings_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "full", value, SETTINGS_NVS_SETTINGS_FULL_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_host(
    struct settings_nvs_settings_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "host", buffer, size,
        SETTINGS_NVS_SETTINGS_HOST_DEFAULT,
        sizeof SETTINGS_NVS_SETTINGS_HOST_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_class(
    struct settings_nvs_settings_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "class", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_cert(
    struct settings_nvs_settings_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "cert", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_long(
    struct settings_nvs_settings_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "long", buffer, size,
        SETTINGS_NVS_SETTINGS_LONG_DEFAULT,
        sizeof SETTINGS_NVS_SETTINGS_LONG_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_settings_get_salt(
    struct settings_nvs_settings_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "salt", buffer, size);
}

/// What a device without any of the keys has.
SETTINGS_ACCESSOR struct settings_nvs_all settings_nvs_all_default(void)
{
    return settings_nvs_all_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_all_load(
    const struct pschema_flash *flash, struct settings_nvs_all *values)
{
    struct pschema_nvs_found found[2];
    return pschema_nvs_load(flash, settings_nvs(), &settings_nvs_all_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_all_save(
    const struct pschema_flash *flash, const struct settings_nvs_all *values)
{
    return pschema_nvs_save(flash, settings_nvs(), &settings_nvs_all_form, values);
}

/// Namespace `all` of `nvs`, open, for getting its keys one by one.
struct settings_nvs_all_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_all_open(
    const struct pschema_flash *flash, struct settings_nvs_all_keys *space)
{
    return pschema_nvs_open_or(flash, settings_nvs(), "all", &space->keys);
}

static inline void settings_nvs_all_close(struct settings_nvs_all_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_all_get_a(
    struct settings_nvs_all_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "a", value, SETTINGS_NVS_ALL_A_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_all_get_b(
    struct settings_nvs_all_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "b", buffer, size,
        SETTINGS_NVS_ALL_B_DEFAULT,
        sizeof SETTINGS_NVS_ALL_B_DEFAULT);
}

/// Namespace `texts` of `nvs`, open, for getting its keys one by one.
struct settings_nvs_texts_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_texts_open(
    const struct pschema_flash *flash, struct settings_nvs_texts_keys *space)
{
    return pschema_nvs_open_or(flash, settings_nvs(), "texts", &space->keys);
}

static inline void settings_nvs_texts_close(struct settings_nvs_texts_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result settings_nvs_texts_get_a(
    struct settings_nvs_texts_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "a", buffer, size,
        SETTINGS_NVS_TEXTS_A_DEFAULT,
        sizeof SETTINGS_NVS_TEXTS_A_DEFAULT);
}

#endif

#endif
