/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port/esp8266_rtos uses of it. */
#ifndef STAND_IN_ESP_OTA_OPS_H
#define STAND_IN_ESP_OTA_OPS_H

#include <stdint.h>

typedef struct {
    uint32_t address;
    uint32_t size;
} esp_partition_t;

const esp_partition_t *esp_ota_get_running_partition(void);

#endif
