// a, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef A_H
#define A_H

#define A_REVISION 1u
#define A_LAYOUT_DIGEST 0xa334465bf164b01cull
#define A_FLASH_SIZE 0x400000u

// Table `main`.
#define A_MAIN_TABLE_OFFSET 0x8000u
#define A_MAIN_TABLE_SIZE   0xc00u
#define A_FACTORY_OFFSET 0x10000u // first of table main, aligned to 64K
#define A_FACTORY_SIZE   0x100000u
#define A_SETTINGS_OFFSET 0x110000u // after factory
#define A_SETTINGS_SIZE   0x6000u
#define A_OLD_OFFSET 0x116000u // after settings
#define A_OLD_SIZE   0x6000u
#define A_SAMPLES_OFFSET 0x11c000u // after old
#define A_SAMPLES_SIZE   0x10000u
#define A_FILES_OFFSET 0x12c000u // after samples
#define A_FILES_SIZE   0x80000u
#define A_DUMP_OFFSET 0x1ac000u // after files
#define A_DUMP_SIZE   0x10000u
#define A_MINE_OFFSET 0x1bc000u // after dump
#define A_MINE_SIZE   0x1000u
#define A_SLOT_OFFSET 0x1c0000u // after mine, aligned to 64K
#define A_SLOT_SIZE   0x10000u
#define A_VENDOR_OFFSET 0x1d0000u // after slot
#define A_VENDOR_SIZE   0x1000u

// What the sdkconfig must not contradict, if there is one.
#ifndef A_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema a differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (A_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema a differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (A_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema a differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (A_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef A_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>
#include <pschema/record.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if A_SOURCE is defined in each of
// its files and a.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(A_DEFINITIONS)
#define A_CONSTANT const
#define A_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define A_CONSTANT inline constexpr
#define A_ACCESSOR constexpr
#else
#ifndef A_SOURCE
#define A_CONSTANT static const
#endif
#define A_ACCESSOR static inline
#endif

struct a_row {
    uint8_t level; ///< at 0 in flash
};
// Its members have the offsets of the fields in flash.
PSCHEMA_ASSERT_SIZE(struct a_row, 1);
PSCHEMA_ASSERT_PLACE(struct a_row, level, 0, 1);
#define A_ROW_RECORD_SIZE 1u // in flash
#define A_ROW_LEVEL_DEFAULT 1

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace a_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(A_DEFINITIONS) || !defined(A_CONSTANT)
extern const struct pschema_partition a_factory_partition;
extern const struct pschema_partition a_settings_partition;
extern const struct pschema_partition a_old_partition;
extern const struct pschema_partition a_samples_partition;
extern const struct pschema_partition a_files_partition;
extern const struct pschema_partition a_dump_partition;
extern const struct pschema_partition a_mine_partition;
extern const struct pschema_partition a_slot_partition;
extern const struct pschema_partition a_vendor_partition;
extern const struct pschema_layout_row a_main_rows[11];
extern const struct pschema_layout_table a_expected_tables[1];
extern const struct pschema_layout a_expected_layout;
extern const struct pschema_record_field a_row_fields[1];
extern const struct pschema_record_layout a_row_layout;
extern const struct a_row a_row_defaults;
#endif
#ifdef A_CONSTANT
A_CONSTANT struct pschema_partition a_factory_partition = {
    A_FACTORY_OFFSET, A_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
A_CONSTANT struct pschema_partition a_settings_partition = {
    A_SETTINGS_OFFSET, A_SETTINGS_SIZE, 0u, 0x01u, 0x42u, 0u, "settings"};
A_CONSTANT struct pschema_partition a_old_partition = {
    A_OLD_OFFSET, A_OLD_SIZE, 0u, 0x01u, 0x02u, 0u, "old"};
A_CONSTANT struct pschema_partition a_samples_partition = {
    A_SAMPLES_OFFSET, A_SAMPLES_SIZE, 0u, 0x01u, 0x06u, 0u, "samples"};
A_CONSTANT struct pschema_partition a_files_partition = {
    A_FILES_OFFSET, A_FILES_SIZE, 0u, 0x01u, 0x81u, 0u, "files"};
A_CONSTANT struct pschema_partition a_dump_partition = {
    A_DUMP_OFFSET, A_DUMP_SIZE, 0u, 0x01u, 0x03u, 0u, "dump"};
A_CONSTANT struct pschema_partition a_mine_partition = {
    A_MINE_OFFSET, A_MINE_SIZE, 0u, 0x01u, 0x43u, 0u, "mine"};
A_CONSTANT struct pschema_partition a_slot_partition = {
    A_SLOT_OFFSET, A_SLOT_SIZE, 0u, 0x00u, 0x30u, 0u, "slot"};
A_CONSTANT struct pschema_partition a_vendor_partition = {
    A_VENDOR_OFFSET, A_VENDOR_SIZE, 0u, 0x40u, 0x01u, 0u, "vendor"};
A_CONSTANT struct pschema_layout_row a_main_rows[11] = {
    {"factory", 0x0b2b7387u},
    {"settings", 0x96c71eccu},
    {"old", 0x8fc9887fu},
    {"samples", 0x0bc77ed1u},
    {"files", 0x09c53407u},
    {"dump", 0x1aac0d87u},
    {"mine", 0x9f141941u},
    {"slot", 0x6af8d54fu},
    {"vendor", 0xa4eacca9u},
    {"(checksum)", 0x0c0bc612u},
    {"(end)", 0x19990159u},
};
A_CONSTANT struct pschema_layout_table a_expected_tables[1] = {
    {{A_MAIN_TABLE_OFFSET, A_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 11u, a_main_rows, 0u, 0u},
};
A_CONSTANT struct pschema_layout a_expected_layout = {
    A_LAYOUT_DIGEST, 1u, a_expected_tables};
A_CONSTANT struct pschema_record_field a_row_fields[1] = {
    {offsetof(struct a_row, level), 1u, 1u},
};
A_CONSTANT struct pschema_record_layout a_row_layout = {
    A_ROW_RECORD_SIZE, 1u, 0u, a_row_fields, PSCHEMA_NULL, 0u};
A_CONSTANT struct a_row a_row_defaults = {
    1, // level
};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `factory`: 1M at 0x10000.
A_ACCESSOR struct pschema_app a_factory(void)
{
    const struct pschema_app typed = {&a_factory_partition};
    return typed;
}

/// Partition `settings`: 24K at 0x110000.
A_ACCESSOR struct pschema_data a_settings(void)
{
    const struct pschema_data typed = {&a_settings_partition, {&a_settings_partition}};
    return typed;
}

/// Partition `old`: 24K at 0x116000.
A_ACCESSOR struct pschema_nvs a_old(void)
{
    const struct pschema_nvs typed = {&a_old_partition};
    return typed;
}

/// Partition `samples`: 64K at 0x11c000.
A_ACCESSOR struct pschema_data a_samples(void)
{
    const struct pschema_data typed = {&a_samples_partition, {&a_samples_partition}};
    return typed;
}

/// Partition `files`: 512K at 0x12c000.
A_ACCESSOR struct pschema_filesystem a_files(void)
{
    const struct pschema_filesystem typed = {&a_files_partition, {&a_files_partition}};
    return typed;
}

/// Partition `dump`: 64K at 0x1ac000.
A_ACCESSOR struct pschema_data a_dump(void)
{
    const struct pschema_data typed = {&a_dump_partition, {&a_dump_partition}};
    return typed;
}

/// Partition `mine`: 4K at 0x1bc000.
A_ACCESSOR struct pschema_records a_mine(void)
{
    const struct pschema_records typed = {&a_mine_partition, {&a_mine_partition}};
    return typed;
}

/// Partition `slot`: 64K at 0x1c0000.
A_ACCESSOR struct pschema_app a_slot(void)
{
    const struct pschema_app typed = {&a_slot_partition};
    return typed;
}

/// Partition `vendor`: 4K at 0x1d0000.
A_ACCESSOR struct pschema_data a_vendor(void)
{
    const struct pschema_data typed = {&a_vendor_partition, {&a_vendor_partition}};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define A_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(a_layout_mark) \
    const uint8_t a_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x1c, 0xb0, 0x64, 0xf1, 0x5b, 0x46, 0x34, 0xa3, 0xfa, 0x0d, 0xf7, 0x9b}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t a_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
A_ACCESSOR const struct pschema_layout *a_layout(void)
{
    return &a_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result a_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(a_layout_mark);
    return pschema_layout_check(flash, a_layout(), difference);
}

A_ACCESSOR const struct pschema_record_layout *a_row_record(void)
{
    return &a_row_layout;
}

/// The defaults of the schema. What has none is 0, or as near to it as its range allows.
A_ACCESSOR struct a_row a_row_default(void)
{
    return a_row_defaults;
}

#define A_MINE_CAPACITY 4096u // records
/// Loads the record at `index`, from 0: see pschema_record_load(). Where it does not return
/// PSCHEMA_OK, `*record` is what the schema has as defaults.
PSCHEMA_CHECKED static inline enum pschema_result a_mine_load_at(
    const struct pschema_flash *flash, uint32_t index, struct a_row *record)
{
    const enum pschema_result result = pschema_record_load(
        flash, a_mine().partition, index, &a_row_layout, record);
    if (result) {
        *record = a_row_defaults;
    }
    return result;
}

/// Loads the first record.
PSCHEMA_CHECKED static inline enum pschema_result a_mine_load(
    const struct pschema_flash *flash, struct a_row *record)
{
    return a_mine_load_at(flash, 0u, record);
}

/// Stores a record at `index`, from 0, where the flash is erased: see pschema_record_store(). Magic,
/// version and checksums are filled in, in `*record`, too.
PSCHEMA_CHECKED static inline enum pschema_result a_mine_store_at(
    const struct pschema_flash *flash, uint32_t index, struct a_row *record)
{
    return pschema_record_store(
        flash, a_mine().writable, index, &a_row_layout, record);
}

/// Stores the first record.
PSCHEMA_CHECKED static inline enum pschema_result a_mine_store(
    const struct pschema_flash *flash, struct a_row *record)
{
    return a_mine_store_at(flash, 0u, record);
}

#endif

#endif
