/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_ESP_FLASH_H
#define STAND_IN_ESP_FLASH_H

#include <esp_err.h>

#include <stdint.h>

typedef struct esp_flash_t esp_flash_t;

extern esp_flash_t *esp_flash_default_chip;

esp_err_t esp_flash_get_size(esp_flash_t *chip, uint32_t *size);
esp_err_t esp_flash_erase_region(esp_flash_t *chip, uint32_t start, uint32_t size);
esp_err_t esp_flash_read(esp_flash_t *chip, void *buffer, uint32_t address, uint32_t size);
esp_err_t esp_flash_write(esp_flash_t *chip, const void *buffer, uint32_t address, uint32_t size);
esp_err_t esp_flash_read_encrypted(esp_flash_t *chip, uint32_t address, void *buffer,
                                   uint32_t size);
esp_err_t esp_flash_write_encrypted(esp_flash_t *chip, uint32_t address, const void *buffer,
                                    uint32_t size);

#endif
