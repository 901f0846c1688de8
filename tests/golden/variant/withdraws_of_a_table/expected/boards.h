// boards, variant bare, revision 1, for esp32s3. Made by schemac.
#ifndef BOARDS_H
#define BOARDS_H

#define BOARDS_REVISION 1u
#define BOARDS_LAYOUT_DIGEST 0xad05c9dbu
#define BOARDS_FLASH_SIZE 0x800000u
#define BOARDS_MEDIA_SIZE 0x400000u

// Table `main`.
#define BOARDS_MAIN_TABLE_OFFSET 0x8000u
#define BOARDS_MAIN_TABLE_SIZE   0xc00u
#define BOARDS_FACTORY_OFFSET 0x10000u
#define BOARDS_FACTORY_SIZE   0x100000u

// Table `sounds`, on `media`.
#define BOARDS_PROMPTS_OFFSET 0x0u
#define BOARDS_PROMPTS_SIZE   0x100000u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition boards_factory_partition = {
    BOARDS_FACTORY_OFFSET, BOARDS_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
static inline struct pschema_app boards_factory(void)
{
    const struct pschema_app typed = {&boards_factory_partition};
    return typed;
}

static const struct pschema_partition boards_prompts_partition = {
    BOARDS_PROMPTS_OFFSET, BOARDS_PROMPTS_SIZE, 0u, 0x40u, 0x02u, 1u, "prompts"};
static inline struct pschema_data boards_prompts(void)
{
    const struct pschema_data typed = {&boards_prompts_partition, {&boards_prompts_partition}};
    return typed;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *boards_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"factory", 0x0b2b7387u},
        {"(checksum)", 0x28805595u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{BOARDS_MAIN_TABLE_OFFSET, BOARDS_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
         32u, 3u, main_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {BOARDS_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result boards_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, boards_layout(), difference);
}

#endif
#endif

#endif
