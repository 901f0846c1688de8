// board, revision 1, for nrf. Made by schemac.
#ifndef BOARD_H
#define BOARD_H

#define BOARD_REVISION 1u
#define BOARD_LAYOUT_DIGEST 0xf30d1cf4u
#define BOARD_FLASH_SIZE 0x80000u

// Table `main`.
#define BOARD_MAIN_TABLE_OFFSET 0x0u
#define BOARD_MAIN_TABLE_SIZE 0x100u
#define BOARD_A_OFFSET 0x800u
#define BOARD_A_SIZE 0x1000u
#define BOARD_B_OFFSET 0x1800u
#define BOARD_B_SIZE 0x19000u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

static inline struct pschema_app board_a(void)
{
    static const struct pschema_partition it = {
        "a", BOARD_A_OFFSET, BOARD_A_SIZE, 0x80000000u, 0x10u, 0x20u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app board_b(void)
{
    static const struct pschema_partition it = {
        "b", BOARD_B_OFFSET, BOARD_B_SIZE, 0x0u, 0x10u, 0x21u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

#endif
#endif

#endif
