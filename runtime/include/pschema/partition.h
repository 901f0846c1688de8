/* Partitions, and a type for each kind of them.
 *
 * A header that schemac generates has one function a partition. What it returns has the type of the
 * partition's kind, so that the wrong kind does not compile; it owns nothing, and copying it is
 * free: it points to a constant.
 *
 * All have `partition`, for what any partition may be used for: reading. Those that firmware may
 * write as plain bytes have `writable`, too. (Applications are written by <pschema/ota.h>, NVS by
 * the SDK's own library.)
 *
 * Offsets and sizes are in bytes; an offset counts from the start of the partition's flash chip.
 * C99, C11 and C++17; freestanding headers only.
 */
#ifndef PSCHEMA_PARTITION_H
#define PSCHEMA_PARTITION_H

#include <stdint.h>

/* Counts up when a generated header needs more than the versions before have. */
#define PSCHEMA_RUNTIME_VERSION 1

/* Flags, as ESP-IDF's partition tables have them. */
#define PSCHEMA_FLAG_ENCRYPTED 0x1u
#define PSCHEMA_FLAG_READ_ONLY 0x2u

/* Types, likewise. */
#define PSCHEMA_TYPE_APP 0x00u
#define PSCHEMA_TYPE_DATA 0x01u
#define PSCHEMA_TYPE_BOOTLOADER 0x02u
#define PSCHEMA_TYPE_TABLE 0x03u

/* Subtypes of PSCHEMA_TYPE_DATA. */
#define PSCHEMA_SUBTYPE_OTADATA 0x00u
#define PSCHEMA_SUBTYPE_NVS_KEYS 0x04u
#define PSCHEMA_SUBTYPE_TEE_OTADATA 0x90u

struct pschema_partition {
    const char *label; /* as the partition table has it */
    uint32_t offset;   /* of the first byte */
    uint32_t size;     /* 0: no such partition */
    uint32_t flags;    /* PSCHEMA_FLAG_... */
    uint8_t type;      /* as the partition table has it */
    uint8_t subtype;   /* likewise */
    uint8_t chip;      /* 0: the chip's own flash; else a further one, in the schema's order */
};

/* Takes the place of a partition that does not exist: no function accesses any byte of it. */
static inline const struct pschema_partition *pschema_no_partition(void)
{
    static const struct pschema_partition nothing = {"", 0u, 0u, 0u, 0u, 0u, 0u};
    return &nothing;
}

/* A partition that may be written. */
struct pschema_writable {
    const struct pschema_partition *partition;
};

/* Bytes, without a meaning known here. */
struct pschema_data {
    const struct pschema_partition *partition;
    struct pschema_writable writable;
};

/* Records of a type that the schema declares; loaded by a function of the generated header. */
struct pschema_records {
    const struct pschema_partition *partition;
    struct pschema_writable writable;
};

/* A file system. */
struct pschema_filesystem {
    const struct pschema_partition *partition;
    struct pschema_writable writable;
};

/* The same three, in partitions that are read-only. */
struct pschema_readonly_data {
    const struct pschema_partition *partition;
};

struct pschema_readonly_records {
    const struct pschema_partition *partition;
};

struct pschema_readonly_filesystem {
    const struct pschema_partition *partition;
};

/* An application. */
struct pschema_app {
    const struct pschema_partition *partition;
};

/* Which application is to be started (ESP-IDF's otadata). */
struct pschema_otadata {
    const struct pschema_partition *partition;
};

/* Keys and values (ESP-IDF's NVS). */
struct pschema_nvs {
    const struct pschema_partition *partition;
};

/* A second-level partition table, at the start of the partition. */
struct pschema_table {
    const struct pschema_partition *partition;
};

/* For generated headers, with compilers that can check it. PSCHEMA_BELOW(count, number, refused) is
 * `refused` where `number` is a constant that is not less than `count`, else the number: a call of
 * a function that is declared with PSCHEMA_REFUSED(text) does not compile, and shows the text.
 *
 * Only what is a constant where it is written counts. Once loops are unrolled, good programs have
 * such calls too, after a comparison that prevents them: asking the optimiser, as
 * __builtin_constant_p alone does, would refuse those. So C asks whether a conditional is an
 * `int *`, which it is for a constant null pointer only; and C++ asks within a constant. */
#ifdef __has_attribute
#if __has_attribute(error)
#define PSCHEMA_REFUSED(text) __attribute__((error(text)))
#ifdef __cplusplus
#define PSCHEMA_NOT_BELOW(count, number)                                                           \
    (__builtin_constant_p(number) && static_cast<unsigned>(number) >= (count))
#define PSCHEMA_BELOW(count, number, refused)                                                      \
    (sizeof(char[1 + PSCHEMA_NOT_BELOW(count, number)]) == 2 ? (refused)                           \
                                                             : static_cast<unsigned>(number))
#else
#define PSCHEMA_CONSTANT_OR_0(number)                                                              \
    __builtin_choose_expr(__builtin_types_compatible_p(                                            \
                              __typeof__(1 ? (void *)((long)(number)*0l) : (int *)1), int *),      \
                          (number), 0)
#define PSCHEMA_BELOW(count, number, refused)                                                      \
    __builtin_choose_expr((unsigned)PSCHEMA_CONSTANT_OR_0(number) >= (count), refused, number)
#endif
#endif
#endif

#endif
