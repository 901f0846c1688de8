#include <pschema/nvs_default.h>

#include <string.h>

/* Where the value of the device is too long, `*size` stays the room that it takes. */
enum pschema_result pschema_nvs_get_string_or(struct pschema_nvs_namespace keys, const char *key,
                                              char *buffer, size_t *size, const char *otherwise,
                                              size_t length)
{
    const size_t room = *size;
    const enum pschema_result result = pschema_nvs_get_string(keys, key, buffer, size);
    if (!result) {
        return result;
    }
    if (result != PSCHEMA_ERROR_SPACE) {
        *size = length;
    }
    if (buffer && room < length) {
        return PSCHEMA_ERROR_SPACE;
    }
    if (buffer) {
        memcpy(buffer, otherwise, length);
    }
    return pschema_nvs_or(result);
}
