// keys, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef KEYS_H
#define KEYS_H

#define KEYS_REVISION 1u
#define KEYS_LAYOUT_DIGEST 0xe6aaf196560168f5ull
#define KEYS_FLASH_SIZE 0x400000u

#define KEYS_MODEL "M\"1\""

// Table `main`.
#define KEYS_MAIN_TABLE_OFFSET 0x8000u
#define KEYS_MAIN_TABLE_SIZE   0xc00u
/// All about the device.
#define KEYS_MY_NVS_OFFSET 0x9000u // first of table main
#define KEYS_MY_NVS_SIZE   0x6000u
#define KEYS_FACTORY_OFFSET 0x10000u // after my nvs, aligned to 64K
#define KEYS_FACTORY_SIZE   0x100000u
#define KEYS_HOLD_OFFSET 0x110000u // after factory
#define KEYS_HOLD_SIZE   0x10000u

// Table `second`.
#define KEYS_SECOND_TABLE_OFFSET 0x110000u
#define KEYS_SECOND_TABLE_SIZE   0xc00u
#define KEYS_INNER_OFFSET 0x111000u // first of table second
#define KEYS_INNER_SIZE   0x4000u

// What the sdkconfig must not contradict, if there is one.
#ifndef KEYS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema keys differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (KEYS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema keys differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (KEYS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema keys differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (KEYS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef KEYS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/nvs_default.h>
#include <pschema/nvs_load.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if KEYS_SOURCE is defined in each of
// its files and keys.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(KEYS_DEFINITIONS)
#define KEYS_CONSTANT const
#define KEYS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define KEYS_CONSTANT inline constexpr
#define KEYS_ACCESSOR constexpr
#else
#ifndef KEYS_SOURCE
#define KEYS_CONSTANT static const
#endif
#define KEYS_ACCESSOR static inline
#endif

// Namespace `numbers` of `my nvs`.
#define KEYS_MY_NVS_NUMBERS_U8_DEFAULT 255
#define KEYS_MY_NVS_NUMBERS_I8_DEFAULT (-128)
#define KEYS_MY_NVS_NUMBERS_U16_DEFAULT 65535
#define KEYS_MY_NVS_NUMBERS_I16_DEFAULT (-32768)
#define KEYS_MY_NVS_NUMBERS_U32_DEFAULT 4294967295u
#define KEYS_MY_NVS_NUMBERS_I32_DEFAULT (-2147483648ll)
#define KEYS_MY_NVS_NUMBERS_U64_DEFAULT 18446744073709551615ull
#define KEYS_MY_NVS_NUMBERS_I64_DEFAULT (-9223372036854775807ll - 1)

/// Numbers of all sizes.
/// The keys of namespace `numbers` of `my nvs`.
struct keys_my_nvs_numbers {
    /// The key `u8`.
    uint8_t u8;
    /// The key `i8`.
    int8_t i8;
    /// The key `u16`.
    uint16_t u16;
    /// The key `i16`.
    int16_t i16;
    /// The key `u32`.
    uint32_t u32;
    /// the least
    int32_t i32;
    /// As large
    /// as can be.
    uint64_t u64;
    /// The key `i64`.
    int64_t i64;
};

// Namespace `aliyun-key` of `my nvs`.
#define KEYS_MY_NVS_ALIYUN_KEY_MODEL_DEFAULT "M\"1\""
#define KEYS_MY_NVS_ALIYUN_KEY_EMPTY_DEFAULT ""
#define KEYS_MY_NVS_ALIYUN_KEY_LONG_64_DEFAULT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define KEYS_MY_NVS_ALIYUN_KEY_CLIENT_0_DEFAULT 1

/// The keys of namespace `aliyun-key` of `my nvs`.
/// Without `max` in the schema, and so not in here: `model`, `empty`, `non-ascii`, `lines`, `long_64`, `long_65`, `from_file`, `1st`, `data`, `raw`.
struct keys_my_nvs_aliyun_key {
    /// The key `client.0`.
    uint8_t client_0;
};

// Namespace `secrets` of `my nvs`.

/// The keys of namespace `secrets` of `my nvs`.
/// Without `max` in the schema, and so not in here: `password`, `key`.
struct keys_my_nvs_secrets {
    /// The key `pin`.
    uint32_t pin;
};

// Namespace `unit` of `my nvs`.

/// The keys of namespace `unit` of `my nvs`.
/// Without `max` in the schema, and so not in here: `serial`, `cert`.
struct keys_my_nvs_unit {
    /// The key `batch`.
    uint32_t batch;
};

// Namespace `more` of `my nvs`.
#define KEYS_MY_NVS_MORE_KEPT_DEFAULT 2
#define KEYS_MY_NVS_MORE_AGAIN_DEFAULT 3

/// Said only here.
/// The keys of namespace `more` of `my nvs`.
struct keys_my_nvs_more {
    /// The key `kept`.
    uint8_t kept;
    /// The key `again`.
    uint8_t again;
};

// Namespace `a` of `inner`.
#define KEYS_INNER_A_B_DEFAULT 1

/// The keys of namespace `a` of `inner`.
struct keys_inner_a {
    /// The key `b`.
    uint8_t b;
};

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace keys_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(KEYS_DEFINITIONS) || !defined(KEYS_CONSTANT)
extern const struct pschema_partition keys_my_nvs_partition;
extern const struct pschema_partition keys_factory_partition;
extern const struct pschema_partition keys_hold_partition;
extern const struct pschema_partition keys_inner_partition;
extern const struct pschema_layout_row keys_main_rows[5];
extern const struct pschema_layout_row keys_second_rows[3];
extern const struct pschema_layout_table keys_expected_tables[2];
extern const struct pschema_layout keys_expected_layout;
extern const struct keys_my_nvs_numbers keys_my_nvs_numbers_defaults;
extern const struct pschema_nvs_field keys_my_nvs_numbers_fields[8];
extern const struct pschema_nvs_settings keys_my_nvs_numbers_form;
extern const struct keys_my_nvs_aliyun_key keys_my_nvs_aliyun_key_defaults;
extern const struct pschema_nvs_field keys_my_nvs_aliyun_key_fields[1];
extern const struct pschema_nvs_settings keys_my_nvs_aliyun_key_form;
extern const struct keys_my_nvs_secrets keys_my_nvs_secrets_defaults;
extern const struct pschema_nvs_field keys_my_nvs_secrets_fields[1];
extern const struct pschema_nvs_settings keys_my_nvs_secrets_form;
extern const struct keys_my_nvs_unit keys_my_nvs_unit_defaults;
extern const struct pschema_nvs_field keys_my_nvs_unit_fields[1];
extern const struct pschema_nvs_settings keys_my_nvs_unit_form;
extern const struct keys_my_nvs_more keys_my_nvs_more_defaults;
extern const struct pschema_nvs_field keys_my_nvs_more_fields[2];
extern const struct pschema_nvs_settings keys_my_nvs_more_form;
extern const struct keys_inner_a keys_inner_a_defaults;
extern const struct pschema_nvs_field keys_inner_a_fields[1];
extern const struct pschema_nvs_settings keys_inner_a_form;
#endif
#ifdef KEYS_CONSTANT
KEYS_CONSTANT struct pschema_partition keys_my_nvs_partition = {
    KEYS_MY_NVS_OFFSET, KEYS_MY_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "my nvs"};
KEYS_CONSTANT struct pschema_partition keys_factory_partition = {
    KEYS_FACTORY_OFFSET, KEYS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
KEYS_CONSTANT struct pschema_partition keys_hold_partition = {
    KEYS_HOLD_OFFSET, KEYS_HOLD_SIZE, 0u, 0x40u, 0x03u, 0u, "hold"};
KEYS_CONSTANT struct pschema_partition keys_inner_partition = {
    KEYS_INNER_OFFSET, KEYS_INNER_SIZE, PSCHEMA_FLAG_ENCRYPTED, 0x01u, 0x02u, 0u, "inner"};
KEYS_CONSTANT struct pschema_layout_row keys_main_rows[5] = {
    {"my nvs", 0xe3bad1fbu},
    {"factory", 0x0b2b7387u},
    {"hold", 0x938c363au},
    {"(checksum)", 0x3cfc21d4u},
    {"(end)", 0x19990159u},
};
KEYS_CONSTANT struct pschema_layout_row keys_second_rows[3] = {
    {"inner", 0x4831c63bu},
    {"(checksum)", 0x70c2cae6u},
    {"(end)", 0x19990159u},
};
KEYS_CONSTANT struct pschema_layout_table keys_expected_tables[2] = {
    {{KEYS_MAIN_TABLE_OFFSET, KEYS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 5u, keys_main_rows, 0u, 0u},
    {{KEYS_SECOND_TABLE_OFFSET, KEYS_SECOND_TABLE_SIZE,
      0u, 0x40u, 0x03u, 0u, "second"},
     32u, 3u, keys_second_rows, KEYS_HOLD_OFFSET, KEYS_HOLD_SIZE},
};
KEYS_CONSTANT struct pschema_layout keys_expected_layout = {
    KEYS_LAYOUT_DIGEST, 2u, keys_expected_tables};
KEYS_CONSTANT struct keys_my_nvs_numbers keys_my_nvs_numbers_defaults = {
    KEYS_MY_NVS_NUMBERS_U8_DEFAULT,
    KEYS_MY_NVS_NUMBERS_I8_DEFAULT,
    KEYS_MY_NVS_NUMBERS_U16_DEFAULT,
    KEYS_MY_NVS_NUMBERS_I16_DEFAULT,
    KEYS_MY_NVS_NUMBERS_U32_DEFAULT,
    KEYS_MY_NVS_NUMBERS_I32_DEFAULT,
    KEYS_MY_NVS_NUMBERS_U64_DEFAULT,
    KEYS_MY_NVS_NUMBERS_I64_DEFAULT,
};
KEYS_CONSTANT struct pschema_nvs_field keys_my_nvs_numbers_fields[8] = {
    {"u8", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, u8),
     1u, PSCHEMA_NVS_U8, 1u},
    {"i8", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, i8),
     1u, PSCHEMA_NVS_I8, 1u},
    {"u16", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, u16),
     2u, PSCHEMA_NVS_U16, 1u},
    {"i16", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, i16),
     2u, PSCHEMA_NVS_I16, 1u},
    {"u32", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, u32),
     4u, PSCHEMA_NVS_U32, 1u},
    {"i32", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, i32),
     4u, PSCHEMA_NVS_I32, 1u},
    {"u64", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, u64),
     8u, PSCHEMA_NVS_U64, 1u},
    {"i64", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_numbers, i64),
     8u, PSCHEMA_NVS_I64, 1u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_my_nvs_numbers_form = {
    "numbers", keys_my_nvs_numbers_fields, 8u,
    sizeof(struct keys_my_nvs_numbers), &keys_my_nvs_numbers_defaults};
KEYS_CONSTANT struct keys_my_nvs_aliyun_key keys_my_nvs_aliyun_key_defaults = {
    KEYS_MY_NVS_ALIYUN_KEY_CLIENT_0_DEFAULT,
};
KEYS_CONSTANT struct pschema_nvs_field keys_my_nvs_aliyun_key_fields[1] = {
    {"client.0", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_aliyun_key, client_0),
     1u, PSCHEMA_NVS_U8, 1u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_my_nvs_aliyun_key_form = {
    "aliyun-key", keys_my_nvs_aliyun_key_fields, 1u,
    sizeof(struct keys_my_nvs_aliyun_key), &keys_my_nvs_aliyun_key_defaults};
KEYS_CONSTANT struct keys_my_nvs_secrets keys_my_nvs_secrets_defaults = {
    0,
};
KEYS_CONSTANT struct pschema_nvs_field keys_my_nvs_secrets_fields[1] = {
    {"pin", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_secrets, pin),
     4u, PSCHEMA_NVS_U32, 0u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_my_nvs_secrets_form = {
    "secrets", keys_my_nvs_secrets_fields, 1u,
    sizeof(struct keys_my_nvs_secrets), &keys_my_nvs_secrets_defaults};
KEYS_CONSTANT struct keys_my_nvs_unit keys_my_nvs_unit_defaults = {
    0,
};
KEYS_CONSTANT struct pschema_nvs_field keys_my_nvs_unit_fields[1] = {
    {"batch", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_unit, batch),
     4u, PSCHEMA_NVS_U32, 0u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_my_nvs_unit_form = {
    "unit", keys_my_nvs_unit_fields, 1u,
    sizeof(struct keys_my_nvs_unit), &keys_my_nvs_unit_defaults};
KEYS_CONSTANT struct keys_my_nvs_more keys_my_nvs_more_defaults = {
    KEYS_MY_NVS_MORE_KEPT_DEFAULT,
    KEYS_MY_NVS_MORE_AGAIN_DEFAULT,
};
KEYS_CONSTANT struct pschema_nvs_field keys_my_nvs_more_fields[2] = {
    {"kept", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_more, kept),
     1u, PSCHEMA_NVS_U8, 1u},
    {"again", PSCHEMA_NULL,
     offsetof(struct keys_my_nvs_more, again),
     1u, PSCHEMA_NVS_U8, 1u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_my_nvs_more_form = {
    "more", keys_my_nvs_more_fields, 2u,
    sizeof(struct keys_my_nvs_more), &keys_my_nvs_more_defaults};
KEYS_CONSTANT struct keys_inner_a keys_inner_a_defaults = {
    KEYS_INNER_A_B_DEFAULT,
};
KEYS_CONSTANT struct pschema_nvs_field keys_inner_a_fields[1] = {
    {"b", PSCHEMA_NULL,
     offsetof(struct keys_inner_a, b),
     1u, PSCHEMA_NVS_U8, 1u},
};
KEYS_CONSTANT struct pschema_nvs_settings keys_inner_a_form = {
    "a", keys_inner_a_fields, 1u,
    sizeof(struct keys_inner_a), &keys_inner_a_defaults};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// All about the device.
KEYS_ACCESSOR struct pschema_nvs keys_my_nvs(void)
{
    const struct pschema_nvs typed = {&keys_my_nvs_partition};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
KEYS_ACCESSOR struct pschema_app keys_factory(void)
{
    const struct pschema_app typed = {&keys_factory_partition};
    return typed;
}

/// Partition `hold`: 64K at 0x110000.
KEYS_ACCESSOR struct pschema_table keys_hold(void)
{
    const struct pschema_table typed = {&keys_hold_partition};
    return typed;
}

/// Partition `inner`: 16K at 0x111000.
KEYS_ACCESSOR struct pschema_nvs keys_inner(void)
{
    const struct pschema_nvs typed = {&keys_inner_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define KEYS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(keys_layout_mark) \
    const uint8_t keys_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0xf5, 0x68, 0x01, 0x56, 0x96, 0xf1, 0xaa, 0xe6, 0x38, 0x6f, 0x38, 0xa8}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t keys_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
KEYS_ACCESSOR const struct pschema_layout *keys_layout(void)
{
    return &keys_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result keys_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(keys_layout_mark);
    return pschema_layout_check(flash, keys_layout(), difference);
}

// Keys of NVS. A value of the device that cannot be had, or that the schema does not allow, is
// replaced by its default, if it has one; the result says so, unless the device has no such key.
// `*size` is in bytes: on entry, the space at `buffer`; on return, the size of the value, with the
// NUL of a string.

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_my_nvs_numbers keys_my_nvs_numbers_default(void)
{
    return keys_my_nvs_numbers_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_load(
    const struct pschema_flash *flash, struct keys_my_nvs_numbers *values)
{
    struct pschema_nvs_found found[8];
    return pschema_nvs_load(flash, keys_my_nvs(), &keys_my_nvs_numbers_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_save(
    const struct pschema_flash *flash, const struct keys_my_nvs_numbers *values)
{
    return pschema_nvs_save(flash, keys_my_nvs(), &keys_my_nvs_numbers_form, values);
}

/// Namespace `numbers` of `my nvs`, open, for getting its keys one by one.
struct keys_my_nvs_numbers_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_open(
    const struct pschema_flash *flash, struct keys_my_nvs_numbers_keys *space)
{
    return pschema_nvs_open_or(flash, keys_my_nvs(), "numbers", &space->keys);
}

static inline void keys_my_nvs_numbers_close(struct keys_my_nvs_numbers_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_u8(
    struct keys_my_nvs_numbers_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "u8", value, KEYS_MY_NVS_NUMBERS_U8_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_i8(
    struct keys_my_nvs_numbers_keys space, int8_t *value)
{
    return pschema_nvs_get_i8_or(
        space.keys, "i8", value, KEYS_MY_NVS_NUMBERS_I8_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_u16(
    struct keys_my_nvs_numbers_keys space, uint16_t *value)
{
    return pschema_nvs_get_u16_or(
        space.keys, "u16", value, KEYS_MY_NVS_NUMBERS_U16_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_i16(
    struct keys_my_nvs_numbers_keys space, int16_t *value)
{
    return pschema_nvs_get_i16_or(
        space.keys, "i16", value, KEYS_MY_NVS_NUMBERS_I16_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_u32(
    struct keys_my_nvs_numbers_keys space, uint32_t *value)
{
    return pschema_nvs_get_u32_or(
        space.keys, "u32", value, KEYS_MY_NVS_NUMBERS_U32_DEFAULT);
}

/// the least
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_i32(
    struct keys_my_nvs_numbers_keys space, int32_t *value)
{
    return pschema_nvs_get_i32_or(
        space.keys, "i32", value, KEYS_MY_NVS_NUMBERS_I32_DEFAULT);
}

/// As large
/// as can be.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_u64(
    struct keys_my_nvs_numbers_keys space, uint64_t *value)
{
    return pschema_nvs_get_u64_or(
        space.keys, "u64", value, KEYS_MY_NVS_NUMBERS_U64_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_numbers_get_i64(
    struct keys_my_nvs_numbers_keys space, int64_t *value)
{
    return pschema_nvs_get_i64_or(
        space.keys, "i64", value, KEYS_MY_NVS_NUMBERS_I64_DEFAULT);
}

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_my_nvs_aliyun_key keys_my_nvs_aliyun_key_default(void)
{
    return keys_my_nvs_aliyun_key_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_load(
    const struct pschema_flash *flash, struct keys_my_nvs_aliyun_key *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, keys_my_nvs(), &keys_my_nvs_aliyun_key_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_save(
    const struct pschema_flash *flash, const struct keys_my_nvs_aliyun_key *values)
{
    return pschema_nvs_save(flash, keys_my_nvs(), &keys_my_nvs_aliyun_key_form, values);
}

/// Namespace `aliyun-key` of `my nvs`, open, for getting its keys one by one.
struct keys_my_nvs_aliyun_key_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_open(
    const struct pschema_flash *flash, struct keys_my_nvs_aliyun_key_keys *space)
{
    return pschema_nvs_open(flash, keys_my_nvs(), "aliyun-key", &space->keys);
}

static inline void keys_my_nvs_aliyun_key_close(struct keys_my_nvs_aliyun_key_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_model(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "model", buffer, size,
        KEYS_MY_NVS_ALIYUN_KEY_MODEL_DEFAULT,
        sizeof KEYS_MY_NVS_ALIYUN_KEY_MODEL_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_empty(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "empty", buffer, size,
        KEYS_MY_NVS_ALIYUN_KEY_EMPTY_DEFAULT,
        sizeof KEYS_MY_NVS_ALIYUN_KEY_EMPTY_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_non_ascii(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "non-ascii", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_lines(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "lines", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_long_64(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string_or(
        space.keys, "long_64", buffer, size,
        KEYS_MY_NVS_ALIYUN_KEY_LONG_64_DEFAULT,
        sizeof KEYS_MY_NVS_ALIYUN_KEY_LONG_64_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_long_65(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "long_65", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_from_file(
    struct keys_my_nvs_aliyun_key_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "from_file", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_client_0(
    struct keys_my_nvs_aliyun_key_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "client.0", value, KEYS_MY_NVS_ALIYUN_KEY_CLIENT_0_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get__1st(
    struct keys_my_nvs_aliyun_key_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "1st", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_data(
    struct keys_my_nvs_aliyun_key_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "data", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_aliyun_key_get_raw(
    struct keys_my_nvs_aliyun_key_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "raw", buffer, size);
}

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_my_nvs_secrets keys_my_nvs_secrets_default(void)
{
    return keys_my_nvs_secrets_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_load(
    const struct pschema_flash *flash, struct keys_my_nvs_secrets *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, keys_my_nvs(), &keys_my_nvs_secrets_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_save(
    const struct pschema_flash *flash, const struct keys_my_nvs_secrets *values)
{
    return pschema_nvs_save(flash, keys_my_nvs(), &keys_my_nvs_secrets_form, values);
}

/// Namespace `secrets` of `my nvs`, open, for getting its keys one by one.
struct keys_my_nvs_secrets_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_open(
    const struct pschema_flash *flash, struct keys_my_nvs_secrets_keys *space)
{
    return pschema_nvs_open(flash, keys_my_nvs(), "secrets", &space->keys);
}

static inline void keys_my_nvs_secrets_close(struct keys_my_nvs_secrets_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_get_password(
    struct keys_my_nvs_secrets_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "password", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_get_pin(
    struct keys_my_nvs_secrets_keys space, uint32_t *value)
{
    return pschema_nvs_get_u32(space.keys, "pin", value);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_secrets_get_key(
    struct keys_my_nvs_secrets_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "key", buffer, size);
}

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_my_nvs_unit keys_my_nvs_unit_default(void)
{
    return keys_my_nvs_unit_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_load(
    const struct pschema_flash *flash, struct keys_my_nvs_unit *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, keys_my_nvs(), &keys_my_nvs_unit_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_save(
    const struct pschema_flash *flash, const struct keys_my_nvs_unit *values)
{
    return pschema_nvs_save(flash, keys_my_nvs(), &keys_my_nvs_unit_form, values);
}

/// Namespace `unit` of `my nvs`, open, for getting its keys one by one.
struct keys_my_nvs_unit_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_open(
    const struct pschema_flash *flash, struct keys_my_nvs_unit_keys *space)
{
    return pschema_nvs_open(flash, keys_my_nvs(), "unit", &space->keys);
}

static inline void keys_my_nvs_unit_close(struct keys_my_nvs_unit_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_get_serial(
    struct keys_my_nvs_unit_keys space, char *buffer, size_t *size)
{
    return pschema_nvs_get_string(space.keys, "serial", buffer, size);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_get_batch(
    struct keys_my_nvs_unit_keys space, uint32_t *value)
{
    return pschema_nvs_get_u32(space.keys, "batch", value);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_unit_get_cert(
    struct keys_my_nvs_unit_keys space, void *buffer, size_t *size)
{
    return pschema_nvs_get_blob(space.keys, "cert", buffer, size);
}

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_my_nvs_more keys_my_nvs_more_default(void)
{
    return keys_my_nvs_more_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_more_load(
    const struct pschema_flash *flash, struct keys_my_nvs_more *values)
{
    struct pschema_nvs_found found[2];
    return pschema_nvs_load(flash, keys_my_nvs(), &keys_my_nvs_more_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_more_save(
    const struct pschema_flash *flash, const struct keys_my_nvs_more *values)
{
    return pschema_nvs_save(flash, keys_my_nvs(), &keys_my_nvs_more_form, values);
}

/// Namespace `more` of `my nvs`, open, for getting its keys one by one.
struct keys_my_nvs_more_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_more_open(
    const struct pschema_flash *flash, struct keys_my_nvs_more_keys *space)
{
    return pschema_nvs_open_or(flash, keys_my_nvs(), "more", &space->keys);
}

static inline void keys_my_nvs_more_close(struct keys_my_nvs_more_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_more_get_kept(
    struct keys_my_nvs_more_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "kept", value, KEYS_MY_NVS_MORE_KEPT_DEFAULT);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_my_nvs_more_get_again(
    struct keys_my_nvs_more_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "again", value, KEYS_MY_NVS_MORE_AGAIN_DEFAULT);
}

/// What a device without any of the keys has.
KEYS_ACCESSOR struct keys_inner_a keys_inner_a_default(void)
{
    return keys_inner_a_defaults;
}

/// Sets all members, to what the device has or to their defaults; the result says if something is
/// wrong: see pschema_nvs_load(). Over ESP-IDF's library, `flash` may be null.
PSCHEMA_CHECKED static inline enum pschema_result keys_inner_a_load(
    const struct pschema_flash *flash, struct keys_inner_a *values)
{
    struct pschema_nvs_found found[1];
    return pschema_nvs_load(flash, keys_inner(), &keys_inner_a_form, values, found);
}

/// Stores what differs from what the device has, over ESP-IDF's library; elsewhere it returns
/// PSCHEMA_ERROR_UNSUPPORTED: see pschema_nvs_save().
PSCHEMA_CHECKED static inline enum pschema_result keys_inner_a_save(
    const struct pschema_flash *flash, const struct keys_inner_a *values)
{
    return pschema_nvs_save(flash, keys_inner(), &keys_inner_a_form, values);
}

/// Namespace `a` of `inner`, open, for getting its keys one by one.
struct keys_inner_a_keys {
    struct pschema_nvs_namespace keys; ///< for the functions below
};

PSCHEMA_CHECKED static inline enum pschema_result keys_inner_a_open(
    const struct pschema_flash *flash, struct keys_inner_a_keys *space)
{
    return pschema_nvs_open_or(flash, keys_inner(), "a", &space->keys);
}

static inline void keys_inner_a_close(struct keys_inner_a_keys *space)
{
    pschema_nvs_close(&space->keys);
}

PSCHEMA_CHECKED static inline enum pschema_result keys_inner_a_get_b(
    struct keys_inner_a_keys space, uint8_t *value)
{
    return pschema_nvs_get_u8_or(
        space.keys, "b", value, KEYS_INNER_A_B_DEFAULT);
}

#endif

#endif
