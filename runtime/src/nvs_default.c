#include <pschema/nvs_default.h>

#include <string.h>

enum pschema_result pschema_nvs_get_string_or(struct pschema_nvs_namespace keys, const char *key,
                                              char *buffer, uint32_t *size, const char *otherwise,
                                              uint32_t length)
{
    const enum pschema_result result = pschema_nvs_get_string(keys, key, buffer, size);
    const uint32_t room = *size;
    if (result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    *size = length;
    if (!buffer) {
        return PSCHEMA_OK;
    }
    if (room < length) {
        return PSCHEMA_ERROR_SPACE;
    }
    memcpy(buffer, otherwise, length);
    return PSCHEMA_OK;
}
