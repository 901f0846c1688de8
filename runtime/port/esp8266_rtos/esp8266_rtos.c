#include <pschema/esp8266_rtos.h>
#include <pschema/ota.h>

#include <esp_image_format.h>
#include <esp_ota_ops.h>
#include <spi_flash.h>

#include <string.h>

/* spi_flash_write counts the pages of an aligned buffer in a byte: it never returns from one of
 * 64 KiB. Smaller pieces also let other tasks run. */
#define PIECE SPI_FLASH_SEC_SIZE

static enum pschema_result result_of(esp_err_t error)
{
    return error == ESP_OK ? PSCHEMA_OK : PSCHEMA_ERROR_FLASH;
}

/* The SDK copies what is not aligned to words. */
static enum pschema_result read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)context;
    return result_of(spi_flash_read(address, buffer, size));
}

static enum pschema_result program(void *context, uint32_t address, const void *data, uint32_t size)
{
    const uint8_t *from = (const uint8_t *)data;
    (void)context;
    while (size > 0) {
        uint32_t piece = size < PIECE ? size : PIECE;
        if (spi_flash_write(address, from, piece) != ESP_OK) {
            return PSCHEMA_ERROR_FLASH;
        }
        address += piece;
        from += piece;
        size -= piece;
    }
    return PSCHEMA_OK;
}

static enum pschema_result erase(void *context, uint32_t address, uint32_t size)
{
    (void)context;
    return result_of(spi_flash_erase_range(address, size));
}

void pschema_esp8266_rtos_init(struct pschema_flash *flash)
{
    memset(flash, 0, sizeof *flash);
    flash->size = (uint32_t)spi_flash_get_chip_size();
    flash->erase_size = SPI_FLASH_SEC_SIZE;
    flash->program_size = 4;
    flash->read = read;
    flash->program = program;
    flash->erase = erase;
}

uint32_t pschema_esp8266_rtos_running(void)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    return running ? running->address : PSCHEMA_OTA_UNKNOWN;
}

enum pschema_result pschema_esp8266_rtos_verify(void *context, const struct pschema_flash *flash,
                                                struct pschema_app app)
{
    const esp_partition_pos_t place = {app.partition->offset, app.partition->size};
    esp_image_metadata_t metadata;
    (void)context;
    (void)flash;
    return esp_image_load(ESP_IMAGE_VERIFY, &place, &metadata) == ESP_OK ? PSCHEMA_OK
                                                                         : PSCHEMA_ERROR_DAMAGED;
}
