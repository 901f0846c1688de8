#include "parts.h"
#include "print.h"

#include <sensor.h>

#include <pschema/access.h>

/* The image is made up here; the test knows its bytes, too. */
enum { IMAGE_SIZE = 100003, CHUNK_SIZE = 1000 };

static uint8_t image_byte(uint32_t i)
{
    return (uint8_t)(i ^ i >> 8 ^ 0x5a);
}

static uint32_t fill(uint8_t *chunk, uint32_t at)
{
    uint32_t i;
    for (i = 0; i < CHUNK_SIZE && at + i < IMAGE_SIZE; i++) {
        chunk[i] = image_byte(at + i);
    }
    return i;
}

static enum pschema_result write_image(struct pschema_ota *ota, struct pschema_app slot)
{
    uint8_t chunk[CHUNK_SIZE];
    uint32_t at = 0;
    enum pschema_result result = pschema_ota_begin(ota, slot, IMAGE_SIZE);
    while (result == PSCHEMA_OK && at < IMAGE_SIZE) {
        uint32_t size = fill(chunk, at);
        result = pschema_ota_write(ota, chunk, size);
        at += size;
    }
    return result ? result : pschema_ota_end(ota);
}

static enum pschema_result update_next(struct pschema_ota *ota)
{
    struct pschema_app slot = pschema_ota_next(ota);
    enum pschema_result result = write_image(ota, slot);
    host_print("update of ");
    host_print(slot.partition->label);
    host_print("\n");
    if (result == PSCHEMA_OK) {
        result = pschema_ota_set_boot(ota, slot, PSCHEMA_OTA_ON_TRIAL);
    }
    return result;
}

enum pschema_result update(const struct pschema_flash *flash, uint32_t running, int is_to_fail)
{
    enum pschema_ota_state state = PSCHEMA_OTA_UNDEFINED;
    struct pschema_ota ota;
    enum pschema_result result = pschema_ota_open(&ota, flash, sensor_ota(), running);
    if (result) {
        return result;
    }
    host_print("running ");
    host_print(pschema_ota_running(&ota).partition->label);
    result = pschema_ota_read_state(&ota, pschema_ota_running(&ota), &state);
    if (result && result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    if (state == PSCHEMA_OTA_PENDING) {
        host_print(is_to_fail ? ", which fails\n" : ", which is fine\n");
        return is_to_fail ? pschema_ota_roll_back(&ota) : pschema_ota_mark_valid(&ota);
    }
    if (running != SENSOR_OTA_0_OFFSET && state == PSCHEMA_OTA_VALID) {
        host_print(", up to date\n");
        return PSCHEMA_OK;
    }
    host_print("\n");
    return update_next(&ota);
}
