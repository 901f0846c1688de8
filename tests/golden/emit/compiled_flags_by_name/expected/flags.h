// flags, revision 1, for part. Made by schemac.
#ifndef FLAGS_H
#define FLAGS_H

#define FLAGS_REVISION 1u
#define FLAGS_LAYOUT_DIGEST 0x0a0e9d6fu
#define FLAGS_FLASH_SIZE 0x80000u

// Table `main`.
#define FLAGS_MAIN_TABLE_OFFSET 0x0u
#define FLAGS_MAIN_TABLE_SIZE   0x400u
#define FLAGS_PLAIN_OFFSET 0x1000u
#define FLAGS_PLAIN_SIZE   0x1000u
#define FLAGS_FIXED_OFFSET 0x2000u
#define FLAGS_FIXED_SIZE   0x1000u
#define FLAGS_HIDDEN_OFFSET 0x3000u
#define FLAGS_HIDDEN_SIZE   0x1000u
#define FLAGS_BOTH_OFFSET 0x4000u
#define FLAGS_BOTH_SIZE   0x1000u
#define FLAGS_SLOT_1_OFFSET 0x5000u
#define FLAGS_SLOT_1_SIZE   0x1000u
#define FLAGS_SLOT_2_OFFSET 0x6000u
#define FLAGS_SLOT_2_SIZE   0x1000u

#define FLAGS_OTA_SLOTS 2u

// The functions need the headers of the pschema runtime. Without them, only the constants are
// available.
#ifdef __has_include
#if __has_include(<pschema/partition.h>)
#include <pschema/layout.h>
#include <pschema/partition.h>

#if !defined(PSCHEMA_RUNTIME_VERSION) || PSCHEMA_RUNTIME_VERSION < 1
#error "this header needs version 1 of the pschema runtime, or a later one"
#endif

static inline struct pschema_data flags_plain(void)
{
    static const struct pschema_partition it = {
        "plain", FLAGS_PLAIN_OFFSET, FLAGS_PLAIN_SIZE, 0u, 0x10u, 0x00u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_readonly_data flags_fixed(void)
{
    static const struct pschema_partition it = {
        "fixed", FLAGS_FIXED_OFFSET, FLAGS_FIXED_SIZE, PSCHEMA_FLAG_READ_ONLY, 0x10u, 0x01u, 0u};
    const struct pschema_readonly_data typed = {&it};
    return typed;
}

static inline struct pschema_data flags_hidden(void)
{
    static const struct pschema_partition it = {
        "hidden", FLAGS_HIDDEN_OFFSET, FLAGS_HIDDEN_SIZE,
        PSCHEMA_FLAG_ENCRYPTED, 0x10u, 0x02u, 0u};
    const struct pschema_data typed = {&it, {&it}};
    return typed;
}

static inline struct pschema_readonly_data flags_both(void)
{
    static const struct pschema_partition it = {
        "both", FLAGS_BOTH_OFFSET, FLAGS_BOTH_SIZE,
        PSCHEMA_FLAG_ENCRYPTED | PSCHEMA_FLAG_READ_ONLY, 0x10u, 0x03u, 0u};
    const struct pschema_readonly_data typed = {&it};
    return typed;
}

static inline struct pschema_app flags_slot_1(void)
{
    static const struct pschema_partition it = {
        "slot_1", FLAGS_SLOT_1_OFFSET, FLAGS_SLOT_1_SIZE, 0u, 0x10u, 0x20u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

static inline struct pschema_app flags_slot_2(void)
{
    static const struct pschema_partition it = {
        "slot_2", FLAGS_SLOT_2_OFFSET, FLAGS_SLOT_2_SIZE, 0u, 0x10u, 0x21u, 0u};
    const struct pschema_app typed = {&it};
    return typed;
}

/// An OTA slot. A constant that is not the number of a slot does not compile; another value gives
/// an empty app.
static inline struct pschema_app flags_ota_slot(unsigned number)
{
    const struct pschema_app none = {pschema_no_partition()};
    switch (number) {
    case 0: return flags_slot_1();
    case 1: return flags_slot_2();
    default: return none;
    }
}

#ifdef PSCHEMA_BELOW
unsigned flags_no_such_ota_slot(void) PSCHEMA_REFUSED("there are 2 OTA slots");
#define flags_ota_slot(number) \
    flags_ota_slot(PSCHEMA_BELOW(FLAGS_OTA_SLOTS, number, flags_no_such_ota_slot()))
#endif

/// The CRC-32 of each row of the tables, for pschema_layout_check().
static inline const struct pschema_layout *flags_layout(void)
{
    static const struct pschema_layout_row main_rows[] = {
        {"plain", 0x5f04d364u},
        {"fixed", 0xd99013aau},
        {"hidden", 0x30d2ea00u},
        {"both", 0xefe06674u},
        {"slot_1", 0x5c66687fu},
        {"slot_2", 0xc792bc62u},
        {"(end)", 0x80e3231du},
    };
    static const struct pschema_layout_table tables[] = {
        {{"main", FLAGS_MAIN_TABLE_OFFSET, FLAGS_MAIN_TABLE_SIZE,
          0u, PSCHEMA_TYPE_TABLE, 0u, 0u}, 24u, 7u, main_rows},
    };
    static const struct pschema_layout layout = {FLAGS_LAYOUT_DIGEST, 1u, tables};
    return &layout;
}

#endif
#endif

#endif
