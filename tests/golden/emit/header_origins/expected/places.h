// places, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef PLACES_H
#define PLACES_H

#define PLACES_REVISION 1u
#define PLACES_LAYOUT_DIGEST 0xb184ba21170fecdbull
#define PLACES_FLASH_SIZE 0x400000u

// Table `main`.
#define PLACES_MAIN_TABLE_OFFSET 0x8000u
#define PLACES_MAIN_TABLE_SIZE   0xc00u
#define PLACES_BOOT_OFFSET 0x1000u // fixed by its type
#define PLACES_BOOT_SIZE   0x7000u
#define PLACES_NVS_OFFSET 0x9000u // first of table main
#define PLACES_NVS_SIZE   0x6000u
#define PLACES_PHY_OFFSET 0xf000u // after nvs
#define PLACES_PHY_SIZE   0x1000u
#define PLACES_FACTORY_OFFSET 0x10000u // after phy
#define PLACES_FACTORY_SIZE   0x100000u
#define PLACES_FIXED_OFFSET 0x180000u // fixed by the schema
#define PLACES_FIXED_SIZE   0x80000u
#define PLACES_INNER_OFFSET 0x200000u // after fixed
#define PLACES_INNER_SIZE   0x10000u
#define PLACES_WORDS_OFFSET 0x220000u // after inner, aligned to 128K
#define PLACES_WORDS_SIZE   0x19000u
#define PLACES_BIG_OFFSET 0x240000u // after words, not across a multiple of 256K
#define PLACES_BIG_SIZE   0x32000u
#define PLACES_LAST_BUT_OFFSET 0x3d7000u // before last
#define PLACES_LAST_BUT_SIZE   0x19000u
#define PLACES_LAST_OFFSET 0x3f0000u // at the end of table main
#define PLACES_LAST_SIZE   0x10000u

// What the sdkconfig must not contradict, if there is one.
#ifndef PLACES_ANY_SDKCONFIG
#ifdef __has_include
#if __has_include(<sdkconfig.h>)
#include <sdkconfig.h>
#endif
#endif
#if defined(CONFIG_PARTITION_TABLE_OFFSET) && CONFIG_PARTITION_TABLE_OFFSET != 0x8000
#error "sdkconfig and schema places differ: CONFIG_PARTITION_TABLE_OFFSET is not 0x8000; set it in menuconfig (the generated sdkconfig.defaults has it), or change the schema (PLACES_ANY_SDKCONFIG leaves out this check)"
#endif
#if defined(CONFIG_IDF_TARGET) && !defined(CONFIG_IDF_TARGET_ESP32)
#error "sdkconfig and schema places differ: CONFIG_IDF_TARGET is not esp32; run idf.py set-target esp32, or change the schema (PLACES_ANY_SDKCONFIG leaves out this check)"
#endif
#if (defined(CONFIG_ESPTOOLPY_FLASHSIZE) && !defined(CONFIG_ESPTOOLPY_FLASHSIZE_4MB)) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_1MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_2MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_8MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_16MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_32MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_64MB) || \
    defined(CONFIG_ESPTOOLPY_FLASHSIZE_128MB)
#error "sdkconfig and schema places differ: CONFIG_ESPTOOLPY_FLASHSIZE is not 4MB; in menuconfig, choose 4MB, or change the schema (PLACES_ANY_SDKCONFIG leaves out this check)"
#endif
#endif

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef PLACES_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if PLACES_SOURCE is defined in each of
// its files and places.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(PLACES_DEFINITIONS)
#define PLACES_CONSTANT const
#define PLACES_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define PLACES_CONSTANT inline constexpr
#define PLACES_ACCESSOR constexpr
#else
#ifndef PLACES_SOURCE
#define PLACES_CONSTANT static const
#endif
#define PLACES_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace places_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(PLACES_DEFINITIONS) || !defined(PLACES_CONSTANT)
extern const struct pschema_partition places_boot_partition;
extern const struct pschema_partition places_nvs_partition;
extern const struct pschema_partition places_phy_partition;
extern const struct pschema_partition places_factory_partition;
extern const struct pschema_partition places_fixed_partition;
extern const struct pschema_partition places_inner_partition;
extern const struct pschema_partition places_words_partition;
extern const struct pschema_partition places_big_partition;
extern const struct pschema_partition places_last_but_partition;
extern const struct pschema_partition places_last_partition;
extern const struct pschema_layout_row places_main_rows[12];
extern const struct pschema_layout_table places_expected_tables[1];
extern const struct pschema_layout places_expected_layout;
#endif
#ifdef PLACES_CONSTANT
PLACES_CONSTANT struct pschema_partition places_boot_partition = {
    PLACES_BOOT_OFFSET, PLACES_BOOT_SIZE, 0u, 0x02u, 0x00u, 0u, "boot"};
PLACES_CONSTANT struct pschema_partition places_nvs_partition = {
    PLACES_NVS_OFFSET, PLACES_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
PLACES_CONSTANT struct pschema_partition places_phy_partition = {
    PLACES_PHY_OFFSET, PLACES_PHY_SIZE, 0u, 0x01u, 0x01u, 0u, "phy"};
PLACES_CONSTANT struct pschema_partition places_factory_partition = {
    PLACES_FACTORY_OFFSET, PLACES_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
PLACES_CONSTANT struct pschema_partition places_fixed_partition = {
    PLACES_FIXED_OFFSET, PLACES_FIXED_SIZE, 0u, 0x01u, 0x81u, 0u, "fixed"};
PLACES_CONSTANT struct pschema_partition places_inner_partition = {
    PLACES_INNER_OFFSET, PLACES_INNER_SIZE, 0u, 0x40u, 0x00u, 0u, "inner"};
PLACES_CONSTANT struct pschema_partition places_words_partition = {
    PLACES_WORDS_OFFSET, PLACES_WORDS_SIZE, 0u, 0x40u, 0x01u, 0u, "words"};
PLACES_CONSTANT struct pschema_partition places_big_partition = {
    PLACES_BIG_OFFSET, PLACES_BIG_SIZE, 0u, 0x40u, 0x02u, 0u, "big"};
PLACES_CONSTANT struct pschema_partition places_last_but_partition = {
    PLACES_LAST_BUT_OFFSET, PLACES_LAST_BUT_SIZE, 0u, 0x01u, 0x82u, 0u, "last_but"};
PLACES_CONSTANT struct pschema_partition places_last_partition = {
    PLACES_LAST_OFFSET, PLACES_LAST_SIZE, 0u, 0x01u, 0x03u, 0u, "last"};
PLACES_CONSTANT struct pschema_layout_row places_main_rows[12] = {
    {"boot", 0xfe0828b0u},
    {"nvs", 0xd8333e55u},
    {"phy", 0x09a83333u},
    {"factory", 0x0b2b7387u},
    {"fixed", 0x4be6e45fu},
    {"inner", 0x9c2f9dacu},
    {"words", 0xd5cca411u},
    {"big", 0x03c35904u},
    {"last_but", 0x2e6f6230u},
    {"last", 0x4712ff05u},
    {"(checksum)", 0xf8ff07c2u},
    {"(end)", 0x19990159u},
};
PLACES_CONSTANT struct pschema_layout_table places_expected_tables[1] = {
    {{PLACES_MAIN_TABLE_OFFSET, PLACES_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     32u, 12u, places_main_rows, 0u, 0u},
};
PLACES_CONSTANT struct pschema_layout places_expected_layout = {
    PLACES_LAYOUT_DIGEST, 1u, places_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `boot`: 28K at 0x1000.
PLACES_ACCESSOR struct pschema_data places_boot(void)
{
    const struct pschema_data typed = {&places_boot_partition, {&places_boot_partition}};
    return typed;
}

/// Partition `nvs`: 24K at 0x9000.
PLACES_ACCESSOR struct pschema_nvs places_nvs(void)
{
    const struct pschema_nvs typed = {&places_nvs_partition};
    return typed;
}

/// Partition `phy`: 4K at 0xf000.
PLACES_ACCESSOR struct pschema_data places_phy(void)
{
    const struct pschema_data typed = {&places_phy_partition, {&places_phy_partition}};
    return typed;
}

/// Partition `factory`: 1M at 0x10000.
PLACES_ACCESSOR struct pschema_app places_factory(void)
{
    const struct pschema_app typed = {&places_factory_partition};
    return typed;
}

/// Partition `fixed`: 512K at 0x180000.
PLACES_ACCESSOR struct pschema_filesystem places_fixed(void)
{
    const struct pschema_filesystem typed = {&places_fixed_partition, {&places_fixed_partition}};
    return typed;
}

/// Partition `inner`: 64K at 0x200000.
PLACES_ACCESSOR struct pschema_data places_inner(void)
{
    const struct pschema_data typed = {&places_inner_partition, {&places_inner_partition}};
    return typed;
}

/// Partition `words`: 100K at 0x220000.
PLACES_ACCESSOR struct pschema_data places_words(void)
{
    const struct pschema_data typed = {&places_words_partition, {&places_words_partition}};
    return typed;
}

/// Partition `big`: 200K at 0x240000.
PLACES_ACCESSOR struct pschema_data places_big(void)
{
    const struct pschema_data typed = {&places_big_partition, {&places_big_partition}};
    return typed;
}

/// Partition `last_but`: 100K at 0x3d7000.
PLACES_ACCESSOR struct pschema_filesystem places_last_but(void)
{
    const struct pschema_filesystem typed = {&places_last_but_partition, {&places_last_but_partition}};
    return typed;
}

/// Partition `last`: 64K at 0x3f0000.
PLACES_ACCESSOR struct pschema_data places_last(void)
{
    const struct pschema_data typed = {&places_last_partition, {&places_last_partition}};
    return typed;
}

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define PLACES_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(places_layout_mark) \
    const uint8_t places_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0xdb, 0xec, 0x0f, 0x17, 0x21, 0xba, 0x84, 0xb1, 0x4d, 0x18, 0x66, 0x65}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t places_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
PLACES_ACCESSOR const struct pschema_layout *places_layout(void)
{
    return &places_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result places_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(places_layout_mark);
    return pschema_layout_check(flash, places_layout(), difference);
}

#endif

#endif
