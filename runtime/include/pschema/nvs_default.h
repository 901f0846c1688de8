/** @file
 * Keys of NVS with a value for devices that have none.
 *
 * As the functions of <pschema/nvs.h>, but the value is always set: to the default wherever the
 * device's cannot be had. Where the key is missing, that is as it should be, and the result is
 * PSCHEMA_OK; any other result says why the value is not the device's.
 */
#ifndef PSCHEMA_NVS_DEFAULT_H
#define PSCHEMA_NVS_DEFAULT_H

#include <pschema/nvs.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Leaves out what is not a mistake where there is a default: that it does not exist. */
PSCHEMA_CHECKED static inline enum pschema_result pschema_nvs_or(enum pschema_result result)
{
    return result == PSCHEMA_ERROR_NOT_FOUND ? PSCHEMA_OK : result;
}

/** Opens a namespace all of whose keys have defaults: that a device does not have it is not a
 * mistake. See pschema_nvs_open(). */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_open_or(const struct pschema_flash *flash, struct pschema_nvs nvs, const char *name,
                    struct pschema_nvs_namespace *keys)
{
    return pschema_nvs_or(pschema_nvs_open(flash, nvs, name, keys));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u8_or(struct pschema_nvs_namespace keys, const char *key, uint8_t *value,
                      uint8_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_u8(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i8_or(struct pschema_nvs_namespace keys, const char *key, int8_t *value,
                      int8_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_i8(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u16_or(struct pschema_nvs_namespace keys, const char *key, uint16_t *value,
                       uint16_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_u16(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i16_or(struct pschema_nvs_namespace keys, const char *key, int16_t *value,
                       int16_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_i16(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u32_or(struct pschema_nvs_namespace keys, const char *key, uint32_t *value,
                       uint32_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_u32(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i32_or(struct pschema_nvs_namespace keys, const char *key, int32_t *value,
                       int32_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_i32(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u64_or(struct pschema_nvs_namespace keys, const char *key, uint64_t *value,
                       uint64_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_u64(keys, key, value));
}

/** Gets an integer; `*value` is always set. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i64_or(struct pschema_nvs_namespace keys, const char *key, int64_t *value,
                       int64_t otherwise)
{
    *value = otherwise;
    return pschema_nvs_or(pschema_nvs_get_i64(keys, key, value));
}

/** Gets a string. `otherwise` has `length` bytes, its NUL included: if the device's cannot be had,
 * that is copied, and `*size` is its length. PSCHEMA_ERROR_SPACE: `*size` is the room that the
 * device's string takes, or, if it has none, that of `otherwise`, which is in `buffer` all the same
 * where it fits. `buffer` null: only `*size` is set. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_get_string_or(struct pschema_nvs_namespace keys,
                                                              const char *key, char *buffer,
                                                              size_t *size, const char *otherwise,
                                                              size_t length);

#ifdef __cplusplus
}
#endif

#endif
