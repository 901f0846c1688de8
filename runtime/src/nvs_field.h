/* Members of a structure of NVS keys: what both forms of <pschema/nvs_load.h> do with them. */
#ifndef PSCHEMA_NVS_FIELD_H
#define PSCHEMA_NVS_FIELD_H

#include <pschema/nvs_load.h>

/* Whether an integer, as this machine has it, is in the range of its field. */
int pschema_nvs_is_in_range(const struct pschema_nvs_field *field, const void *number);

/* The worse of two results that are about a value: the nearer to 0, but not 0. Those of
 * pschema_read are nearer than all of them. */
static inline enum pschema_result pschema_nvs_worse(enum pschema_result one,
                                                    enum pschema_result other)
{
    return !one || (other && other > one) ? other : one;
}

#endif
