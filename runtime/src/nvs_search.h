/* Searching in the pages of an NVS partition: for one key, and for many at once. */
#ifndef PSCHEMA_NVS_SEARCH_H
#define PSCHEMA_NVS_SEARCH_H

#include <pschema/nvs_load.h>

enum { PSCHEMA_NVS_NO_CHUNK = 0xff };

struct pschema_nvs_search {
    struct pschema_nvs_namespace keys;

    /* What is searched for, and what was found of each. */
    const struct pschema_nvs_field *fields;
    struct pschema_nvs_found *found;
    uint32_t count;
    uint8_t chunk;      /* of a blob; else 0xff */
    uint8_t is_damaged; /* 0 at first; 1: the checksum of some item is wrong */

    uint8_t item[32]; /* the one that is looked at */

    /* Of a search for one key. */
    struct pschema_nvs_field field;
    struct pschema_nvs_found one;
};

/* Makes it a search for one key. */
static inline void pschema_nvs_one(struct pschema_nvs_search *search)
{
    search->fields = &search->field;
    search->found = &search->one;
    search->count = 1;
}

/* Finds the items of `fields`, in one pass. PSCHEMA_OK: what was found of each is in `found`. */
enum pschema_result pschema_nvs_scan(struct pschema_nvs_search *search);

/* Gets the value of the one key, `field`, of which `one` was found, as the getters of
 * <pschema/nvs.h> do; `size` is for strings and blobs. */
enum pschema_result pschema_nvs_fetch(struct pschema_nvs_search *search, void *value, size_t *size);

#endif
