// board, revision 1, for nrf. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
#ifndef BOARD_H
#define BOARD_H

#define BOARD_REVISION 1u
#define BOARD_LAYOUT_DIGEST 0x65355f0010e6e51full
#define BOARD_FLASH_SIZE 0x80000u

// Table `main`.
#define BOARD_MAIN_TABLE_OFFSET 0x0u
#define BOARD_MAIN_TABLE_SIZE   0x100u
#define BOARD_A_OFFSET 0x800u // fixed by the schema
#define BOARD_A_SIZE   0x1000u
#define BOARD_B_OFFSET 0x1800u // after a
#define BOARD_B_SIZE   0x19000u

#define BOARD_OTA_SLOTS 2u

// The functions need the pschema runtime. A file that uses the constants alone can do without it.
#ifndef BOARD_CONSTANTS_ONLY
#include <pschema/assert.h>
#include <pschema/layout.h>
#include <pschema/mark.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

// Constants. C++17 has them once in a program. So has C if BOARD_SOURCE is defined in each of
// its files and board.c is compiled, which schemac makes; else each file that includes this one
// has its own.
#if defined(BOARD_DEFINITIONS)
#define BOARD_CONSTANT const
#define BOARD_ACCESSOR static inline
#elif defined(__cplusplus) && __cplusplus >= 201703L
#define BOARD_CONSTANT inline constexpr
#define BOARD_ACCESSOR constexpr
#else
#ifndef BOARD_SOURCE
#define BOARD_CONSTANT static const
#endif
#define BOARD_ACCESSOR static inline
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" { // whatever includes this file may be in
inline namespace board_constants {
#elif defined(__cplusplus)
extern "C" {
#endif
#if defined(BOARD_DEFINITIONS) || !defined(BOARD_CONSTANT)
extern const struct pschema_partition board_a_partition;
extern const struct pschema_partition board_b_partition;
extern const struct pschema_app board_ota_apps[2];
extern const struct pschema_layout_row board_main_rows[4];
extern const struct pschema_layout_table board_expected_tables[1];
extern const struct pschema_layout board_expected_layout;
#endif
#ifdef BOARD_CONSTANT
BOARD_CONSTANT struct pschema_partition board_a_partition = {
    BOARD_A_OFFSET, BOARD_A_SIZE, 0u, 0x10u, 0x20u, 0u, "a"};
BOARD_CONSTANT struct pschema_partition board_b_partition = {
    BOARD_B_OFFSET, BOARD_B_SIZE, 0u, 0x10u, 0x21u, 0u, "b"};
BOARD_CONSTANT struct pschema_app board_ota_apps[2] = {
    {&board_a_partition},
    {&board_b_partition},
};
BOARD_CONSTANT struct pschema_layout_row board_main_rows[4] = {
    {"a", 0xdcfc1132u},
    {"b", 0x190e128cu},
    {"(checksum)", 0xb1c2a1a3u},
    {"(end)", 0xffffffffu},
};
BOARD_CONSTANT struct pschema_layout_table board_expected_tables[1] = {
    {{BOARD_MAIN_TABLE_OFFSET, BOARD_MAIN_TABLE_SIZE,
      0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
     22u, 4u, board_main_rows, 0u, 0u},
};
BOARD_CONSTANT struct pschema_layout board_expected_layout = {
    BOARD_LAYOUT_DIGEST, 1u, board_expected_tables};
#endif
#if defined(__cplusplus) && __cplusplus >= 201703L
}
}
#elif defined(__cplusplus)
}
#endif

/// Partition `a`: 4K at 0x800.
BOARD_ACCESSOR struct pschema_app board_a(void)
{
    const struct pschema_app typed = {&board_a_partition};
    return typed;
}

/// Partition `b`: 100K at 0x1800.
BOARD_ACCESSOR struct pschema_app board_b(void)
{
    const struct pschema_app typed = {&board_b_partition};
    return typed;
}

/// An OTA slot by its number; an empty app where there is no such slot.
BOARD_ACCESSOR struct pschema_app board_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < BOARD_OTA_SLOTS ? board_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#ifdef __cplusplus
extern "C++" {
template <uint64_t number> BOARD_ACCESSOR struct pschema_app board_ota_slot()
{
    static_assert(number < BOARD_OTA_SLOTS, "board has 2 OTA slots: 0 to 1");
    return board_ota_apps[number];
}
}
#define BOARD_OTA_SLOT(number) (board_ota_slot<(number)>())
#else
#define BOARD_OTA_SLOT(number) \
    (board_ota_apps[(number) + PSCHEMA_ZERO_IF((number) < BOARD_OTA_SLOTS, \
        "board has 2 OTA slots: 0 to 1")])
#endif

/// Says within an application which layout it is made for: one file of a firmware has it, outside
/// of all functions. See <pschema/mark.h>.
#define BOARD_DEFINE_LAYOUT_MARK \
    PSCHEMA_KEEP_MARK(board_layout_mark) \
    const uint8_t board_layout_mark[36] PSCHEMA_MARK = { \
        0xdf, 0x42, 0x3f, 0xbb, 0x8f, 0x64, 0x43, 0x2b, 0xbe, 0xc5, 0x49, 0x6f, \
        0x92, 0x50, 0x99, 0x91, 0x01, 0x00, 0x24, 0x00, 0x00, 0x00, 0x00, 0x00, \
        0x1f, 0xe5, 0xe6, 0x10, 0x00, 0x5f, 0x35, 0x65, 0x2d, 0xd1, 0xbe, 0x46}
#ifdef __cplusplus
extern "C" {
#endif
extern const uint8_t board_layout_mark[36] PSCHEMA_MARK_DECLARED;
#ifdef __cplusplus
}
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
BOARD_ACCESSOR const struct pschema_layout *board_layout(void)
{
    return &board_expected_layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result board_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    PSCHEMA_REFER_TO_MARK(board_layout_mark);
    return pschema_layout_check(flash, board_layout(), difference);
}

#endif

#endif
