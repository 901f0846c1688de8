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

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 1
#error "this header needs version 1 of the pschema runtime, or a later one"
#endif

static inline struct pschema_app board_a(void)
{
    static const struct pschema_partition it = {
        "a", BOARD_A_OFFSET, BOARD_A_SIZE, 0u, 0x10u, 0x20u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app board_b(void)
{
    static const struct pschema_partition it = {
        "b", BOARD_B_OFFSET, BOARD_B_SIZE, 0u, 0x10u, 0x21u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app board_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return board_a();
    case 1: return board_b();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned board_no_such_ota_slot(void) PSCHEMA_REFUSED("there are 2 OTA slots");
#define board_ota_slot(number) \
    board_ota_slot(PSCHEMA_BELOW(BOARD_OTA_SLOTS, number, board_no_such_ota_slot()))
#endif

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
        {{"main", BOARD_MAIN_TABLE_OFFSET, BOARD_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 22u, 4u, main_rows},
    };
    static const struct pschema_layout layout = {BOARD_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

#endif
#endif

#endif
