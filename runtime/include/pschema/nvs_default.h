/* Keys of NVS with a value for devices that have none: as the functions of <pschema/nvs.h>, but
 * where those return PSCHEMA_ERROR_NOT_FOUND, these give the value and return PSCHEMA_OK.
 */
#ifndef PSCHEMA_NVS_DEFAULT_H
#define PSCHEMA_NVS_DEFAULT_H

#include <pschema/nvs.h>

#ifdef __cplusplus
extern "C" {
#endif

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u8_or(struct pschema_nvs_namespace keys, const char *key, uint8_t *value,
                      uint8_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_u8(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i8_or(struct pschema_nvs_namespace keys, const char *key, int8_t *value,
                      int8_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_i8(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u16_or(struct pschema_nvs_namespace keys, const char *key, uint16_t *value,
                       uint16_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_u16(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i16_or(struct pschema_nvs_namespace keys, const char *key, int16_t *value,
                       int16_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_i16(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u32_or(struct pschema_nvs_namespace keys, const char *key, uint32_t *value,
                       uint32_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_u32(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i32_or(struct pschema_nvs_namespace keys, const char *key, int32_t *value,
                       int32_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_i32(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u64_or(struct pschema_nvs_namespace keys, const char *key, uint64_t *value,
                       uint64_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_u64(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i64_or(struct pschema_nvs_namespace keys, const char *key, int64_t *value,
                       int64_t otherwise)
{
    const enum pschema_result result = pschema_nvs_get_i64(keys, key, value);
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *value = otherwise;
    return PSCHEMA_OK;
}

/* `otherwise` has `length` bytes, its NUL included. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_get_string_or(struct pschema_nvs_namespace keys,
                                                              const char *key, char *buffer,
                                                              uint32_t *size, const char *otherwise,
                                                              uint32_t length);

#ifdef __cplusplus
}
#endif

#endif
