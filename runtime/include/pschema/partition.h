/** @file
 * Partitions, and a type for each kind of them.
 *
 * A header that schemac generates has one function a partition. What it returns has the type of the
 * partition's kind, so that the wrong kind does not compile; it owns nothing, and copying it is
 * free: it points to a constant.
 *
 * All have `partition`, for what any partition may be used for: reading. Those that firmware may
 * write as plain bytes have `writable`, too. (Applications are written by <pschema/ota.h>, NVS by
 * the SDK's own library.)
 *
 * Nothing here reads or writes flash. Offsets and sizes are in bytes; an offset counts from the
 * start of the partition's flash chip. C99, C11 and C++11 to C++20; freestanding headers only.
 */
#ifndef PSCHEMA_PARTITION_H
#define PSCHEMA_PARTITION_H

#include <stdint.h>

/** Counts up when a generated header needs more than the versions before have. */
#define PSCHEMA_RUNTIME_VERSION 2

/** Of the flags of a partition, as ESP-IDF's partition tables have them: flash encryption. */
#define PSCHEMA_FLAG_ENCRYPTED 0x1u
/** Likewise: firmware must not write it. */
#define PSCHEMA_FLAG_READ_ONLY 0x2u

/** A type, as ESP-IDF's partition tables have it: applications. */
#define PSCHEMA_TYPE_APP 0x00u
/** Likewise: data. */
#define PSCHEMA_TYPE_DATA 0x01u
/** Likewise: a bootloader. */
#define PSCHEMA_TYPE_BOOTLOADER 0x02u
/** Likewise: a partition table. */
#define PSCHEMA_TYPE_TABLE 0x03u

/** A subtype of PSCHEMA_TYPE_DATA: which application is to be started. */
#define PSCHEMA_SUBTYPE_OTADATA 0x00u
/** Likewise: the keys of an encrypted NVS. */
#define PSCHEMA_SUBTYPE_NVS_KEYS 0x04u
/** Likewise: which image of the trusted environment is to be started. */
#define PSCHEMA_SUBTYPE_TEE_OTADATA 0x90u

/** Bytes of the longest label, with its NUL. */
#define PSCHEMA_LABEL_SIZE 17u

/** A place in flash. Points to nothing: it can be copied freely. */
struct pschema_partition {
    uint32_t offset; /**< of the first byte */
    uint32_t size;   /**< 0: no such partition */
    uint32_t flags;  /**< PSCHEMA_FLAG_... */
    uint8_t type;    /**< as the partition table has it */
    uint8_t subtype; /**< likewise */
    uint8_t chip;    /**< 0: the chip's own flash; else a further one, in the schema's order */
    char label[PSCHEMA_LABEL_SIZE]; /**< as the partition table has it; cut where it is longer */
};

/** In front of a function that C++17 can evaluate when it compiles. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define PSCHEMA_CONSTEXPR constexpr
#else
#define PSCHEMA_CONSTEXPR static inline
#endif

/** A null pointer, in C and in C++. */
#ifdef __cplusplus
#define PSCHEMA_NULL nullptr
#else
#define PSCHEMA_NULL ((void *)0)
#endif

#if defined(__cplusplus) && __cplusplus >= 201703L
extern "C++" {
inline namespace pschema_constants
{
/** What pschema_no_partition() returns. */
inline constexpr struct pschema_partition pschema_nothing = {0u, 0u, 0u, 0u, 0u, 0u, ""};
} // namespace pschema_constants
}
#else
#ifdef __cplusplus
extern "C" {
#endif
/** What pschema_no_partition() returns. */
extern const struct pschema_partition pschema_nothing;
#ifdef __cplusplus
}
#endif
#endif

/** Takes the place of a partition that does not exist, never a null pointer: no function accesses
 * any byte of it, and its size, 0, tells it from others. */
PSCHEMA_CONSTEXPR const struct pschema_partition *pschema_no_partition(void)
{
    return &pschema_nothing;
}

/** A partition that may be written. */
struct pschema_writable {
    const struct pschema_partition *partition; /**< never null, here and below */
};

/** Bytes, without a meaning known here. */
struct pschema_data {
    const struct pschema_partition *partition; /**< to read it */
    struct pschema_writable writable;          /**< to write it */
};

/** Records of a type that the schema declares; loaded by a function of the generated header. */
struct pschema_records {
    const struct pschema_partition *partition; /**< to read it */
    struct pschema_writable writable;          /**< to write it */
};

/** A file system. */
struct pschema_filesystem {
    const struct pschema_partition *partition; /**< to read it */
    struct pschema_writable writable;          /**< to write it */
};

/** Bytes in a partition that is read-only. */
struct pschema_readonly_data {
    const struct pschema_partition *partition; /**< to read it */
};

/** Records in a partition that is read-only. */
struct pschema_readonly_records {
    const struct pschema_partition *partition; /**< to read it */
};

/** A file system in a partition that is read-only. */
struct pschema_readonly_filesystem {
    const struct pschema_partition *partition; /**< to read it */
};

/** An application. */
struct pschema_app {
    const struct pschema_partition *partition; /**< to read it */
};

/** Which application is to be started (ESP-IDF's otadata). */
struct pschema_otadata {
    const struct pschema_partition *partition; /**< to read it */
};

/** Keys and values (ESP-IDF's NVS). */
struct pschema_nvs {
    const struct pschema_partition *partition; /**< to read it */
};

/** A second-level partition table, at the start of the partition. */
struct pschema_table {
    const struct pschema_partition *partition; /**< to read it */
};

#endif
