/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_OTA_OPS_H
#define STAND_IN_ESP_OTA_OPS_H

#include <esp_flash.h>

typedef struct {
    esp_flash_t *flash_chip;
    uint32_t address;
    uint32_t size;
} esp_partition_t;

const esp_partition_t *esp_ota_get_running_partition(void);

#endif
