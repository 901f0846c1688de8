/* The way to a partition: through the flash itself, or through its encryption. */
#ifndef WAY_H
#define WAY_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#include <stddef.h>

/* The flash whose functions reach the partition, and whose geometry holds for it. Null: the
 * partition is encrypted, and there is no way to it. */
static inline const struct pschema_flash *way_to(const struct pschema_flash *flash,
                                                 const struct pschema_partition *partition)
{
    return partition->flags & PSCHEMA_FLAG_ENCRYPTED ? flash->encrypted : flash;
}

#endif
