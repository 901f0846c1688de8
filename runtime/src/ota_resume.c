/* Going on with the update of an application that a loss of power interrupted. */
#include "update.h"

enum pschema_result pschema_ota_resume(struct pschema_ota *ota, struct pschema_app app,
                                       uint32_t size, const void *head, uint32_t *position)
{
    uint32_t found;
    enum pschema_result result = pschema_ota_open_slot(ota, app, size);
    if (result == PSCHEMA_OK) {
        result = pschema_update_find(&ota->writer, head, &found);
    }
    if (result == PSCHEMA_OK) { /* only now: a slot in which nothing is unfinished may be of use */
        result = pschema_ota_free_slot(ota);
    }
    if (result == PSCHEMA_OK) {
        *position = found;
    }
    return result;
}
