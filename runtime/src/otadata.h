/* The entries of otadata. */
#ifndef PSCHEMA_OTADATA_H
#define PSCHEMA_OTADATA_H

#include <pschema/ota.h>

enum { OTADATA_ENTRY_SIZE = 32 };

#define UNDEFINED ((uint32_t)PSCHEMA_OTA_UNDEFINED)

/* Numbers of applications besides those of the slots. An entry that the bootloader does not heed
 * boots FACTORY: what is started where none is in force. */
enum { FACTORY = PSCHEMA_OTA_SLOT_LIMIT, NOBODY };

/* What otadata says now: both entries, which of them is in force, and who is on trial. */
PSCHEMA_CHECKED enum pschema_result pschema_otadata_load(struct pschema_ota *ota);

/* The following change otadata after a load, and return when that would survive. */

/* Makes an entry void. */
PSCHEMA_CHECKED enum pschema_result pschema_otadata_clear(const struct pschema_ota *ota,
                                                          const struct pschema_ota_entry *entry);

/* Replaces an entry. */
PSCHEMA_CHECKED enum pschema_result pschema_otadata_write(const struct pschema_ota *ota,
                                                          const struct pschema_ota_entry *entry,
                                                          uint32_t sequence, uint32_t state);

/* Sets the application that is started next. */
PSCHEMA_CHECKED enum pschema_result pschema_otadata_select(const struct pschema_ota *ota,
                                                           uint32_t number, uint32_t state);

#endif
