// flags, revision 1, for part. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef FLAGS_H
#define FLAGS_H

#define FLAGS_REVISION 1u
#define FLAGS_LAYOUT_DIGEST 0x9d4e3e0a31f28a7cull
#define FLAGS_FLASH_SIZE 0x80000u

// Table `main`.
#define FLAGS_MAIN_TABLE_OFFSET 0x0u
#define FLAGS_MAIN_TABLE_SIZE   0x400u
#define FLAGS_PLAIN_OFFSET 0x1000u // first of table main
#define FLAGS_PLAIN_SIZE   0x1000u
#define FLAGS_FIXED_OFFSET 0x2000u // after plain
#define FLAGS_FIXED_SIZE   0x1000u
#define FLAGS_HIDDEN_OFFSET 0x3000u // after fixed
#define FLAGS_HIDDEN_SIZE   0x1000u
#define FLAGS_BOTH_OFFSET 0x4000u // after hidden
#define FLAGS_BOTH_SIZE   0x1000u
#define FLAGS_SLOT_1_OFFSET 0x5000u // after both
#define FLAGS_SLOT_1_SIZE   0x1000u
#define FLAGS_SLOT_2_OFFSET 0x6000u // after slot_1
#define FLAGS_SLOT_2_SIZE   0x1000u

#define FLAGS_OTA_SLOTS 2u

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef FLAGS_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if FLAGS_SOURCE is defined in each of
// its files and flags.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(FLAGS_DEFINITIONS)
#define FLAGS_CONSTANT const
#define FLAGS_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define FLAGS_CONSTANT inline constexpr
#define FLAGS_ACCESSOR constexpr
#else
#ifndef FLAGS_SOURCE
#define FLAGS_CONSTANT static const
#endif
#define FLAGS_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace flags_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(FLAGS_DEFINITIONS) || !defined(FLAGS_CONSTANT)
extern const struct pschema_partition flags_plain_partition;
extern const struct pschema_partition flags_fixed_partition;
extern const struct pschema_partition flags_hidden_partition;
extern const struct pschema_partition flags_both_partition;
extern const struct pschema_partition flags_slot_1_partition;
extern const struct pschema_partition flags_slot_2_partition;
extern const struct pschema_app flags_ota_apps[2];
extern const struct pschema_layout_row flags_main_rows[7];
extern const struct pschema_layout_table flags_expected_tables[1];
extern const struct pschema_layout flags_expected_layout;
#endif
#ifdef FLAGS_CONSTANT
FLAGS_CONSTANT struct pschema_partition flags_plain_partition = {
    FLAGS_PLAIN_OFFSET, FLAGS_PLAIN_SIZE, 0u, 0x10u, 0x00u, 0u, "plain"};
FLAGS_CONSTANT struct pschema_partition flags_fixed_partition = {
    FLAGS_FIXED_OFFSET, FLAGS_FIXED_SIZE, PSCHEMA_FLAG_READ_ONLY, 0x10u, 0x01u, 0u, "fixed"};
FLAGS_CONSTANT struct pschema_partition flags_hidden_partition = {
    FLAGS_HIDDEN_OFFSET, FLAGS_HIDDEN_SIZE,
    PSCHEMA_FLAG_ENCRYPTED, 0x10u, 0x02u, 0u, "hidden"};
FLAGS_CONSTANT struct pschema_partition flags_both_partition = {
    FLAGS_BOTH_OFFSET, FLAGS_BOTH_SIZE,
    PSCHEMA_FLAG_ENCRYPTED | PSCHEMA_FLAG_READ_ONLY, 0x10u, 0x03u, 0u, "both"};
FLAGS_CONSTANT struct pschema_partition flags_slot_1_partition = {
    FLAGS_SLOT_1_OFFSET, FLAGS_SLOT_1_SIZE, 0u, 0x10u, 0x20u, 0u, "slot_1"};
FLAGS_CONSTANT struct pschema_partition flags_slot_2_partition = {
    FLAGS_SLOT_2_OFFSET, FLAGS_SLOT_2_SIZE, 0u, 0x10u, 0x21u, 0u, "slot_2"};
FLAGS_CONSTANT struct pschema_app flags_ota_apps[2] = {
    {&flags_slot_1_partition},
    {&flags_slot_2_partition},
};
FLAGS_CONSTANT struct pschema_layout_row flags_main_rows[7] = {
    {"plain", 0x5f04d364u},
    {"fixed", 0xd99013aau},
    {"hidden", 0x30d2ea00u},
    {"both", 0xefe06674u},
    {"slot_1", 0x5c66687fu},
    {"slot_2", 0xc792bc62u},
    {"(end)", 0x80e3231du},
};
FLAGS_CONSTANT struct pschema_layout_table flags_expected_tables[1] = {
    {{FLAGS_MAIN_TABLE_OFFSET, FLAGS_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     24u, 7u, flags_main_rows, 0u, 0u},
};
FLAGS_CONSTANT struct pschema_layout flags_expected_layout = {
    FLAGS_LAYOUT_DIGEST, 1u, flags_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `plain`: 4K at 0x1000.
FLAGS_ACCESSOR struct pschema_data flags_plain(void)
{
    const struct pschema_data typed = {&flags_plain_partition, {&flags_plain_partition}};
    return typed;
}

/// Partition `fixed`: 4K at 0x2000.
FLAGS_ACCESSOR struct pschema_readonly_data flags_fixed(void)
{
    const struct pschema_readonly_data typed = {&flags_fixed_partition};
    return typed;
}

/// Partition `hidden`: 4K at 0x3000.
FLAGS_ACCESSOR struct pschema_data flags_hidden(void)
{
    const struct pschema_data typed = {&flags_hidden_partition, {&flags_hidden_partition}};
    return typed;
}

/// Partition `both`: 4K at 0x4000.
FLAGS_ACCESSOR struct pschema_readonly_data flags_both(void)
{
    const struct pschema_readonly_data typed = {&flags_both_partition};
    return typed;
}

/// Partition `slot_1`: 4K at 0x5000.
FLAGS_ACCESSOR struct pschema_app flags_slot_1(void)
{
    const struct pschema_app typed = {&flags_slot_1_partition};
    return typed;
}

/// Partition `slot_2`: 4K at 0x6000.
FLAGS_ACCESSOR struct pschema_app flags_slot_2(void)
{
    const struct pschema_app typed = {&flags_slot_2_partition};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
FLAGS_ACCESSOR struct pschema_app flags_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < FLAGS_OTA_SLOTS ? flags_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> FLAGS_ACCESSOR struct pschema_app flags_ota_slot()
{
    static_assert(number < FLAGS_OTA_SLOTS, "flags has 2 OTA slots: 0 to 1");
    return flags_ota_apps[number];
}
}
#define FLAGS_OTA_SLOT(number) (flags_ota_slot<(number)>())
#else
#define FLAGS_OTA_SLOT(number) \
    (flags_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < FLAGS_OTA_SLOTS, \
        "flags has 2 OTA slots: 0 to 1")])
#endif

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define FLAGS_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(flags_layout_mark) \
    const uint8_t flags_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x7c, 0x8a, 0xf2, 0x31, 0x0a, 0x3e, 0x4e, 0x9d, 0x20, 0x97, 0xc7, 0x58}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t flags_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
FLAGS_ACCESSOR const struct pschema_layout *flags_layout(void)
{
    return &flags_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result flags_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(flags_layout_mark);
    return pschema_layout_check(flash, flags_layout(), difference);
}

#endif

#endif
