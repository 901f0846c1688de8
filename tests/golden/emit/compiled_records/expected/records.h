// records, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef RECORDS_H
#define RECORDS_H

#define RECORDS_REVISION 1u
#define RECORDS_LAYOUT_DIGEST 0x48bbc07eb0582055ull
#define RECORDS_FLASH_SIZE 0x400000u

// Table `main`.
#define RECORDS_MAIN_TABLE_OFFSET 0x8000u
#define RECORDS_MAIN_TABLE_SIZE   0xc00u
#define RECORDS_NVS_OFFSET 0x9000u // first of table main
#define RECORDS_NVS_SIZE   0x6000u
#define RECORDS_FACTORY_OFFSET 0x10000u // after nvs, aligned to 64K
#define RECORDS_FACTORY_SIZE   0x100000u
#define RECORDS_NATURAL_OFFSET 0x110000u // after factory
#define RECORDS_NATURAL_SIZE   0x1000u
#define RECORDS_PACKED_OFFSET 0x111000u // after natural
#define RECORDS_PACKED_SIZE   0x1000u
#define RECORDS_TAIL_A_OFFSET 0x112000u // after packed
#define RECORDS_TAIL_A_SIZE   0x1000u
#define RECORDS_HOLD_OFFSET 0x113000u // after tail_a
#define RECORDS_HOLD_SIZE   0x10000u

// Table `second`.
#define RECORDS_SECOND_TABLE_OFFSET 0x113000u
#define RECORDS_SECOND_TABLE_SIZE   0xc00u
#define RECORDS_TAIL_B_OFFSET 0x114000u // first of table second
#define RECORDS_TAIL_B_SIZE   0x1000u
#define RECORDS_WORDS_OFFSET 0x115000u // after tail_b
#define RECORDS_WORDS_SIZE   0x1000u
#define RECORDS_BY_TABLE_OFFSET 0x116000u // after words
#define RECORDS_BY_TABLE_SIZE   0x1000u
#define RECORDS_FILES_OFFSET 0x117000u // after by_table
#define RECORDS_FILES_SIZE   0x1000u

// What the sdkconfig must not contradict, if there is one.
#ifndef RECORDS_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema records differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (RECORDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema records differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (RECORDS_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema records differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (RECORDS_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef RECORDS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>
#include <pschema/record.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if RECORDS_SOURCE is defined in each of
// its files and records.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(RECORDS_DEFINITIONS)
#define RECORDS_CONSTANT const
#define RECORDS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define RECORDS_CONSTANT inline constexpr
#define RECORDS_ACCESSOR constexpr
#else
#ifndef RECORDS_SOURCE
#define RECORDS_CONSTANT static const
#endif
#define RECORDS_ACCESSOR static inline
#endif

RECORDS_ACCESSOR struct pschema_records records_natural(void);

/// Lies in memory as in flash.
/// Two lines.
struct records_natural {
    char magic[4];   ///< no NUL if it is full
    int16_t version; ///< at 4 in flash
    uint16_t flags;  ///< bits
    /// A comment
    /// of two lines.
    float gain[2];
    double mean;     ///< at 16 in flash
    uint64_t seen;   ///< at 24 in flash
    int64_t least;   ///< at 32 in flash
    uint32_t head;   ///< CRC-32 of magic to version
    uint32_t all;    ///< CRC-32 of flags to head
};
// Its members have the offsets of the fields in flash.
PSCHEMA_ASSERT_SIZE(struct records_natural, 48);
PSCHEMA_ASSERT_PLACE(struct records_natural, magic, 0, 4);
PSCHEMA_ASSERT_PLACE(struct records_natural, version, 4, 2);
PSCHEMA_ASSERT_PLACE(struct records_natural, flags, 6, 2);
PSCHEMA_ASSERT_PLACE(struct records_natural, gain, 8, 8);
PSCHEMA_ASSERT_PLACE(struct records_natural, mean, 16, 8);
PSCHEMA_ASSERT_PLACE(struct records_natural, seen, 24, 8);
PSCHEMA_ASSERT_PLACE(struct records_natural, least, 32, 8);
PSCHEMA_ASSERT_PLACE(struct records_natural, head, 40, 4);
PSCHEMA_ASSERT_PLACE(struct records_natural, all, 44, 4);
#define RECORDS_NATURAL_RECORD_SIZE 48u // in flash
#define RECORDS_NATURAL_VERSION_DEFAULT (-2)
#define RECORDS_NATURAL_MEAN_DEFAULT 0.0
#define RECORDS_NATURAL_SEEN_DEFAULT 18446744073709551615ull
#define RECORDS_NATURAL_LEAST_DEFAULT (-1)

struct records_tail {
    uint32_t magic;     ///< at 0 in flash
    char magic_text[8]; ///< What it is. No NUL if it is full.
    uint8_t last;       ///< at 12 in flash
};
// Its members have the offsets of the fields in flash.
PSCHEMA_ASSERT_PLACE(struct records_tail, magic, 0, 4);
PSCHEMA_ASSERT_PLACE(struct records_tail, magic_text, 4, 8);
PSCHEMA_ASSERT_PLACE(struct records_tail, last, 12, 1);
#define RECORDS_TAIL_RECORD_SIZE 13u // in flash
#define RECORDS_TAIL_MAGIC_DEFAULT 1
#define RECORDS_TAIL_LAST_DEFAULT 0

RECORDS_ACCESSOR struct pschema_readonly_records records_packed(void);

struct records_packed {
    char magic[8];      ///< no NUL if it is full
    uint8_t a;          ///< at 8 in flash
    uint32_t b;         ///< at 9 in flash
    uint8_t version[2]; ///< at 13 in flash
};
// The compiler may add padding to it; in flash, the fields have none.
PSCHEMA_ASSERT_MEMBER(struct records_packed, magic, 8);
PSCHEMA_ASSERT_MEMBER(struct records_packed, a, 1);
PSCHEMA_ASSERT_MEMBER(struct records_packed, b, 4);
PSCHEMA_ASSERT_MEMBER(struct records_packed, version, 2);
#define RECORDS_PACKED_RECORD_SIZE 15u // in flash
#define RECORDS_PACKED_A_DEFAULT 0
#define RECORDS_PACKED_B_DEFAULT 0

RECORDS_ACCESSOR struct pschema_records records_words(void);

struct records_words {
    uint8_t magic;      ///< at 0 in flash
    uint8_t class_;     ///< at 1 in flash
    uint8_t new_[1];    ///< at 2 in flash
    uint8_t my_field;   ///< at 3 in flash
    char one;           ///< at 4 in flash
    uint8_t _Bool_;     ///< at 5 in flash
    uint8_t uint8_t_;   ///< at 6 in flash
    uint8_t after;      ///< at 7 in flash
    uint8_t RECORDS_H_; ///< at 8 in flash
};
// Its members have the offsets of the fields in flash.
PSCHEMA_ASSERT_SIZE(struct records_words, 9);
PSCHEMA_ASSERT_PLACE(struct records_words, magic, 0, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, class_, 1, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, new_, 2, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, my_field, 3, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, one, 4, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, _Bool_, 5, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, uint8_t_, 6, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, after, 7, 1);
PSCHEMA_ASSERT_PLACE(struct records_words, RECORDS_H_, 8, 1);
#define RECORDS_WORDS_RECORD_SIZE 9u // in flash
#define RECORDS_WORDS_CLASS_DEFAULT 1
#define RECORDS_WORDS_MY_FIELD_DEFAULT 3
#define RECORDS_WORDS__BOOL_DEFAULT 4
#define RECORDS_WORDS_UINT8_T_DEFAULT 5
#define RECORDS_WORDS_AFTER_DEFAULT 6
#define RECORDS_WORDS_RECORDS_H_DEFAULT 7

struct records_unused {
    uint8_t a;        ///< at 0 in flash
    uint16_t version; ///< at 1 in flash
};
// The compiler may add padding to it; in flash, the fields have none.
PSCHEMA_ASSERT_MEMBER(struct records_unused, a, 1);
PSCHEMA_ASSERT_MEMBER(struct records_unused, version, 2);
#define RECORDS_UNUSED_RECORD_SIZE 3u // in flash
#define RECORDS_UNUSED_VERSION_MIN 1
#define RECORDS_UNUSED_VERSION_MAX 5
#define RECORDS_UNUSED_VERSION_DEFAULT 2

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace records_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(RECORDS_DEFINITIONS) || !defined(RECORDS_CONSTANT)
extern const struct pschema_partition records_nvs_partition;
extern const struct pschema_partition records_factory_partition;
extern const struct pschema_partition records_natural_partition;
extern const struct pschema_partition records_packed_partition;
extern const struct pschema_partition records_tail_a_partition;
extern const struct pschema_partition records_hold_partition;
extern const struct pschema_partition records_tail_b_partition;
extern const struct pschema_partition records_words_partition;
extern const struct pschema_partition records_by_table_partition;
extern const struct pschema_partition records_files_partition;
extern const struct pschema_layout_row records_main_rows[8];
extern const struct pschema_layout_row records_second_rows[6];
extern const struct pschema_layout_table records_expected_tables[2];
extern const struct pschema_layout records_expected_layout;
extern const struct pschema_record_field records_natural_fields[9];
extern const struct pschema_record_limit records_natural_limits[7];
extern const struct pschema_record_layout records_natural_layout;
extern const struct records_natural records_natural_defaults;
extern const struct pschema_record_field records_tail_fields[3];
extern const struct pschema_record_limit records_tail_limits[1];
extern const struct pschema_record_layout records_tail_layout;
extern const struct records_tail records_tail_defaults;
extern const struct pschema_record_field records_packed_fields[4];
extern const struct pschema_record_limit records_packed_limits[8];
extern const struct pschema_record_layout records_packed_layout;
extern const struct records_packed records_packed_defaults;
extern const struct pschema_record_field records_words_fields[9];
extern const struct pschema_record_layout records_words_layout;
extern const struct records_words records_words_defaults;
extern const struct pschema_record_field records_unused_fields[2];
extern const struct pschema_record_limit records_unused_limits[1];
extern const struct pschema_record_layout records_unused_layout;
extern const struct records_unused records_unused_defaults;
#endif
#ifdef RECORDS_CONSTANT
RECORDS_CONSTANT struct pschema_partition records_nvs_partition = {
    RECORDS_NVS_OFFSET, RECORDS_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
RECORDS_CONSTANT struct pschema_partition records_factory_partition = {
    RECORDS_FACTORY_OFFSET, RECORDS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
RECORDS_CONSTANT struct pschema_partition records_natural_partition = {
    RECORDS_NATURAL_OFFSET, RECORDS_NATURAL_SIZE,
    PSCHEMA_FLAG_ENCRYPTED, 0x40u, 0x00u, 0u, "natural"};
RECORDS_CONSTANT struct pschema_partition records_packed_partition = {
    RECORDS_PACKED_OFFSET, RECORDS_PACKED_SIZE,
    PSCHEMA_FLAG_READ_ONLY, 0x40u, 0x01u, 0u, "packed"};
RECORDS_CONSTANT struct pschema_partition records_tail_a_partition = {
    RECORDS_TAIL_A_OFFSET, RECORDS_TAIL_A_SIZE, 0u, 0x40u, 0x02u, 0u, "tail_a"};
RECORDS_CONSTANT struct pschema_partition records_hold_partition = {
    RECORDS_HOLD_OFFSET, RECORDS_HOLD_SIZE, 0u, 0x40u, 0x03u, 0u, "hold"};
RECORDS_CONSTANT struct pschema_partition records_tail_b_partition = {
    RECORDS_TAIL_B_OFFSET, RECORDS_TAIL_B_SIZE, 0u, 0x40u, 0x04u, 0u, "tail_b"};
RECORDS_CONSTANT struct pschema_partition records_words_partition = {
    RECORDS_WORDS_OFFSET, RECORDS_WORDS_SIZE, 0u, 0x40u, 0x05u, 0u, "words"};
RECORDS_CONSTANT struct pschema_partition records_by_table_partition = {
    RECORDS_BY_TABLE_OFFSET, RECORDS_BY_TABLE_SIZE, 0u, 0x40u, 0x06u, 0u, "by_table"};
RECORDS_CONSTANT struct pschema_partition records_files_partition = {
    RECORDS_FILES_OFFSET, RECORDS_FILES_SIZE,
    PSCHEMA_FLAG_READ_ONLY, 0x01u, 0x81u, 0u, "files"};
RECORDS_CONSTANT struct pschema_layout_row records_main_rows[8] = {
    {"nvs", 0xd8333e55u},
    {"factory", 0x0b2b7387u},
    {"natural", 0x2412e5a3u},
    {"packed", 0xe563898du},
    {"tail_a", 0x4229c44cu},
    {"hold", 0x7111cbc5u},
    {"(checksum)", 0x8e4cf47fu},
    {"(end)", 0x19990159u},
};
RECORDS_CONSTANT struct pschema_layout_row records_second_rows[6] = {
    {"tail_b", 0xdc7f8313u},
    {"words", 0xb5199611u},
    {"by_table", 0x30293dc1u},
    {"files", 0x95011cacu},
    {"(checksum)", 0xa874496bu},
    {"(end)", 0x19990159u},
};
RECORDS_CONSTANT struct pschema_layout_table records_expected_tables[2] = {
    {{RECORDS_MAIN_TABLE_OFFSET, RECORDS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 8u, records_main_rows, 0u, 0u},
    {{RECORDS_SECOND_TABLE_OFFSET, RECORDS_SECOND_TABLE_SIZE,
      0u, 0x40u, 0x03u, 0u, "second"},
     32u, 6u, records_second_rows, RECORDS_HOLD_OFFSET, RECORDS_HOLD_SIZE},
};
RECORDS_CONSTANT struct pschema_layout records_expected_layout = {
    RECORDS_LAYOUT_DIGEST, 2u, records_expected_tables};
RECORDS_CONSTANT struct pschema_record_field records_natural_fields[9] = {
    {offsetof(struct records_natural, magic), 4u, 1u},
    {offsetof(struct records_natural, version), 1u, 2u},
    {offsetof(struct records_natural, flags), 1u, 2u},
    {offsetof(struct records_natural, gain), 2u, 4u},
    {offsetof(struct records_natural, mean), 1u, 8u},
    {offsetof(struct records_natural, seen), 1u, 8u},
    {offsetof(struct records_natural, least), 1u, 8u},
    {offsetof(struct records_natural, head), 1u, 4u},
    {offsetof(struct records_natural, all), 1u, 4u},
};
RECORDS_CONSTANT struct pschema_record_limit records_natural_limits[7] = {
    {offsetof(struct records_natural, magic), 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x52u, 0x0u},
    {offsetof(struct records_natural, magic) + 1u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x45u, 0x0u},
    {offsetof(struct records_natural, magic) + 2u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x43u, 0x0u},
    {offsetof(struct records_natural, magic) + 3u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x31u, 0x0u},
    {offsetof(struct records_natural, version), 1u, 2u, PSCHEMA_ERROR_TYPE, 0xfffeu, 0x0u},
    {offsetof(struct records_natural, head), 1u, 4u, PSCHEMA_ERROR_DAMAGED, 0x0u, 0x6u},
    {offsetof(struct records_natural, all), 1u, 4u, PSCHEMA_ERROR_DAMAGED, 0x6u, 0x2cu},
};
RECORDS_CONSTANT struct pschema_record_layout records_natural_layout = {
    RECORDS_NATURAL_RECORD_SIZE, 9u, 7u, records_natural_fields, records_natural_limits, 0u};
RECORDS_CONSTANT struct records_natural records_natural_defaults = {
    {'R', 'E', 'C', '1'}, // magic
    (-2), // version
    0, // flags
    {1.5f, 1.5f}, // gain
    0.0, // mean
    18446744073709551615ull, // seen
    (-1), // least
    0, // head
    0, // all
};
RECORDS_CONSTANT struct pschema_record_field records_tail_fields[3] = {
    {offsetof(struct records_tail, magic), 1u, 4u},
    {offsetof(struct records_tail, magic_text), 8u, 1u},
    {offsetof(struct records_tail, last), 1u, 1u},
};
RECORDS_CONSTANT struct pschema_record_limit records_tail_limits[1] = {
    {offsetof(struct records_tail, magic), 1u, 4u, PSCHEMA_ERROR_NOT_FOUND, 0x1u, 0x0u},
};
RECORDS_CONSTANT struct pschema_record_layout records_tail_layout = {
    RECORDS_TAIL_RECORD_SIZE, 3u, 1u, records_tail_fields, records_tail_limits, 1u};
RECORDS_CONSTANT struct records_tail records_tail_defaults = {
    1, // magic
    {'T', 'E', 'X', 'T'}, // magic_text
    0, // last
};
RECORDS_CONSTANT struct pschema_record_field records_packed_fields[4] = {
    {offsetof(struct records_packed, magic), 8u, 1u},
    {offsetof(struct records_packed, a), 1u, 1u},
    {offsetof(struct records_packed, b), 1u, 4u},
    {offsetof(struct records_packed, version), 2u, 1u},
};
RECORDS_CONSTANT struct pschema_record_limit records_packed_limits[8] = {
    {offsetof(struct records_packed, magic), 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x41u, 0x0u},
    {offsetof(struct records_packed, magic) + 1u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x42u, 0x0u},
    {offsetof(struct records_packed, magic) + 2u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x43u, 0x0u},
    {offsetof(struct records_packed, magic) + 3u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x0u, 0x0u},
    {offsetof(struct records_packed, magic) + 4u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x0u, 0x0u},
    {offsetof(struct records_packed, magic) + 5u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x0u, 0x0u},
    {offsetof(struct records_packed, magic) + 6u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x0u, 0x0u},
    {offsetof(struct records_packed, magic) + 7u, 1u, 1u, PSCHEMA_ERROR_NOT_FOUND, 0x0u, 0x0u},
};
RECORDS_CONSTANT struct pschema_record_layout records_packed_layout = {
    RECORDS_PACKED_RECORD_SIZE, 4u, 8u, records_packed_fields, records_packed_limits, 1u};
RECORDS_CONSTANT struct records_packed records_packed_defaults = {
    {'A', 'B', 'C'}, // magic
    0, // a
    0, // b
    {3, 3}, // version
};
RECORDS_CONSTANT struct pschema_record_field records_words_fields[9] = {
    {offsetof(struct records_words, magic), 1u, 1u},
    {offsetof(struct records_words, class_), 1u, 1u},
    {offsetof(struct records_words, new_), 1u, 1u},
    {offsetof(struct records_words, my_field), 1u, 1u},
    {offsetof(struct records_words, one), 1u, 1u},
    {offsetof(struct records_words, _Bool_), 1u, 1u},
    {offsetof(struct records_words, uint8_t_), 1u, 1u},
    {offsetof(struct records_words, after), 1u, 1u},
    {offsetof(struct records_words, RECORDS_H_), 1u, 1u},
};
RECORDS_CONSTANT struct pschema_record_layout records_words_layout = {
    RECORDS_WORDS_RECORD_SIZE, 9u, 0u, records_words_fields, PSCHEMA_NULL, 0u};
RECORDS_CONSTANT struct records_words records_words_defaults = {
    0, // magic
    1, // class_
    {2}, // new_
    3, // my_field
    'x', // one
    4, // _Bool_
    5, // uint8_t_
    6, // after
    7, // RECORDS_H_
};
RECORDS_CONSTANT struct pschema_record_field records_unused_fields[2] = {
    {offsetof(struct records_unused, a), 1u, 1u},
    {offsetof(struct records_unused, version), 1u, 2u},
};
RECORDS_CONSTANT struct pschema_record_limit records_unused_limits[1] = {
    {offsetof(struct records_unused, version), 1u, 2u, PSCHEMA_ERROR_VALUE, 0x1u, 0x4u},
};
RECORDS_CONSTANT struct pschema_record_layout records_unused_layout = {
    RECORDS_UNUSED_RECORD_SIZE, 2u, 1u, records_unused_fields, records_unused_limits, 0u};
RECORDS_CONSTANT struct records_unused records_unused_defaults = {
    0, // a
    2, // version
};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `nvs`: 24K at 0x9000.
RECORDS_ACCESSOR struct pschema_nvs records_nvs(void)
{
    const struct pschema_nvs typed = {&records_nvs_partition};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
RECORDS_ACCESSOR struct pschema_app records_factory(void)
{
    const struct pschema_app typed = {&records_factory_partition};
    return typed;
}

/// Partition `natural`: 4K at 0x110000.
RECORDS_ACCESSOR struct pschema_records records_natural(void)
{
    const struct pschema_records typed = {&records_natural_partition, {&records_natural_partition}};
    return typed;
}

/// Partition `packed`: 4K at 0x111000.
RECORDS_ACCESSOR struct pschema_readonly_records records_packed(void)
{
    const struct pschema_readonly_records typed = {&records_packed_partition};
    return typed;
}

/// Partition `tail_a`: 4K at 0x112000.
RECORDS_ACCESSOR struct pschema_records records_tail_a(void)
{
    const struct pschema_records typed = {&records_tail_a_partition, {&records_tail_a_partition}};
    return typed;
}

/// Partition `hold`: 64K at 0x113000.
RECORDS_ACCESSOR struct pschema_table records_hold(void)
{
    const struct pschema_table typed = {&records_hold_partition};
    return typed;
}

/// Partition `tail_b`: 4K at 0x114000.
RECORDS_ACCESSOR struct pschema_records records_tail_b(void)
{
    const struct pschema_records typed = {&records_tail_b_partition, {&records_tail_b_partition}};
    return typed;
}

/// Partition `words`: 4K at 0x115000.
RECORDS_ACCESSOR struct pschema_records records_words(void)
{
    const struct pschema_records typed = {&records_words_partition, {&records_words_partition}};
    return typed;
}

/// Partition `by_table`: 4K at 0x116000.
RECORDS_ACCESSOR struct pschema_data records_by_table(void)
{
    const struct pschema_data typed = {&records_by_table_partition, {&records_by_table_partition}};
    return typed;
}

/// Partition `files`: 4K at 0x117000.
RECORDS_ACCESSOR struct pschema_readonly_filesystem records_files(void)
{
    const struct pschema_readonly_filesystem typed = {&records_files_partition};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define RECORDS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(records_layout_mark) \
    const uint8_t records_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x55, 0x20, 0x58, 0xb0, 0x7e, 0xc0, 0xbb, 0x48, 0x65, 0x93, 0x51, 0xad}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t records_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
RECORDS_ACCESSOR const struct pschema_layout *records_layout(void)
{
    return &records_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result records_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(records_layout_mark);
    return pschema_layout_check(flash, records_layout(), difference);
}

RECORDS_ACCESSOR const struct pschema_record_layout *records_natural_record(void)
{
    return &records_natural_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
RECORDS_ACCESSOR struct records_natural records_natural_default(void)
{
    return records_natural_defaults;
}

RECORDS_ACCESSOR const struct pschema_record_layout *records_tail_record(void)
{
    return &records_tail_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
RECORDS_ACCESSOR struct records_tail records_tail_default(void)
{
    return records_tail_defaults;
}

RECORDS_ACCESSOR const struct pschema_record_layout *records_packed_record(void)
{
    return &records_packed_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
RECORDS_ACCESSOR struct records_packed records_packed_default(void)
{
    return records_packed_defaults;
}

RECORDS_ACCESSOR const struct pschema_record_layout *records_words_record(void)
{
    return &records_words_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
RECORDS_ACCESSOR struct records_words records_words_default(void)
{
    return records_words_defaults;
}

RECORDS_ACCESSOR const struct pschema_record_layout *records_unused_record(void)
{
    return &records_unused_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
RECORDS_ACCESSOR struct records_unused records_unused_default(void)
{
    return records_unused_defaults;
}

#define RECORDS_NATURAL_CAPACITY 85u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_natural_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_natural *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_natural().partition, index, &records_natural_layout, record);
    if (result) {
        *record = records_natural_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_natural_load(
    const struct pschema_flash *flash, struct records_natural *record)
{
    return records_natural_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result records_natural_store_at(
    const struct pschema_flash *flash, uint32_t index, struct records_natural *record)
{
    return pschema_record_store(
        flash, records_natural().writable, index, &records_natural_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_natural_store(
    const struct pschema_flash *flash, struct records_natural *record)
{
    return records_natural_store_at(flash, 0u, record);
}

#define RECORDS_PACKED_CAPACITY 273u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_packed_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_packed *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_packed().partition, index, &records_packed_layout, record);
    if (result) {
        *record = records_packed_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_packed_load(
    const struct pschema_flash *flash, struct records_packed *record)
{
    return records_packed_load_at(flash, 0u, record);
}

#define RECORDS_TAIL_A_CAPACITY 315u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_a_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_tail *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_tail_a().partition, index, &records_tail_layout, record);
    if (result) {
        *record = records_tail_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_a_load(
    const struct pschema_flash *flash, struct records_tail *record)
{
    return records_tail_a_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_a_store_at(
    const struct pschema_flash *flash, uint32_t index, struct records_tail *record)
{
    return pschema_record_store(
        flash, records_tail_a().writable, index, &records_tail_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_a_store(
    const struct pschema_flash *flash, struct records_tail *record)
{
    return records_tail_a_store_at(flash, 0u, record);
}

#define RECORDS_TAIL_B_CAPACITY 315u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_b_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_tail *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_tail_b().partition, index, &records_tail_layout, record);
    if (result) {
        *record = records_tail_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_b_load(
    const struct pschema_flash *flash, struct records_tail *record)
{
    return records_tail_b_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_b_store_at(
    const struct pschema_flash *flash, uint32_t index, struct records_tail *record)
{
    return pschema_record_store(
        flash, records_tail_b().writable, index, &records_tail_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_tail_b_store(
    const struct pschema_flash *flash, struct records_tail *record)
{
    return records_tail_b_store_at(flash, 0u, record);
}

#define RECORDS_WORDS_CAPACITY 455u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_words_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_words *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_words().partition, index, &records_words_layout, record);
    if (result) {
        *record = records_words_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_words_load(
    const struct pschema_flash *flash, struct records_words *record)
{
    return records_words_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result records_words_store_at(
    const struct pschema_flash *flash, uint32_t index, struct records_words *record)
{
    return pschema_record_store(
        flash, records_words().writable, index, &records_words_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_words_store(
    const struct pschema_flash *flash, struct records_words *record)
{
    return records_words_store_at(flash, 0u, record);
}

#define RECORDS_FILES_CAPACITY 1365u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result records_files_load_at(
    const struct pschema_flash *flash, uint32_t index, struct records_unused *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, records_files().partition, index, &records_unused_layout, record);
    if (result) {
        *record = records_unused_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result records_files_load(
    const struct pschema_flash *flash, struct records_unused *record)
{
    return records_files_load_at(flash, 0u, record);
}

#endif

#endif
