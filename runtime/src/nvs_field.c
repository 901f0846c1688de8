#include "nvs_field.h"

#include "bytes.h"

#include <string.h>

/* The distance from the lowest, in as many bits as the type has, is right for both kinds of sign.
 */
int pschema_nvs_is_in_range(const struct pschema_nvs_field *field, const void *number)
{
    uint32_t width = field->size;
    uint64_t distance = 0;
    uint64_t difference = 0;
    if (!field->range) {
        return 1;
    }
    memcpy(pschema_low_bytes(&difference, width), number, width);
    difference -= field->range->lowest;
    memcpy(pschema_low_bytes(&distance, width), pschema_low_bytes(&difference, width), width);
    return distance <= field->range->length;
}
