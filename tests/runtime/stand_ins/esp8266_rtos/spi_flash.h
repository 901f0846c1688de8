/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port/esp8266_rtos uses of it. */
#ifndef STAND_IN_SPI_FLASH_H
#define STAND_IN_SPI_FLASH_H

#include <esp_err.h>

#include <stddef.h>

#define SPI_FLASH_SEC_SIZE 4096

size_t spi_flash_get_chip_size(void);
esp_err_t spi_flash_erase_range(size_t start, size_t size);
esp_err_t spi_flash_write(size_t address, const void *from, size_t size);
esp_err_t spi_flash_read(size_t address, void *to, size_t size);

#endif
