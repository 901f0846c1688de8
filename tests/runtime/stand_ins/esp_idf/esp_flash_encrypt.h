/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_FLASH_ENCRYPT_H
#define STAND_IN_ESP_FLASH_ENCRYPT_H

#include <stdbool.h>

bool esp_flash_encryption_enabled(void);

#endif
