/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_EFUSE_H
#define STAND_IN_ESP_EFUSE_H

#include <stdint.h>

uint32_t esp_efuse_read_secure_version(void);

#endif
