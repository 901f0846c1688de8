/* A stand-in for ESP-IDF's header: what runtime/port/esp_idf uses of it, as it is documented. */
#ifndef STAND_IN_SPI_FLASH_MMAP_H
#define STAND_IN_SPI_FLASH_MMAP_H

#include <esp_err.h>

#include <stddef.h>
#include <stdint.h>

#define SPI_FLASH_SEC_SIZE 4096
#define SPI_FLASH_MMU_PAGE_SIZE 0x10000

typedef enum { SPI_FLASH_MMAP_DATA, SPI_FLASH_MMAP_INST } spi_flash_mmap_memory_t;

typedef uint32_t spi_flash_mmap_handle_t;

esp_err_t spi_flash_mmap(size_t address, size_t size, spi_flash_mmap_memory_t memory,
                         const void **mapped, spi_flash_mmap_handle_t *handle);
void spi_flash_munmap(spi_flash_mmap_handle_t handle);

#endif
