#include "nvs_field.h"

#include "bytes.h"

#include <string.h>

/* The bytes of 64 bits that a number of `width` bytes takes. */
static uint8_t *low_part(uint64_t *number, uint32_t width)
{
    return (uint8_t *)number + (pschema_host_is_big_endian() ? sizeof *number - width : 0);
}

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
    memcpy(low_part(&difference, width), number, width);
    difference -= field->range->lowest;
    memcpy(low_part(&distance, width), low_part(&difference, width), width);
    return distance <= field->range->length;
}
