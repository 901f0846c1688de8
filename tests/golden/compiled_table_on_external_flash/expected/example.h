// example, revision 1, for esp32. Made by schemac.
#ifndef EXAMPLE_H
#define EXAMPLE_H

#define EXAMPLE_REVISION 1u
#define EXAMPLE_LAYOUT_DIGEST 0xde17bf9au
#define EXAMPLE_FLASH_SIZE 0x400000u
#define EXAMPLE_EXTRA_SIZE 0x1000000u

// Table `main`.
#define EXAMPLE_MAIN_TABLE_OFFSET 0x8000u
#define EXAMPLE_MAIN_TABLE_SIZE 0xc00u
#define EXAMPLE_FACTORY_OFFSET 0x10000u
#define EXAMPLE_FACTORY_SIZE 0x100000u

// Table `media`, on `extra`.
#define EXAMPLE_MEDIA_TABLE_OFFSET 0x10000u
#define EXAMPLE_MEDIA_TABLE_SIZE 0xc00u
#define EXAMPLE_SOUNDS_OFFSET 0x11000u
#define EXAMPLE_SOUNDS_SIZE 0xfef000u

// The accessors need the runtime's headers; without them the constants stand alone.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/partition.h>

static inline struct pschema_app example_factory(void)
{
    static const struct pschema_partition it = {
        "factory", EXAMPLE_FACTORY_OFFSET, EXAMPLE_FACTORY_SIZE, 0x0u, 0x00u, 0x00u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_filesystem example_sounds(void)
{
    static const struct pschema_partition it = {
        "sounds", EXAMPLE_SOUNDS_OFFSET, EXAMPLE_SOUNDS_SIZE, 0x0u, 0x01u, 0x82u, 1u};
    const struct pschema_filesystem typed = {&it, {&it}};
    return typed;
}

#endif
#endif

#endif
