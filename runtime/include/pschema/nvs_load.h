/** @file
 * A namespace of NVS as a structure: all its keys at once.
 *
 * The header that schemac generates has the structure, the table of its fields and two functions,
 * NAME_PARTITION_SPACE_load() and _save(), which call these. A key has a member if it is an
 * integer, or if the schema says with `max` how many bytes a string (with its NUL) or a blob can
 * have.
 *
 * Like the functions of <pschema/nvs.h>, these are linked in one of two forms: runtime/src reads
 * the pages itself, runtime/port/esp_idf asks ESP-IDF's own library.
 *
 * Time and tasks: loading neither writes nor erases. In runtime/src it reads the partition twice,
 * as <pschema/nvs.h> says, once for the namespace and once for all keys; then once more the 32
 * bytes of each item that was found, the bytes of strings, and the chunks of blobs, each of which
 * takes a search of its own. With 600 keys in 24 KiB, a structure of 20 integers takes 1,234 reads;
 * getting them one by one takes 12,747. Over ESP-IDF's library, whose index is in RAM, each field
 * is a call or two; saving can erase: see there. Neither may be called from an interrupt, or while
 * another task writes this partition.
 */
#ifndef PSCHEMA_NVS_LOAD_H
#define PSCHEMA_NVS_LOAD_H

#include <pschema/nvs.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The type of a field, beside those of integers (enum pschema_nvs_integer): a string. */
#define PSCHEMA_NVS_STRING 0x21u
/** Likewise: a blob. */
#define PSCHEMA_NVS_BLOB 0x48u

/** The range of an integer. */
struct pschema_nvs_range {
    uint64_t lowest; /**< as many bits as the type has; negative numbers in two's complement */
    uint64_t length; /**< the highest, less the lowest */
};

/** A key, and the member of the structure that has its value. */
struct pschema_nvs_field {
    const char *key;                       /**< its name */
    const struct pschema_nvs_range *range; /**< of an integer; null: that of its type */
    uint32_t place;      /**< where the member begins, in bytes; of a blob the size_t with its size,
                            which its bytes follow at once */
    uint32_t size;       /**< of the integer, or the array of a string or blob, in bytes */
    uint8_t type;        /**< enum pschema_nvs_integer, PSCHEMA_NVS_STRING or PSCHEMA_NVS_BLOB */
    uint8_t has_default; /**< not 0: a device without the key is right */
};

/** The keys of a namespace; constant. */
struct pschema_nvs_settings {
    const char *space;                      /**< its name */
    const struct pschema_nvs_field *fields; /**< a key each */
    uint32_t count;                         /**< of `fields` */
    uint32_t size;                          /**< of the structure, in bytes */
    const void *defaults; /**< a structure of defaults; without one 0, "" or no bytes */
};

/** What was found of a key while a structure was loaded; nothing that the caller looks at. */
struct pschema_nvs_found {
    uint32_t place;             /**< of its entry */
    uint32_t number;            /**< of the page with it */
    enum pschema_result result; /**< what is wrong with it */
};

/** Fills a structure with what the device has stored.
 *
 * Every member is set, whatever is returned: from the device, or else to its default. What is
 * damaged withholds nothing else. Of two entries of a key the later counts, as in <pschema/nvs.h>.
 * `found` is room for `settings->count` of them, for this call alone. A loss of power changes
 * nothing, since nothing is written.
 *
 * @return PSCHEMA_OK: all members have the device's value, or their default where it has none. Else
 * the worst of what is true of any field, here the least first:
 *   - PSCHEMA_ERROR_VALUE: a stored integer is outside of its range, or bytes are more than `max`
 *   - PSCHEMA_ERROR_TYPE: a key has a value of another type
 *   - PSCHEMA_ERROR_NOT_FOUND: a key without a default is missing
 *   - PSCHEMA_ERROR_DAMAGED: a value is damaged; or it was not found, and something is damaged that
 *     may have been it
 *   - PSCHEMA_ERROR_LAYOUT: the tables in flash were not checked, or differ; all are defaults
 *   - what pschema_read() returns; all are defaults
 */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_load(const struct pschema_flash *flash,
                                                     struct pschema_nvs nvs,
                                                     const struct pschema_nvs_settings *settings,
                                                     void *values, struct pschema_nvs_found *found);

/** Stores what differs from what the device has, and commits it: over ESP-IDF's library, for which
 * see runtime/port/esp_idf/nvs_load.c. runtime/src, which never writes NVS, returns
 * PSCHEMA_ERROR_UNSUPPORTED. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_save(const struct pschema_flash *flash,
                                                     struct pschema_nvs nvs,
                                                     const struct pschema_nvs_settings *settings,
                                                     const void *values);

#ifdef __cplusplus
}
#endif

#endif
