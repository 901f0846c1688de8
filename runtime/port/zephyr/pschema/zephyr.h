/** @file
 * A flash device of Zephyr 3 and later, by flash_area_*.
 *
 * Needs CONFIG_FLASH, CONFIG_FLASH_MAP and CONFIG_FLASH_PAGE_LAYOUT. The offsets in the schema
 * count from the start of the device, whatever part of it the area is: what is outside the
 * area fails with PSCHEMA_ERROR_FLASH or PSCHEMA_ERROR_RANGE. To reach all partitions, declare an
 * area over the whole device in the devicetree. Flash cannot be mapped.
 */
#ifndef PSCHEMA_ZEPHYR_H
#define PSCHEMA_ZEPHYR_H

#include <pschema/flash.h>

#ifdef __cplusplus
extern "C" {
#endif

struct flash_area; /* Zephyr's, from flash_area_open */

/** Fills the back end; the area must stay open as long as it is used. `number` is the one that
 * the schema's partitions on it have: 0 for the first flash. The erase size is that of the largest
 * page in the area.
 *
 * PSCHEMA_ERROR_UNSUPPORTED: erased bytes are not 0xff, pages or write blocks are not powers of
 * two, or a write block is larger than the runtime can buffer. PSCHEMA_ERROR_RANGE: the area is
 * beyond 4 GiB. */
PSCHEMA_CHECKED enum pschema_result
pschema_zephyr_init(struct pschema_flash *flash, const struct flash_area *area, uint8_t number);

#ifdef __cplusplus
}
#endif

#endif
