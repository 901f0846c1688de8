/** @file
 * Reading keys and values of NVS partitions (ESP-IDF's format, versions 1 and 2).
 *
 * There are two implementations, one of which is linked: runtime/src reads the pages itself, over
 * any back end, and needs no RAM but some 450 bytes of stack; runtime/port/esp_idf asks ESP-IDF's
 * own library, for firmware that writes NVS, too. Only one of the two may be at work on a partition
 * while it is written. <pschema/nvs_load.h> has all keys of a namespace at once, in one pass.
 *
 * What runtime/src does. It never writes; it finds what ESP-IDF's library would find after it has
 * repaired what a power cut left: of two entries of a key, the later counts, and what was not
 * written to its end does not exist. All checksums are verified. What is damaged hides nothing
 * else: other keys are still found. The bits which say that a page or an entry is valid have no
 * checksum in this format: damage there can lose a key, or bring back one that was erased.
 *
 * Time: it keeps no index. A search reads the first 64 bytes of each page of 4096, and 32 bytes for
 * each item on it, whatever is sought, and then what was found; opening a namespace and getting an
 * integer is one search each, getting a string one, getting a blob one and one more for each of its
 * chunks (or in all two, in version 1). With 600 keys in 24 KiB, a search is 608 reads.
 *
 * Tasks: a call may come from any task, while nothing else uses this flash (see <pschema/flash.h>);
 * none from an interrupt. A loss of power changes nothing, since nothing is written. Over ESP-IDF's
 * library, that library's locks protect it, and closing a namespace is the only thing that must be
 * done by one task.
 *
 * Common results:
 *   - PSCHEMA_ERROR_LAYOUT: the tables in flash were not checked, or differ: see
 *     <pschema/layout.h>. The partition may be another's
 *   - PSCHEMA_ERROR_NOT_FOUND: no such key exists, or the name is longer than 15 bytes
 *   - PSCHEMA_ERROR_TYPE: there is, but its value has another type
 *   - PSCHEMA_ERROR_DAMAGED: its value is damaged; or it was not found, and there are damaged
 *     entries, any of which it may have been. Contents that are encrypted (by NVS encryption) look
 *     like that
 *   - and those of pschema_read().
 *
 * Over ESP-IDF's library: it says PSCHEMA_ERROR_NOT_FOUND for keys of another type, and for those
 * that are damaged, which it erases; and PSCHEMA_ERROR_STATE before nvs_flash_init_partition().
 */
#ifndef PSCHEMA_NVS_H
#define PSCHEMA_NVS_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An open namespace; what is in it is not for the caller. It owns nothing but, over ESP-IDF's
 * library, a handle, which pschema_nvs_close releases. `flash` must live as long as it. */
struct pschema_nvs_namespace {
    const struct pschema_flash *flash;         /**< null: by labels, over ESP-IDF's library */
    const struct pschema_partition *partition; /**< that it is in */
    uint32_t handle; /**< its number there, or the library's; 0: not open */
};

/** Opens a namespace. Where that fails, `*keys` is one in which no key is found. Over ESP-IDF's
 * library, which knows partitions by their labels, `flash` may be null: then nobody asks whether
 * the tables in flash were checked. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_open(const struct pschema_flash *flash,
                                                     struct pschema_nvs nvs, const char *name,
                                                     struct pschema_nvs_namespace *keys);

/** Closes it: no key is found in it any more. It may be closed twice, or not have been opened. */
void pschema_nvs_close(struct pschema_nvs_namespace *keys);

/** Types of integers, as the format numbers them: the low four bits are the width in bytes. */
enum pschema_nvs_integer {
    PSCHEMA_NVS_U8 = 0x01,
    PSCHEMA_NVS_I8 = 0x11,
    PSCHEMA_NVS_U16 = 0x02,
    PSCHEMA_NVS_I16 = 0x12,
    PSCHEMA_NVS_U32 = 0x04,
    PSCHEMA_NVS_I32 = 0x14,
    PSCHEMA_NVS_U64 = 0x08,
    PSCHEMA_NVS_I64 = 0x18
};

/** Gets an integer of exactly this type: what the functions below share. `value` points to one, and
 * is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_get_integer(struct pschema_nvs_namespace keys,
                                                            const char *key, void *value,
                                                            enum pschema_nvs_integer type);

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u8(struct pschema_nvs_namespace keys, const char *key, uint8_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_U8);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i8(struct pschema_nvs_namespace keys, const char *key, int8_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_I8);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u16(struct pschema_nvs_namespace keys, const char *key, uint16_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_U16);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i16(struct pschema_nvs_namespace keys, const char *key, int16_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_I16);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u32(struct pschema_nvs_namespace keys, const char *key, uint32_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_U32);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i32(struct pschema_nvs_namespace keys, const char *key, int32_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_I32);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_u64(struct pschema_nvs_namespace keys, const char *key, uint64_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_U64);
}

/** Gets an integer of this type; `*value` is left as it was unless PSCHEMA_OK is returned. */
PSCHEMA_CHECKED static inline enum pschema_result
pschema_nvs_get_i64(struct pschema_nvs_namespace keys, const char *key, int64_t *value)
{
    return pschema_nvs_get_integer(keys, key, value, PSCHEMA_NVS_I64);
}

/** Gets a string, with the NUL that ends it, into `buffer`, which has room for `*size` bytes;
 * `*size` becomes the number of bytes that there are, the NUL included. `buffer` null: only that.
 * PSCHEMA_ERROR_SPACE: `*size` is the room that it takes. Else, what does not succeed leaves
 * `*size` and `buffer` as they were: the bytes are verified before any is stored. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_get_string(struct pschema_nvs_namespace keys,
                                                           const char *key, char *buffer,
                                                           size_t *size);

/** Gets a blob, likewise; but of one in several chunks (one a page), those before a chunk that is
 * damaged or missing are in `buffer` when PSCHEMA_ERROR_DAMAGED is returned. */
PSCHEMA_CHECKED enum pschema_result pschema_nvs_get_blob(struct pschema_nvs_namespace keys,
                                                         const char *key, void *buffer,
                                                         size_t *size);

#ifdef __cplusplus
}
#endif

#endif
