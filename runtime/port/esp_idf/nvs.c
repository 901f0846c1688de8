/* <pschema/nvs.h> over ESP-IDF's own library, in place of runtime/src/nvs.c. */
#include <pschema/nvs.h>

#include <nvs.h>
#include <stddef.h>
#include <string.h>

enum { NAME_LENGTH = 15 };

static enum pschema_result result_of(esp_err_t error)
{
    switch (error) {
    case ESP_OK:
        return PSCHEMA_OK;
    case ESP_ERR_NVS_NOT_FOUND:
        return PSCHEMA_ERROR_NOT_FOUND;
    case ESP_ERR_NVS_TYPE_MISMATCH:
        return PSCHEMA_ERROR_TYPE;
    case ESP_ERR_NVS_INVALID_LENGTH:
        return PSCHEMA_ERROR_SPACE;
    case ESP_ERR_NVS_NOT_INITIALIZED:
    case ESP_ERR_NVS_PART_NOT_FOUND: /* or this one is not */
    case ESP_ERR_NVS_INVALID_HANDLE:
    case ESP_ERR_NVS_INVALID_STATE:
        return PSCHEMA_ERROR_STATE;
    case ESP_FAIL: /* chunks of a blob are missing */
        return PSCHEMA_ERROR_DAMAGED;
    default:
        return PSCHEMA_ERROR_FLASH;
    }
}

/* The library compares no more of a name than it can be long; handles begin at 1. */
static int may_have(struct pschema_nvs_namespace keys, const char *key)
{
    return keys.handle && strlen(key) <= NAME_LENGTH;
}

enum pschema_result pschema_nvs_open(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const char *name, struct pschema_nvs_namespace *keys)
{
    enum pschema_result result = PSCHEMA_ERROR_NOT_FOUND;
    keys->flash = flash;
    keys->partition = nvs.partition;
    keys->handle = 0;
    if (nvs.partition->size && strlen(name) <= NAME_LENGTH) {
        result = result_of(
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
    return may_have(keys, key) ? result_of(get_integer(keys.handle, key, value, type))
                               : PSCHEMA_ERROR_NOT_FOUND;
}

static enum pschema_result finish(esp_err_t error, size_t there, uint32_t *size)
{
    enum pschema_result result = result_of(error);
    if (!result || result == PSCHEMA_ERROR_SPACE) {
        *size = (uint32_t)there;
    }
    return result;
}

enum pschema_result pschema_nvs_get_string(struct pschema_nvs_namespace keys, const char *key,
                                           char *buffer, uint32_t *size)
{
    size_t there = *size;
    esp_err_t error;
    if (!may_have(keys, key)) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    error = nvs_get_str(keys.handle, key, buffer, &there);
    if (!error && buffer && (!there || buffer[there - 1])) {
        return PSCHEMA_ERROR_DAMAGED; /* the library does not look for the NUL */
    }
    return finish(error, there, size);
}

enum pschema_result pschema_nvs_get_blob(struct pschema_nvs_namespace keys, const char *key,
                                         void *buffer, uint32_t *size)
{
    size_t there = *size;
    esp_err_t error;
    if (!may_have(keys, key)) {
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    error = nvs_get_blob(keys.handle, key, buffer, &there);
    return finish(error, there, size);
}
