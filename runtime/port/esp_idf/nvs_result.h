/* What ESP-IDF's NVS library returns, as a result. */
#ifndef PSCHEMA_NVS_RESULT_H
#define PSCHEMA_NVS_RESULT_H

#include <pschema/result.h>

#include <nvs.h>

static inline enum pschema_result pschema_nvs_result_of(esp_err_t error)
{
    switch (error) {
    case ESP_OK:
        return PSCHEMA_OK;
    case ESP_ERR_NVS_NOT_FOUND:
        return PSCHEMA_ERROR_NOT_FOUND;
    case ESP_ERR_NVS_TYPE_MISMATCH:
        return PSCHEMA_ERROR_TYPE;
    case ESP_ERR_NVS_INVALID_LENGTH:
    case ESP_ERR_NVS_NOT_ENOUGH_SPACE: /* the partition is full */
    case ESP_ERR_NVS_VALUE_TOO_LONG:
        return PSCHEMA_ERROR_SPACE;
#ifdef ESP_ERR_NOT_ALLOWED
    case ESP_ERR_NOT_ALLOWED: /* the partition is read-only; not before ESP-IDF 5.1 */
#endif
    case ESP_ERR_NVS_READ_ONLY:
        return PSCHEMA_ERROR_READ_ONLY;
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

#endif
