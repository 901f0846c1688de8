/* <pschema/nvs.h> over ESP-IDF's own library, in place of runtime/src/nvs.c. */
#include "nvs_result.h"

#include <pschema/access.h>
#include <pschema/nvs.h>

#include <stddef.h>
#include <string.h>

enum { NAME_LENGTH = 15 };

/* The library has the partition table that is in flash, so that without a flash nobody asks. */
static int is_allowed(struct pschema_nvs_namespace keys)
{
    return !keys.flash || pschema_is_settled(keys.flash, keys.partition);
}

/* The library compares no more of a name than it can be long; handles begin at 1. */
static enum pschema_result check_name(struct pschema_nvs_namespace keys, const char *key)
{
    if (!is_allowed(keys)) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    return keys.handle && strlen(key) <= NAME_LENGTH ? PSCHEMA_OK : PSCHEMA_ERROR_NOT_FOUND;
}

enum pschema_result pschema_nvs_open(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const char *name, struct pschema_nvs_namespace *keys)
{
    enum pschema_result result = PSCHEMA_ERROR_NOT_FOUND;
    keys->flash = flash;
    keys->partition = nvs.partition;
    keys->handle = 0;
    if (!is_allowed(*keys)) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    if (nvs.partition->size && strlen(name) <= NAME_LENGTH) {
        result = pschema_nvs_result_of(
            nvs_open_from_partition(nvs.partition->label, name, NVS_READONLY, &keys->handle));
    }
    if (result) {
        keys->handle = 0;
    }
    return result;
}

void pschema_nvs_close(struct pschema_nvs_namespace *keys)
{
    if (keys->handle) {
        nvs_close(keys->handle);
        keys->handle = 0;
    }
}

static esp_err_t get_integer(uint32_t handle, const char *key, void *value,
                             enum pschema_nvs_integer type)
{
    switch (type) {
    case PSCHEMA_NVS_U8:
        return nvs_get_u8(handle, key, (uint8_t *)value);
    case PSCHEMA_NVS_I8:
        return nvs_get_i8(handle, key, (int8_t *)value);
    case PSCHEMA_NVS_U16:
        return nvs_get_u16(handle, key, (uint16_t *)value);
    case PSCHEMA_NVS_I16:
        return nvs_get_i16(handle, key, (int16_t *)value);
    case PSCHEMA_NVS_U32:
        return nvs_get_u32(handle, key, (uint32_t *)value);
    case PSCHEMA_NVS_I32:
        return nvs_get_i32(handle, key, (int32_t *)value);
    case PSCHEMA_NVS_U64:
        return nvs_get_u64(handle, key, (uint64_t *)value);
    case PSCHEMA_NVS_I64:
        return nvs_get_i64(handle, key, (int64_t *)value);
    default:
        return ESP_ERR_NVS_TYPE_MISMATCH;
    }
}

enum pschema_result pschema_nvs_get_integer(struct pschema_nvs_namespace keys, const char *key,
                                            void *value, enum pschema_nvs_integer type)
{
    const enum pschema_result result = check_name(keys, key);
    return result ? result : pschema_nvs_result_of(get_integer(keys.handle, key, value, type));
}

static enum pschema_result finish(esp_err_t error, size_t there, size_t *size)
{
    enum pschema_result result = pschema_nvs_result_of(error);
    if (!result || result == PSCHEMA_ERROR_SPACE) {
        *size = there;
    }
    return result;
}

enum pschema_result pschema_nvs_get_string(struct pschema_nvs_namespace keys, const char *key,
                                           char *buffer, size_t *size)
{
    const enum pschema_result result = check_name(keys, key);
    size_t there = *size;
    esp_err_t error;
    if (result) {
        return result;
    }
    error = nvs_get_str(keys.handle, key, buffer, &there);
    if (!error && buffer && (!there || buffer[there - 1])) {
        return PSCHEMA_ERROR_DAMAGED; /* the library does not look for the NUL */
    }
    return finish(error, there, size);
}

enum pschema_result pschema_nvs_get_blob(struct pschema_nvs_namespace keys, const char *key,
                                         void *buffer, size_t *size)
{
    const enum pschema_result result = check_name(keys, key);
    size_t there = *size;
    esp_err_t error;
    if (result) {
        return result;
    }
    error = nvs_get_blob(keys.handle, key, buffer, &there);
    return finish(error, there, size);
}
