/* Typed descriptors of partitions.
 *
 * A header that schemac generates has one function a partition, which returns its descriptor. Each
 * kind of partition has a type of its own, so that the wrong kind does not compile. A descriptor is
 * a plain value: it owns nothing, and copying it is free.
 *
 * Offsets and sizes are in bytes; an offset counts from the start of the partition's flash chip.
 * C99, C11 and C++17; freestanding headers only.
 */
#ifndef PSCHEMA_PARTITION_H
#define PSCHEMA_PARTITION_H

#include <stdint.h>

/* What all partitions have. */
struct pschema_partition {
    const char *label; /* as the partition table has it; a constant string */
    uint32_t offset;   /* of the first byte */
    uint32_t size;     /* 0: no such partition */
    uint32_t flags;    /* as the partition table's entry has them */
    uint8_t type;      /* likewise */
    uint8_t subtype;   /* likewise */
    uint8_t device;    /* 0: the chip's own flash; else a further one, in the schema's order */
};

/* Bytes, without a meaning known here. */
struct pschema_data {
    struct pschema_partition partition;
};

/* An application. */
struct pschema_app {
    struct pschema_partition partition;
};

/* Which application is to be started (ESP-IDF's otadata). */
struct pschema_otadata {
    struct pschema_partition partition;
};

/* Keys and values (ESP-IDF's NVS). */
struct pschema_nvs {
    struct pschema_partition partition;
};

/* A file system. */
struct pschema_filesystem {
    struct pschema_partition partition;
};

/* A second-level partition table, at the start of the partition. */
struct pschema_table {
    struct pschema_partition partition;
};

#endif
