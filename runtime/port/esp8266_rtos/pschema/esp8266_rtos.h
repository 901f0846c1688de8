/** @file
 * The flash of an ESP8266 with the ESP8266_RTOS_SDK 3, by spi_flash_*.
 *
 * Needs the components spi_flash and, for pschema_esp8266_rtos_running, app_update. The flash
 * cannot be mapped: the chip shows the application's part of it only, word by word.
 */
#ifndef PSCHEMA_ESP8266_RTOS_H
#define PSCHEMA_ESP8266_RTOS_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Fills the back end. Its size is what the header of the bootloader's image says. */
void pschema_esp8266_rtos_init(struct pschema_flash *flash);

/** The flash offset of the application that runs, for pschema_ota_open. */
uint32_t pschema_esp8266_rtos_running(void);

/** Whether the image in a slot is one that the bootloader would start, by the SDK's own check
 * (esp_image_load()): its header, segments and checksum.
 * For pschema_ota_set_verify(&ota, pschema_esp8266_rtos_verify, NULL); reads the whole image.
 *   - PSCHEMA_ERROR_DAMAGED: it is not
 */
PSCHEMA_CHECKED enum pschema_result pschema_esp8266_rtos_verify(void *context,
                                                                const struct pschema_flash *flash,
                                                                struct pschema_app app);

#ifdef __cplusplus
}
#endif

#endif
