/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_EFUSE_H
#define STAND_IN_ESP_EFUSE_H

#include <esp_idf_version.h>
#include <stdbool.h>
#include <stdint.h>

uint32_t esp_efuse_read_secure_version(void);

#if ESP_IDF_VERSION_MAJOR >= 6
bool esp_efuse_is_flash_encryption_enabled(void);
#endif

#endif
