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

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 1
#error "this header needs version 1 of the pschema runtime, or a later one"
#endif

static inline struct pschema_nvs example_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", EXAMPLE_NVS_OFFSET, EXAMPLE_NVS_SIZE, 0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_app example_factory(void)
{
    static const struct pschema_partition it = {
        "factory", EXAMPLE_FACTORY_OFFSET, EXAMPLE_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u};
    const struct pschema_app typed = {&it};
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
        {{"main", EXAMPLE_MAIN_TABLE_OFFSET, EXAMPLE_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 32u, 4u, main_rows},
    };
    static const struct pschema_layout layout = {EXAMPLE_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

#endif
#endif

#endif
