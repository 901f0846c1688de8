#include <pschema/esp_idf.h>
#include <pschema/ota.h>

#include <esp_efuse.h>
#include <esp_flash.h>
#include <esp_flash_encrypt.h>
#include <esp_idf_version.h>
#include <esp_image_format.h>
#include <esp_ota_ops.h>
#include <spi_flash_mmap.h>

#include <string.h>

/* What esp_flash_write_encrypted takes at once. */
#define ENCRYPTION_UNIT 16u

static enum pschema_result result_of(esp_err_t error)
{
    return error == ESP_OK ? PSCHEMA_OK : PSCHEMA_ERROR_FLASH;
}

/* Null: the main flash, the only one that takes encrypted requests. */
static esp_flash_t *chip_of(void *context)
{
    return ((struct pschema_esp_idf *)context)->chip;
}

static enum pschema_result read_plain(void *context, uint32_t address, void *buffer, uint32_t size)
{
    return result_of(esp_flash_read(chip_of(context), buffer, address, size));
}

static enum pschema_result program_plain(void *context, uint32_t address, const void *data,
                                         uint32_t size)
{
    return result_of(esp_flash_write(chip_of(context), data, address, size));
}

static enum pschema_result read_encrypted(void *context, uint32_t address, void *buffer,
                                          uint32_t size)
{
    return result_of(esp_flash_read_encrypted(chip_of(context), address, buffer, size));
}

static enum pschema_result program_encrypted(void *context, uint32_t address, const void *data,
                                             uint32_t size)
{
    return result_of(esp_flash_write_encrypted(chip_of(context), address, data, size));
}

static enum pschema_result erase(void *context, uint32_t address, uint32_t size)
{
    return result_of(esp_flash_erase_region(chip_of(context), address, size));
}

static enum pschema_result map(void *context, uint32_t address, uint32_t size, const void **memory)
{
    struct pschema_esp_idf *port = (struct pschema_esp_idf *)context;
    struct pschema_esp_idf_mapping *mapping = port->mappings;
    const struct pschema_esp_idf_mapping *end = mapping + PSCHEMA_ESP_IDF_MAPPINGS;
    uint32_t aside = address & (SPI_FLASH_MMU_PAGE_SIZE - 1);
    const void *page = NULL;
    spi_flash_mmap_handle_t handle;
    while (mapping != end && mapping->memory) {
        mapping++;
    }
    if (mapping == end ||
        spi_flash_mmap(address - aside, aside + size, SPI_FLASH_MMAP_DATA, &page, &handle)) {
        return PSCHEMA_ERROR_FLASH;
    }
    *memory = (const uint8_t *)page + aside;
    mapping->memory = *memory;
    mapping->handle = handle;
    return PSCHEMA_OK;
}

static void unmap(void *context, const void *memory)
{
    struct pschema_esp_idf *port = (struct pschema_esp_idf *)context;
    unsigned i;
    for (i = 0; memory && i < PSCHEMA_ESP_IDF_MAPPINGS; i++) {
        if (port->mappings[i].memory == memory) {
            spi_flash_munmap(port->mappings[i].handle);
            port->mappings[i].memory = NULL;
            break;
        }
    }
}

/* ESP-IDF 6 has it under another name, and calls the old one deprecated. */
static int is_encryption_on(void)
{
#if ESP_IDF_VERSION_MAJOR >= 6
    return esp_efuse_is_flash_encryption_enabled();
#else
    return esp_flash_encryption_enabled();
#endif
}

static void open_main(struct pschema_esp_idf *port)
{
    struct pschema_flash *flash = &port->flash;
    struct pschema_flash *encrypted = &port->encrypted;
    flash->unmap = unmap;
    if (!is_encryption_on()) {
        flash->map = map;
        flash->encrypted = flash;
        return;
    }
    *encrypted = *flash;
    encrypted->program_size = ENCRYPTION_UNIT;
    encrypted->read = read_encrypted;
    encrypted->program = program_encrypted;
    encrypted->map = map;
    flash->encrypted = encrypted;
    flash->encrypts_system = 1;
}

enum pschema_result pschema_esp_idf_open(struct pschema_esp_idf *port, esp_flash_t *chip,
                                         uint8_t number)
{
    struct pschema_flash *flash = &port->flash;
    uint32_t size = 0;
    int is_main = !chip || chip == esp_flash_default_chip;
    if (esp_flash_get_size(is_main ? esp_flash_default_chip : chip, &size)) {
        return PSCHEMA_ERROR_FLASH;
    }
    memset(port, 0, sizeof *port);
    port->chip = is_main ? NULL : chip;
    flash->context = port;
    flash->size = size;
    flash->erase_size = SPI_FLASH_SEC_SIZE;
    flash->program_size = 1;
    flash->chip = number;
    flash->read = read_plain;
    flash->program = program_plain;
    flash->erase = erase;
    if (is_main) {
        open_main(port);
    }
    return PSCHEMA_OK;
}

uint32_t pschema_esp_idf_running(void)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    return running ? running->address : PSCHEMA_OTA_UNKNOWN;
}

uint32_t pschema_esp_idf_secure_version(void)
{
#ifdef CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK
    return esp_efuse_read_secure_version();
#else
    return 0;
#endif
}

enum pschema_result pschema_esp_idf_verify(void *context, const struct pschema_flash *flash,
                                           struct pschema_app app)
{
    const esp_partition_pos_t place = {app.partition->offset, app.partition->size};
    esp_image_metadata_t metadata;
    (void)context;
    (void)flash;
    return esp_image_verify(ESP_IMAGE_VERIFY, &place, &metadata) == ESP_OK ? PSCHEMA_OK
                                                                           : PSCHEMA_ERROR_DAMAGED;
}
