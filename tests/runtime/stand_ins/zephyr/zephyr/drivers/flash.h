/* A stand-in for Zephyr's header: what runtime/port/zephyr uses of it, as it is documented. */
#ifndef STAND_IN_ZEPHYR_DRIVERS_FLASH_H
#define STAND_IN_ZEPHYR_DRIVERS_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zephyr/device.h>

struct flash_pages_info {
    off_t start_offset;
    size_t size;
    uint32_t index;
};

typedef bool (*flash_page_cb)(const struct flash_pages_info *info, void *data);

void flash_page_foreach(const struct device *from, flash_page_cb callback, void *data);

#endif
