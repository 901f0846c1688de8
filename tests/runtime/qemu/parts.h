/* What the firmware does, in this order. Each prints what it finds, and returns PSCHEMA_OK or what
 * went wrong. */
#ifndef PARTS_H
#define PARTS_H

#include <pschema/flash.h>

/* Reads the table, and holds it against the layout. */
enum pschema_result show_table(struct pschema_flash *flash);

/* Reads keys of two NVS partitions. */
enum pschema_result show_settings(const struct pschema_flash *flash);

/* Reads records, in both orders of bytes. */
enum pschema_result show_records(const struct pschema_flash *flash);

/* Updates the first application; judges the second while that is on trial. `running` is the offset
 * of the one that was started. */
enum pschema_result update(const struct pschema_flash *flash, uint32_t running, int is_to_fail);

#endif
