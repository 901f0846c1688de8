/* The format is described in ESP-IDF's documentation of the NVS library, "Internals". What is read
 * where a cut of the power left things half done is what that library reads after it has mended
 * them, which it does by erasing. */
#include <pschema/nvs.h>

#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"

#include <string.h>

enum { PAGE_SHIFT = 12, PAGE_SIZE = 1 << PAGE_SHIFT, ENTRY_SIZE = 32, ENTRY_COUNT = 126 };

/* A page begins with its header; the states of its entries follow, two bits each. */
enum { PAGE_NUMBER = 4, PAGE_VERSION = 8, PAGE_CRC = 28, PAGE_STATES = 32, PAGE_HEAD = 64 };
enum { VERSION_2 = 0xfe }; /* version 1 is 0xff; they count down */
enum { STATE_WRITTEN = 2 };

/* An item: one entry, and as many more as its bytes take. */
enum {
    ITEM_NAMESPACE = 0,
    ITEM_TYPE = 1,
    ITEM_SPAN = 2, /* in entries */
    ITEM_CHUNK = 3,
    ITEM_CRC = 4,
    ITEM_KEY = 8,
    ITEM_VALUE = 24, /* an integer, or the size of its bytes */
    ITEM_CHUNK_COUNT = 28,
    ITEM_BYTES_CRC = 28,
    ITEM_FIRST_CHUNK = 29
};

enum { COVERED_SIZE = PAGE_CRC - PAGE_NUMBER };

enum { KEY_SIZE = 16, NO_CHUNK = 0xff };

/* The handle of a namespace is its number, 1 to 254; 0: none. Namespaces themselves are the keys of
 * namespace 0, which has this handle. */
enum { NAMESPACES = 0x100, NO_NAMESPACE = 0xff };

/* The other types are those of integers. */
enum {
    TYPE_STRING = 0x21,
    TYPE_BLOB = 0x41, /* version 1 */
    TYPE_CHUNK = 0x42,
    TYPE_INDEX = 0x48 /* of a blob in chunks */
};

struct search {
    struct pschema_nvs_namespace keys;
    uint8_t wanted[ITEM_VALUE]; /* as the item begins, but for its span and CRC */
    uint8_t found[ENTRY_SIZE];
    uint32_t bytes;  /* where those of the item found begin, in the partition */
    uint32_t number; /* of the page where it was found: pages are numbered as they are begun */
    enum pschema_result result;
};

static enum pschema_result read_bytes(const struct search *search, uint32_t offset, void *buffer,
                                      uint32_t size)
{
    return pschema_read(search->keys.flash, search->keys.partition, offset, buffer, size);
}

/* Whether a CRC that is stored somewhere is `crc`, carried on over some bytes: as many as count of
 * a page's header, and of an item from its key on. */
static int has_crc(const uint8_t *stored, uint32_t crc, const uint8_t *bytes)
{
    return pschema_crc32(crc, bytes, COVERED_SIZE) == pschema_load_u32(stored);
}

static int is_page(const uint8_t *head)
{
    uint32_t state = pschema_load_u32(head);
    /* It is written to, or full, or its items are being copied to another. */
    return (state == 0xfffffffe || state == 0xfffffffc || state == 0xfffffff8) &&
           head[PAGE_VERSION] >= VERSION_2 &&
           has_crc(head + PAGE_CRC, PSCHEMA_CRC32_START, head + PAGE_NUMBER);
}

static int is_written(const uint8_t *head, uint32_t entry)
{
    return ((head[PAGE_STATES + (entry >> 2)] >> ((entry & 3) << 1)) & 3) == STATE_WRITTEN;
}

static int is_sound(const uint8_t *item, uint32_t room)
{
    uint32_t crc = pschema_crc32(PSCHEMA_CRC32_START, item, ITEM_CRC);
    return has_crc(item + ITEM_CRC, crc, item + ITEM_KEY) && item[ITEM_SPAN] &&
           item[ITEM_SPAN] <= room;
}

static int has_wanted_name(const struct search *search, const uint8_t *item)
{
    return item[ITEM_NAMESPACE] == search->wanted[ITEM_NAMESPACE] &&
           item[ITEM_CHUNK] == search->wanted[ITEM_CHUNK] &&
           memcmp(item + ITEM_KEY, search->wanted + ITEM_KEY, KEY_SIZE) == 0;
}

/* An item of the wanted name, whole. Of several, the last on the page begun last counts. */
static void consider(struct search *search, const uint8_t *item, uint32_t bytes, uint32_t number)
{
    if (item[ITEM_TYPE] != search->wanted[ITEM_TYPE]) {
        if (search->result) {
            search->result = PSCHEMA_ERROR_TYPE;
        }
    } else if (search->result || number >= search->number) {
        memcpy(search->found, item, ENTRY_SIZE);
        search->bytes = bytes;
        search->number = number;
        search->result = PSCHEMA_OK;
    }
}

static enum pschema_result search_page(struct search *search, uint32_t page)
{
    uint8_t head[PAGE_HEAD];
    uint8_t item[ENTRY_SIZE];
    uint32_t entry, end;
    enum pschema_result result = read_bytes(search, page, head, sizeof head);
    if (result || !is_page(head)) {
        return result;
    }
    for (entry = 0; entry < ENTRY_COUNT; entry = end) {
        uint32_t bytes = page + PAGE_HEAD + ENTRY_SIZE + entry * ENTRY_SIZE;
        end = entry + 1;
        if (!is_written(head, entry)) {
            continue;
        }
        result = read_bytes(search, bytes - ENTRY_SIZE, item, sizeof item);
        if (result) {
            return result;
        }
        if (!is_sound(item, ENTRY_COUNT - entry)) {
            if (search->result == PSCHEMA_ERROR_NOT_FOUND) {
                search->result = PSCHEMA_ERROR_DAMAGED;
            }
            continue;
        }
        end = entry + item[ITEM_SPAN];
        while (++entry < end && is_written(head, entry)) {
        }
        if (entry == end && has_wanted_name(search, item)) {
            consider(search, item, bytes, pschema_load_u32(head + PAGE_NUMBER));
        }
    }
    return PSCHEMA_OK;
}

/* Finds the item that is wanted. `absent` is the result if there is no trace of it. */
static enum pschema_result find(struct search *search, uint32_t type, uint32_t chunk,
                                enum pschema_result absent)
{
    uint32_t page;
    search->wanted[ITEM_TYPE] = (uint8_t)type;
    search->wanted[ITEM_CHUNK] = (uint8_t)chunk;
    search->result = absent;
    for (page = 0; page < search->keys.partition->size >> PAGE_SHIFT; page++) {
        enum pschema_result result = search_page(search, page << PAGE_SHIFT);
        if (result) {
            return result;
        }
    }
    return search->result;
}

static enum pschema_result find_key(struct search *search, const char *key, uint32_t type)
{
    uint32_t i;
    memset(search->wanted, 0, sizeof search->wanted);
    for (i = 0; key[i]; i++) {
        if (i == KEY_SIZE - 1) {
            return PSCHEMA_ERROR_NOT_FOUND;
        }
        search->wanted[ITEM_KEY + i] = (uint8_t)key[i];
    }
    search->wanted[ITEM_NAMESPACE] = (uint8_t)search->keys.handle;
    return search->keys.handle ? find(search, type, NO_CHUNK, PSCHEMA_ERROR_NOT_FOUND)
                               : PSCHEMA_ERROR_NOT_FOUND;
}

enum pschema_result pschema_nvs_get_integer(struct pschema_nvs_namespace keys, const char *key,
                                            void *value, enum pschema_nvs_integer type)
{
    struct search search;
    enum pschema_result result;
    search.keys = keys;
    result = find_key(&search, key, type);
    if (!result) {
        uint32_t width = type & 0xf;
        pschema_to_host(search.found + ITEM_VALUE, width, 0);
        memcpy(value, search.found + ITEM_VALUE, width);
    }
    return result;
}

static uint32_t item_size(const struct search *search)
{
    return pschema_load_u32(search->found + ITEM_VALUE) & 0xffff;
}

/* Copies the bytes of the item found, after they were verified. */
static enum pschema_result copy_bytes(const struct search *search, uint8_t *buffer)
{
    uint8_t piece[ENTRY_SIZE];
    uint8_t last = 1;
    uint32_t size = item_size(search);
    uint32_t crc = PSCHEMA_CRC32_START;
    uint32_t at, part;
    if (search->found[ITEM_SPAN] != 1 + ((size + ENTRY_SIZE - 1) >> 5)) {
        return PSCHEMA_ERROR_DAMAGED;
    }
    for (at = 0; at < size; at += part) {
        enum pschema_result result;
        part = size - at < ENTRY_SIZE ? size - at : ENTRY_SIZE;
        result = read_bytes(search, search->bytes + at, piece, part);
        if (result) {
            return result;
        }
        crc = pschema_crc32(crc, piece, part);
        last = piece[part - 1];
    }
    if (crc != pschema_load_u32(search->found + ITEM_BYTES_CRC) ||
        (last && search->found[ITEM_TYPE] == TYPE_STRING)) {
        return PSCHEMA_ERROR_DAMAGED;
    }
    return read_bytes(search, search->bytes, buffer, size);
}

/* Copies the bytes of the item found or, where that is an index, of its chunks. */
static enum pschema_result copy_value(struct search *search, uint8_t *buffer, uint32_t size)
{
    int is_index = search->found[ITEM_TYPE] == TYPE_INDEX;
    uint32_t chunk = search->found[ITEM_FIRST_CHUNK];
    uint32_t count = is_index ? search->found[ITEM_CHUNK_COUNT] : 1;
    for (; count; count--) {
        enum pschema_result result = PSCHEMA_OK;
        uint32_t part;
        if (is_index) {
            result = find(search, TYPE_CHUNK, chunk++, PSCHEMA_ERROR_DAMAGED);
        }
        part = item_size(search);
        if (!result && part > size) {
            result = PSCHEMA_ERROR_DAMAGED;
        }
        if (!result) {
            result = copy_bytes(search, buffer);
        }
        if (result) {
            return result;
        }
        buffer += part;
        size -= part;
    }
    return size ? PSCHEMA_ERROR_DAMAGED : PSCHEMA_OK;
}

static enum pschema_result get_bytes(struct pschema_nvs_namespace keys, const char *key,
                                     void *buffer, uint32_t *size, uint32_t type)
{
    struct search search;
    uint32_t there;
    enum pschema_result result;
    search.keys = keys;
    result = find_key(&search, key, type);
    if (result == PSCHEMA_ERROR_TYPE && type == TYPE_INDEX) {
        result = find(&search, TYPE_BLOB, NO_CHUNK, result);
    }
    if (result) {
        return result;
    }
    there = search.found[ITEM_TYPE] == TYPE_INDEX ? pschema_load_u32(search.found + ITEM_VALUE)
                                                  : item_size(&search);
    if (buffer && *size < there) {
        result = PSCHEMA_ERROR_SPACE;
    } else if (buffer) {
        result = copy_value(&search, (uint8_t *)buffer, there);
    }
    if (!result || result == PSCHEMA_ERROR_SPACE) {
        *size = there;
    }
    return result;
}

enum pschema_result pschema_nvs_open(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const char *name, struct pschema_nvs_namespace *keys)
{
    uint8_t handle = 0;
    enum pschema_result result;
    keys->flash = flash;
    keys->partition = nvs.partition;
    keys->handle = NAMESPACES;
    result = pschema_nvs_get_u8(*keys, name, &handle);
    if (!result && (handle == 0 || handle == NO_NAMESPACE)) {
        handle = 0;
        result = PSCHEMA_ERROR_DAMAGED;
    }
    keys->handle = handle;
    return result;
}

void pschema_nvs_close(struct pschema_nvs_namespace *keys)
{
    keys->handle = 0;
}

enum pschema_result pschema_nvs_get_string(struct pschema_nvs_namespace keys, const char *key,
                                           char *buffer, uint32_t *size)
{
    return get_bytes(keys, key, buffer, size, TYPE_STRING);
}

enum pschema_result pschema_nvs_get_blob(struct pschema_nvs_namespace keys, const char *key,
                                         void *buffer, uint32_t *size)
{
    return get_bytes(keys, key, buffer, size, TYPE_INDEX);
}
