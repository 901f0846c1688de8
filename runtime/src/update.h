/* The steps of updates, for those who have something to do between them: <pschema/ota.h> changes
 * otadata when everything is known to be right and nothing has been touched yet, and resuming has
 * files of its own, so that who does not resume has none of it. */
#ifndef PSCHEMA_UPDATE_H
#define PSCHEMA_UPDATE_H

#include <pschema/ota.h>
#include <pschema/writer.h>

/* Writes or, where `bytes` is null, erases. Returns when that and all before it would survive a
 * loss of power. */
PSCHEMA_CHECKED enum pschema_result pschema_change(const struct pschema_flash *flash,
                                                   const struct pschema_partition *partition,
                                                   uint32_t offset, const uint8_t *bytes,
                                                   uint32_t size);

/* Checks everything and sets up the writer for an update from the start. Touches nothing. */
PSCHEMA_CHECKED enum pschema_result pschema_update_open(struct pschema_writer *writer,
                                                        const struct pschema_flash *flash,
                                                        struct pschema_writable where,
                                                        uint32_t size);

/* Then begins it. */
PSCHEMA_CHECKED enum pschema_result pschema_update_start(struct pschema_writer *writer);

/* Or finds where one that was interrupted goes on, as pschema_writer_resume says. Touches nothing.
 */
PSCHEMA_CHECKED enum pschema_result pschema_update_find(struct pschema_writer *writer,
                                                        const void *head, uint32_t *position);

/* Checks everything that pschema_ota_begin checks, and opens the writer. Touches nothing. */
PSCHEMA_CHECKED enum pschema_result pschema_ota_open_slot(struct pschema_ota *ota,
                                                          struct pschema_app app, uint32_t size);

/* Then lets the running application be what is started meanwhile, and nothing select the slot. */
PSCHEMA_CHECKED enum pschema_result pschema_ota_free_slot(struct pschema_ota *ota);

#endif
