/** @file
 * The flash chips of ESP-IDF 5, by esp_flash_*.
 *
 * Needs the components spi_flash, bootloader_support and, for pschema_esp_idf_running,
 * app_update. ESP-IDF's flash functions lock by themselves: different partitions may be used from
 * different threads.
 *
 * ESP-IDF itself refuses or aborts (CONFIG_SPI_FLASH_DANGEROUS_WRITE_ALLOWED, _FAILS, _ABORTS)
 * where the bootloader, the partition table or the running application would be written; the
 * runtime never does that unless a schema declares a partition over them. Writing a partition that
 * its table calls read-only fails, too.
 */
#ifndef PSCHEMA_ESP_IDF_H
#define PSCHEMA_ESP_IDF_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

struct esp_flash_t; /* ESP-IDF's handle of a chip */

/** Parts of flash that can be mapped at once. */
#define PSCHEMA_ESP_IDF_MAPPINGS 4u

/** A part of flash that is mapped. */
struct pschema_esp_idf_mapping {
    const void *memory; /**< null: none */
    uint32_t handle;    /**< ESP-IDF's */
};

/** A chip. The flash points to the port: it must not be copied or moved once it is open, which does
 * not compile in C++. */
struct pschema_esp_idf {
    struct pschema_flash flash;     /**< what the runtime is given */
    struct pschema_flash encrypted; /**< the same through the chip's flash encryption */
    struct esp_flash_t *chip;       /**< null: the main flash */
    struct pschema_esp_idf_mapping mappings[PSCHEMA_ESP_IDF_MAPPINGS]; /**< of pschema_map() */
#ifdef __cplusplus
    pschema_esp_idf() = default;
    pschema_esp_idf(const pschema_esp_idf &) = delete;
    pschema_esp_idf &operator=(const pschema_esp_idf &) = delete;
#endif
};

/** `chip` is null for the main flash; another one must have been initialised. `number` is the one
 * that the schema's partitions on it have: 0 for the main flash.
 *
 * With flash encryption off, as long as no eFuse has turned it on, encrypted partitions are read
 * and written as they are, as ESP-IDF does. Only the main flash can be encrypted and mapped. While
 * flash encryption is on, only encrypted partitions can be mapped: the chip decrypts whatever is
 * read as memory.
 *
 * PSCHEMA_ERROR_FLASH: the chip does not report its size. */
PSCHEMA_CHECKED enum pschema_result pschema_esp_idf_open(struct pschema_esp_idf *port,
                                                         struct esp_flash_t *chip, uint8_t number);

/** The flash offset of the application that runs, for pschema_ota_open. */
uint32_t pschema_esp_idf_running(void);

/** The secure version that the chip demands of applications, for pschema_ota_require_version; 0
 * without CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK. */
uint32_t pschema_esp_idf_secure_version(void);

/** Whether the image in a slot is one that the bootloader would start, by the SDK's own check
 * (esp_image_verify()): its header, segments and checksum, its hash, and its signature where secure
 * boot or signed updates demand one. For pschema_ota_set_verify(&ota, pschema_esp_idf_verify,
 * NULL); reads the whole image.
 *   - PSCHEMA_ERROR_DAMAGED: it is not
 */
PSCHEMA_CHECKED enum pschema_result
pschema_esp_idf_verify(void *context, const struct pschema_flash *flash, struct pschema_app app);

#ifdef __cplusplus
}
#endif

#endif
