// board, revision 1, for nrf. Made by schemac.
#ifndef BOARD_H
#define BOARD_H

#define BOARD_REVISION 1u
#define BOARD_LAYOUT_DIGEST 0x3581bae8u
#define BOARD_FLASH_SIZE 0x80000u

// Table `main`.
#define BOARD_MAIN_TABLE_OFFSET 0x0u
#define BOARD_MAIN_TABLE_SIZE   0x100u
#define BOARD_A_OFFSET 0x800u
#define BOARD_A_SIZE   0x1000u
#define BOARD_B_OFFSET 0x1800u
#define BOARD_B_SIZE   0x19000u

#define BOARD_OTA_SLOTS 2u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition board_a_partition = {
    BOARD_A_OFFSET, BOARD_A_SIZE, 0u, 0x10u, 0x20u, 0u, "a"};
static inline struct pschema_app board_a(void)
{
    const struct pschema_app typed = {&board_a_partition};
    return typed;
}

static const struct pschema_partition board_b_partition = {
    BOARD_B_OFFSET, BOARD_B_SIZE, 0u, 0x10u, 0x21u, 0u, "b"};
static inline struct pschema_app board_b(void)
{
    const struct pschema_app typed = {&board_b_partition};
    return typed;
}

static const struct pschema_app board_ota_apps[] = {
    {&board_a_partition},
    {&board_b_partition},
};

/// An OTA slot by its number; an empty app where there is no such slot.
static inline struct pschema_app board_ota_slot(uint64_t number)
{
    const struct pschema_app none = {pschema_no_partition()};
    return number < BOARD_OTA_SLOTS ? board_ota_apps[number] : none;
}

/// The same for a constant, which does not compile where there is no such slot.
#define BOARD_OTA_SLOT(number) \
    (board_ota_apps[(number) + 0u * sizeof(char[(number) < BOARD_OTA_SLOTS ? 1 : -1])])

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *board_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"a", 0xdcfc1132u},
        {"b", 0x190e128cu},
        {"(checksum)", 0xb1c2a1a3u},
        {"(end)", 0xffffffffu},
    };
    static const struct pschema_layout_table tables[] = {
        {{BOARD_MAIN_TABLE_OFFSET, BOARD_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
         22u, 4u, main_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {BOARD_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result board_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, board_layout(), difference);
}

#endif
#endif

#endif
