/* A stand-in for Zephyr's header: what runtime/port/zephyr uses of it, as it is documented. */
#ifndef STAND_IN_ZEPHYR_STORAGE_FLASH_MAP_H
#define STAND_IN_ZEPHYR_STORAGE_FLASH_MAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zephyr/device.h>

struct flash_area {
    uint8_t fa_id;
    off_t fa_off;
    size_t fa_size;
    const struct device *fa_dev;
};

int flash_area_read(const struct flash_area *area, off_t offset, void *to, size_t size);
int flash_area_write(const struct flash_area *area, off_t offset, const void *from, size_t size);
int flash_area_erase(const struct flash_area *area, off_t offset, size_t size);
uint32_t flash_area_align(const struct flash_area *area);
uint8_t flash_area_erased_val(const struct flash_area *area);
const struct device *flash_area_get_device(const struct flash_area *area);

#endif
