// gadget, revision 1, for esp32. Made by schemac.
#ifndef GADGET_H
#define GADGET_H

#define GADGET_REVISION 1u
#define GADGET_LAYOUT_DIGEST 0x2b60f760u
#define GADGET_FLASH_SIZE 0x400000u

// Table `partitions`.
#define GADGET_PARTITIONS_TABLE_OFFSET 0x8000u
#define GADGET_PARTITIONS_TABLE_SIZE   0xc00u
#define GADGET_NVS_OFFSET 0x9000u
#define GADGET_NVS_SIZE   0x6000u
#define GADGET_FACTORY_OFFSET 0x10000u
#define GADGET_FACTORY_SIZE   0x100000u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 2
#error "this header needs version 2 of the pschema runtime, or a later one"
#endif

static const struct pschema_partition gadget_nvs_partition = {
    GADGET_NVS_OFFSET, GADGET_NVS_SIZE, 0u, 0x01u, 0x02u, 0u, "nvs"};
static inline struct pschema_nvs gadget_nvs(void)
{
    const struct pschema_nvs typed = {&gadget_nvs_partition};
    return typed;
}

static const struct pschema_partition gadget_factory_partition = {
    GADGET_FACTORY_OFFSET, GADGET_FACTORY_SIZE, 0u, 0x00u, 0x00u, 0u, "factory"};
static inline struct pschema_app gadget_factory(void)
{
    const struct pschema_app typed = {&gadget_factory_partition};
    return typed;
}

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *gadget_layout(void)
{
    static const struct pschema_layout_row partitions_rows[] = {
        {"nvs", 0xd8333e55u},
        {"factory", 0x0b2b7387u},
        {"(checksum)", 0xfecb57f3u},
        {"(end)", 0x19990159u},
    };
    static const struct pschema_layout_table tables[] = {
        {{GADGET_PARTITIONS_TABLE_OFFSET, GADGET_PARTITIONS_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u, "partitions"},
         32u, 4u, partitions_rows, 0u, 0u},
    };
    static const struct pschema_layout layout = {GADGET_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

/// Compares the tables in flash with those above, and remembers in `*flash` what it found: where
/// it returns PSCHEMA_OK, partitions can be written. `*difference`, unless that is null, names
/// the first row that differs: see pschema_layout_check().
PSCHEMA_CHECKED static inline enum pschema_result gadget_open(
    struct pschema_flash *flash, struct pschema_difference *difference)
{
    return pschema_layout_check(flash, gadget_layout(), difference);
}

#endif
#endif

#endif
