/* All keys of a namespace: their items are found in one pass over the pages, then read. */
#include <pschema/nvs_default.h>
#include <pschema/nvs_load.h>

#include "nvs_field.h"
#include "nvs_search.h"

#include <string.h>

/* Puts the value of a key, for which `search` is prepared, into its member, or else the default. */
static enum pschema_result load_field(struct pschema_nvs_search *search,
                                      const struct pschema_nvs_field *field, uint8_t *member,
                                      const uint8_t *otherwise)
{
    size_t size = field->size;
    size_t start = field->type == PSCHEMA_NVS_BLOB ? sizeof size : 0;
    enum pschema_result result;
    memset(member, 0, start + field->size);
    result = pschema_nvs_fetch(search, member + start, &size);
    if (result == PSCHEMA_ERROR_SPACE || (!result && !pschema_nvs_is_in_range(field, member))) {
        result = PSCHEMA_ERROR_VALUE;
    }
    memcpy(member, &size, start);
    if (result) {
        memcpy(member, otherwise, start + field->size);
    }
    return result;
}

enum pschema_result pschema_nvs_load(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const struct pschema_nvs_settings *settings, void *values,
                                     struct pschema_nvs_found *found)
{
    const uint8_t *defaults = (const uint8_t *)settings->defaults;
    struct pschema_nvs_search search;
    enum pschema_result worst, result;
    uint32_t i;
    memcpy(values, defaults, settings->size);
    worst = pschema_nvs_open_or(flash, nvs, settings->space, &search.keys);
    search.fields = settings->fields;
    search.found = found;
    search.count = settings->count;
    search.chunk = PSCHEMA_NVS_NO_CHUNK;
    search.is_damaged = 0;
    result = pschema_nvs_scan(&search);
    worst = pschema_nvs_worse(worst, result);
    pschema_nvs_one(&search);
    for (i = 0; i < settings->count && !result; i++) {
        const struct pschema_nvs_field *field = &settings->fields[i];
        enum pschema_result of_field;
        search.field = *field;
        search.one = found[i];
        of_field =
            load_field(&search, field, (uint8_t *)values + field->place, defaults + field->place);
        if (of_field != PSCHEMA_ERROR_NOT_FOUND || !field->has_default) {
            worst = pschema_nvs_worse(worst, of_field);
        }
    }
    if (worst && worst > PSCHEMA_ERROR_DAMAGED) { /* it is not about a value */
        memcpy(values, defaults, settings->size);
    }
    return worst;
}

enum pschema_result pschema_nvs_save(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const struct pschema_nvs_settings *settings,
                                     const void *values)
{
    (void)flash;
    (void)nvs;
    (void)settings;
    (void)values;
    return PSCHEMA_ERROR_UNSUPPORTED;
}
