// example, revision 1, for esp32. Made by schemac.
#ifndef EXAMPLE_H
#define EXAMPLE_H

#define EXAMPLE_REVISION 1u
#define EXAMPLE_LAYOUT_DIGEST 0xdb810a77u
#define EXAMPLE_FLASH_SIZE 0x400000u

/// What the device calls itself.
#define EXAMPLE_MODULE "MINI-1 \"gr\303\266\303\237e\" \?\?/"
#define EXAMPLE_PAGES 4

// Table `main`.
#define EXAMPLE_MAIN_TABLE_OFFSET 0x8000u
#define EXAMPLE_MAIN_TABLE_SIZE 0xc00u
#define EXAMPLE_NVS_OFFSET 0x9000u
#define EXAMPLE_NVS_SIZE 0x4000u
#define EXAMPLE_FACTORY_OFFSET 0x10000u
#define EXAMPLE_FACTORY_SIZE 0x100000u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

static inline struct pschema_nvs example_nvs(void)
{
    static const struct pschema_partition it = {
        "nvs", EXAMPLE_NVS_OFFSET, EXAMPLE_NVS_SIZE, 0x0u, 0x01u, 0x02u, 0u};
    const struct pschema_nvs typed = {&it};
    return typed;
}

static inline struct pschema_app example_factory(void)
{
    static const struct pschema_partition it = {
        "factory", EXAMPLE_FACTORY_OFFSET, EXAMPLE_FACTORY_SIZE, 0x0u, 0x00u, 0x00u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

#endif
#endif

#endif
