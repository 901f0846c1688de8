/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_FLASH_ENCRYPT_H
#define STAND_IN_ESP_FLASH_ENCRYPT_H

#include <esp_idf_version.h>
#include <stdbool.h>

#if ESP_IDF_VERSION_MAJOR >= 6
__attribute__((deprecated("use esp_efuse_is_flash_encryption_enabled()")))
#endif
bool esp_flash_encryption_enabled(void);

#endif
