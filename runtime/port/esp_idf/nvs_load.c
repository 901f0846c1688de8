/* <pschema/nvs_load.h> over ESP-IDF's own library, in place of runtime/src/nvs_load.c.
 *
 * Loading asks the library for each field, which has an index in RAM. Saving sets what differs from
 * what the library has, and commits; the library writes at once, keeps the old value until the new
 * one is whole, and may erase a page of 4096 bytes, which blocks for some 50 ms, at worst 400. A
 * loss of power leaves each key with its old value or its new one; the keys before it are new,
 * those after it old. Any task may call either, never an interrupt. */
#include "../../src/nvs_field.h"
#include "nvs_result.h"

#include <pschema/access.h>
#include <pschema/nvs_default.h>

#include <string.h>

enum { COMPARED_SIZE = 64 }; /* the library compares what is longer by itself before it writes */

static uint32_t width_of(const struct pschema_nvs_field *field)
{
    return field->type < PSCHEMA_NVS_STRING ? field->size : 0;
}

static enum pschema_result load_integer(struct pschema_nvs_namespace keys,
                                        const struct pschema_nvs_field *field, uint8_t *member)
{
    uint64_t number = 0;
    enum pschema_result result =
        pschema_nvs_get_integer(keys, field->key, &number, (enum pschema_nvs_integer)field->type);
    if (!result && !pschema_nvs_is_in_range(field, &number)) {
        result = PSCHEMA_ERROR_VALUE;
    }
    if (!result) {
        memcpy(member, &number, field->size);
    }
    return result;
}

static enum pschema_result load_bytes(struct pschema_nvs_namespace keys,
                                      const struct pschema_nvs_field *field, uint8_t *member,
                                      const uint8_t *otherwise)
{
    size_t size = field->size;
    size_t start = field->type == PSCHEMA_NVS_BLOB ? sizeof size : 0;
    enum pschema_result result;
    memset(member, 0, start + field->size);
    result = start ? pschema_nvs_get_blob(keys, field->key, member + start, &size)
                   : pschema_nvs_get_string(keys, field->key, (char *)member, &size);
    memcpy(member, &size, start);
    if (result) { /* some bytes may be there all the same */
        memcpy(member, otherwise, start + field->size);
    }
    return result == PSCHEMA_ERROR_SPACE ? PSCHEMA_ERROR_VALUE : result;
}

/* Whether a result is about one value; others, such as PSCHEMA_ERROR_STATE, are about all. */
static int is_of_value(enum pschema_result result)
{
    return result == PSCHEMA_OK || result == PSCHEMA_ERROR_NOT_FOUND ||
           result == PSCHEMA_ERROR_VALUE || result == PSCHEMA_ERROR_TYPE ||
           result == PSCHEMA_ERROR_DAMAGED;
}

enum pschema_result pschema_nvs_load(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const struct pschema_nvs_settings *settings, void *values,
                                     struct pschema_nvs_found *found)
{
    const uint8_t *defaults = (const uint8_t *)settings->defaults;
    struct pschema_nvs_namespace keys;
    enum pschema_result worst = pschema_nvs_open_or(flash, nvs, settings->space, &keys);
    uint32_t i;
    (void)found;
    memcpy(values, defaults, settings->size);
    for (i = 0; i < settings->count && is_of_value(worst); i++) {
        const struct pschema_nvs_field *field = &settings->fields[i];
        uint8_t *member = (uint8_t *)values + field->place;
        const enum pschema_result result =
            width_of(field) ? load_integer(keys, field, member)
                            : load_bytes(keys, field, member, defaults + field->place);
        if (result != PSCHEMA_ERROR_NOT_FOUND || !field->has_default) {
            worst = is_of_value(result) ? pschema_nvs_worse(worst, result) : result;
        }
    }
    if (!is_of_value(worst)) {
        memcpy(values, defaults, settings->size);
    }
    pschema_nvs_close(&keys);
    return worst;
}

/* What is stored of a member. */
struct bytes {
    const uint8_t *start;
    size_t size;
};

/* The size of a string is more than its array if it has no NUL. */
static struct bytes bytes_of(const struct pschema_nvs_field *field, const uint8_t *member)
{
    struct bytes bytes = {member, width_of(field)};
    if (field->type == PSCHEMA_NVS_STRING) {
        while (bytes.size < field->size && member[bytes.size]) {
            bytes.size++;
        }
        bytes.size++;
    } else if (field->type == PSCHEMA_NVS_BLOB) {
        memcpy(&bytes.size, member, sizeof bytes.size);
        bytes.start += sizeof bytes.size;
    }
    return bytes;
}

static enum pschema_result check_values(const struct pschema_nvs_settings *settings,
                                        const uint8_t *values)
{
    uint32_t i;
    for (i = 0; i < settings->count; i++) {
        const struct pschema_nvs_field *field = &settings->fields[i];
        const uint8_t *member = values + field->place;
        if (width_of(field) ? !pschema_nvs_is_in_range(field, member)
                            : bytes_of(field, member).size > field->size) {
            return PSCHEMA_ERROR_VALUE;
        }
    }
    return PSCHEMA_OK;
}

/* Whether the library is to be asked to store it. What it does not have is stored only if loading
 * would not give it anyway: so a default that changes in the schema reaches the devices that never
 * had another value, and what a device lacks stays missing. */
static int differs(struct pschema_nvs_namespace keys, const struct pschema_nvs_field *field,
                   struct bytes bytes, struct bytes otherwise)
{
    union {
        uint64_t number; /* aligns it */
        char bytes[COMPARED_SIZE];
    } stored;
    size_t size = sizeof stored;
    enum pschema_result result;
    if (width_of(field)) {
        size = bytes.size;
        result = pschema_nvs_get_integer(keys, field->key, &stored,
                                         (enum pschema_nvs_integer)field->type);
    } else if (field->type == PSCHEMA_NVS_STRING) {
        result = pschema_nvs_get_string(keys, field->key, stored.bytes, &size);
    } else {
        result = pschema_nvs_get_blob(keys, field->key, stored.bytes, &size);
    }
    if (result == PSCHEMA_ERROR_NOT_FOUND) {
        return bytes.size != otherwise.size ||
               memcmp(bytes.start, otherwise.start, bytes.size) != 0;
    }
    return result || size != bytes.size || memcmp(stored.bytes, bytes.start, size) != 0;
}

static esp_err_t set_integer(uint32_t handle, const struct pschema_nvs_field *field,
                             const uint8_t *bytes)
{
    union {
        uint8_t u8;
        int8_t i8;
        uint16_t u16;
        int16_t i16;
        uint32_t u32;
        int32_t i32;
        uint64_t u64;
        int64_t i64;
    } number = {0};
    memcpy(&number, bytes, width_of(field));
    switch (field->type) {
    case PSCHEMA_NVS_U8:
        return nvs_set_u8(handle, field->key, number.u8);
    case PSCHEMA_NVS_I8:
        return nvs_set_i8(handle, field->key, number.i8);
    case PSCHEMA_NVS_U16:
        return nvs_set_u16(handle, field->key, number.u16);
    case PSCHEMA_NVS_I16:
        return nvs_set_i16(handle, field->key, number.i16);
    case PSCHEMA_NVS_U32:
        return nvs_set_u32(handle, field->key, number.u32);
    case PSCHEMA_NVS_I32:
        return nvs_set_i32(handle, field->key, number.i32);
    case PSCHEMA_NVS_U64:
        return nvs_set_u64(handle, field->key, number.u64);
    default:
        return nvs_set_i64(handle, field->key, number.i64);
    }
}

static esp_err_t set(uint32_t handle, const struct pschema_nvs_field *field, struct bytes bytes)
{
    if (field->type == PSCHEMA_NVS_STRING) {
        return nvs_set_str(handle, field->key, (const char *)bytes.start);
    }
    if (field->type == PSCHEMA_NVS_BLOB) {
        return nvs_set_blob(handle, field->key, bytes.start, bytes.size);
    }
    return set_integer(handle, field, bytes.start);
}

static esp_err_t save_fields(struct pschema_nvs_namespace keys,
                             const struct pschema_nvs_settings *settings, const uint8_t *values)
{
    const uint8_t *defaults = (const uint8_t *)settings->defaults;
    esp_err_t error = ESP_OK;
    int is_changed = 0;
    uint32_t i;
    for (i = 0; i < settings->count && !error; i++) {
        const struct pschema_nvs_field *field = &settings->fields[i];
        const struct bytes bytes = bytes_of(field, values + field->place);
        if (differs(keys, field, bytes, bytes_of(field, defaults + field->place))) {
            error = set(keys.handle, field, bytes);
            is_changed = 1;
        }
    }
    if (is_changed && !error) {
        error = nvs_commit(keys.handle);
    }
    return error;
}

enum pschema_result pschema_nvs_save(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const struct pschema_nvs_settings *settings,
                                     const void *values)
{
    struct pschema_nvs_namespace keys = {flash, nvs.partition, 0};
    const enum pschema_result result = check_values(settings, (const uint8_t *)values);
    esp_err_t error;
    if (nvs.partition->flags & PSCHEMA_FLAG_READ_ONLY) {
        return PSCHEMA_ERROR_READ_ONLY;
    }
    if (flash && !pschema_is_settled(flash, nvs.partition)) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    if (result || !nvs.partition->size) {
        return result ? result : PSCHEMA_ERROR_NOT_FOUND;
    }
    error =
        nvs_open_from_partition(nvs.partition->label, settings->space, NVS_READWRITE, &keys.handle);
    if (!error) {
        error = save_fields(keys, settings, (const uint8_t *)values);
        nvs_close(keys.handle);
    }
    return pschema_nvs_result_of(error);
}
