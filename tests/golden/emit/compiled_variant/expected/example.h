// example, variant tiny, revision 1, for esp32c2. Made by schemac.
#ifndef EXAMPLE_H
#define EXAMPLE_H

#define EXAMPLE_REVISION 1u
#define EXAMPLE_LAYOUT_DIGEST 0xec3e8bf1u
#define EXAMPLE_FLASH_SIZE 0x200000u

#define EXAMPLE_SIZE 524288
#define EXAMPLE_EXTRA 1

// Table `main`.
#define EXAMPLE_MAIN_TABLE_OFFSET 0x8000u
#define EXAMPLE_MAIN_TABLE_SIZE   0xc00u
#define EXAMPLE_NVS_OFFSET 0x9000u
#define EXAMPLE_NVS_SIZE   0x6000u
#define EXAMPLE_FACTORY_OFFSET 0x10000u
#define EXAMPLE_FACTORY_SIZE   0x40000u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition example_nvs_partition = {
    EXAMPLE_NVS_OFFSET, EXAMPLE_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
static inline struct pschema_nvs example_nvs(void)
{
    const struct pschema_nvs typed = {&example_nvs_partition};
    return typed;
}

static const struct pschema_partition example_factory_partition = {
    EXAMPLE_FACTORY_OFFSET, EXAMPLE_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
static inline struct pschema_app example_factory(void)
{
    const struct pschema_app typed = {&example_factory_partition};
    return typed;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *example_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"nvs", 0xd8333e55u},
        {"factory", 0xfe7daac6u},
        {"(checksum)", 0x48513a21u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{EXAMPLE_MAIN_TABLE_OFFSET, EXAMPLE_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "main"},
         32u, 4u, main_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {EXAMPLE_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result example_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, example_layout(), difference);
}

#endif
#endif

#endif
