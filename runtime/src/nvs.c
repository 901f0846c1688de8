/* The format is described in ESP-IDF's documentation of the NVS library, "Internals". What is read
 * where a cut of the power left things half done is what that library reads after it has mended
 * them, which it does by erasing. */
#include <pschema/access.h>
#include <pschema/crc32.h>

#include "bytes.h"
#include "nvs_search.h"

#include <string.h>

enum { NVS_PAGE_SHIFT = 12, ITEM_SHIFT = 5, ITEM_SIZE = 1 << ITEM_SHIFT, PAGE_ENTRIES = 126 };

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

enum { KEY_SIZE = 16 };

/* The handle of a namespace is its number, 1 to 254; 0: none. Namespaces themselves are the keys of
 * namespace 0, which has this handle. */
enum { NAMESPACES = 0x100, LAST_NAMESPACE = 0xfe };

/* Other types than those of fields. */
enum {
    TYPE_BLOB = 0x41, /* version 1 */
    TYPE_CHUNK = 0x42
};

static enum pschema_result read_nvs(const struct pschema_nvs_search *search, uint32_t offset,
                                    void *buffer, uint32_t size)
{
    return pschema_read(search->keys.flash, search->keys.partition, offset, buffer, size);
}

/* Whether a CRC that is stored somewhere is `crc`, carried on over some bytes: as many as count of
 * a page's header, and of an item from its key on. */
static int has_crc(const uint8_t *stored, uint32_t crc, const uint8_t *bytes)
{
    return pschema_crc32(crc, bytes, COVERED_SIZE) == pschema_load_u32(stored);
}

/* The state of one that is written to, is full, or whose items are being copied to another: of its
 * bits, the lowest one, two or three are 0. */
static int is_page(const uint8_t *head)
{
    uint32_t cleared = ~pschema_load_u32(head);
    return cleared - 1 < 7 && !(cleared & (cleared + 1)) && head[PAGE_VERSION] >= VERSION_2 &&
           has_crc(head + PAGE_CRC, PSCHEMA_CRC32_START, head + PAGE_NUMBER);
}

static int is_written(const uint8_t *head, uint32_t entry)
{
    return ((head[PAGE_STATES + (entry >> 2)] >> ((entry & 3) << 1)) & 3) == STATE_WRITTEN;
}

static int is_sound(const uint8_t *item, uint32_t room)
{
    uint32_t crc = pschema_crc32(PSCHEMA_CRC32_START, item, ITEM_CRC);
    return has_crc(item + ITEM_CRC, crc, item + ITEM_KEY) && item[ITEM_SPAN] - 1u < room;
}

/* Whether an item's name is a key; that has at most 15 characters. */
static int is_key(const uint8_t *name, const char *key)
{
    uint32_t i;
    for (i = 0; i < KEY_SIZE && name[i] == (uint8_t)key[i]; i++) {
        if (!key[i]) {
            return 1;
        }
    }
    return 0;
}

/* An item that is whole, at `place`. Of several, the last on the page begun last counts. */
static void consider_item(const struct pschema_nvs_search *search, uint32_t place, uint32_t number)
{
    const uint8_t *item = search->item;
    const struct pschema_nvs_field *field = search->fields;
    struct pschema_nvs_found *found = search->found;
    uint32_t left = search->count;
    if (item[ITEM_NAMESPACE] != (uint8_t)search->keys.handle || item[ITEM_CHUNK] != search->chunk) {
        return;
    }
    for (; left; left--, field++, found++) {
        if (!is_key(item + ITEM_KEY, field->key)) {
            continue;
        }
        if (item[ITEM_TYPE] != field->type) {
            found->result = found->result ? PSCHEMA_ERROR_TYPE : PSCHEMA_OK;
        } else if (found->result || number >= found->number) {
            found->place = place;
            found->number = number;
            found->result = PSCHEMA_OK;
        }
    }
}

static enum pschema_result search_page(struct pschema_nvs_search *search, uint32_t page)
{
    uint8_t head[PAGE_HEAD];
    uint32_t entry, end;
    enum pschema_result result = read_nvs(search, page, head, sizeof head);
    if (result || !is_page(head)) {
        return result;
    }
    for (entry = 0; entry < PAGE_ENTRIES; entry = end) {
        uint32_t place = page + PAGE_HEAD + (entry << ITEM_SHIFT);
        end = entry + 1;
        if (!is_written(head, entry)) {
            continue;
        }
        result = read_nvs(search, place, search->item, ITEM_SIZE);
        if (result) {
            return result;
        }
        if (!is_sound(search->item, PAGE_ENTRIES - entry)) {
            search->is_damaged = 1;
            continue;
        }
        end = entry + search->item[ITEM_SPAN];
        while (++entry < end && is_written(head, entry)) {
        }
        if (entry == end) {
            consider_item(search, place, pschema_load_u32(head + PAGE_NUMBER));
        }
    }
    return PSCHEMA_OK;
}

enum pschema_result pschema_nvs_scan(struct pschema_nvs_search *search)
{
    uint32_t end = search->keys.handle ? search->keys.partition->size >> NVS_PAGE_SHIFT : 0;
    uint32_t page;
    enum pschema_result result = PSCHEMA_OK;
    if (!pschema_is_settled(search->keys.flash, search->keys.partition)) {
        return PSCHEMA_ERROR_LAYOUT;
    }
    for (page = search->count; page--;) {
        search->found[page].result = PSCHEMA_ERROR_NOT_FOUND;
    }
    for (page = 0; page < end && !result; page++) {
        result = search_page(search, page << NVS_PAGE_SHIFT);
    }
    return result;
}

/* Finds the item of the one key that has this type and, of a blob, this number of a chunk. */
static enum pschema_result find_item(struct pschema_nvs_search *search, uint32_t type,
                                     uint32_t chunk)
{
    enum pschema_result result;
    search->field.type = (uint8_t)type;
    search->chunk = (uint8_t)chunk;
    result = pschema_nvs_scan(search);
    if (result) {
        search->one.result = result;
    }
    return search->one.result;
}

static enum pschema_result read_item(struct pschema_nvs_search *search)
{
    return read_nvs(search, search->one.place, search->item, ITEM_SIZE);
}

static uint32_t item_size(const struct pschema_nvs_search *search)
{
    return pschema_load_u32(search->item + ITEM_VALUE) & 0xffff;
}

/* Copies the bytes of the item; those that turn out to be wrong do not stay there. */
static enum pschema_result copy_bytes(const struct pschema_nvs_search *search, uint8_t *buffer)
{
    const uint8_t *item = search->item;
    uint32_t size = item_size(search);
    enum pschema_result result = PSCHEMA_ERROR_DAMAGED;
    if (item[ITEM_SPAN] == 1 + ((size + ITEM_SIZE - 1) >> ITEM_SHIFT)) {
        result = read_nvs(search, search->one.place + ITEM_SIZE, buffer, size);
    }
    if (!result && (pschema_crc32(PSCHEMA_CRC32_START, buffer, size) !=
                        pschema_load_u32(item + ITEM_BYTES_CRC) ||
                    (item[ITEM_TYPE] == PSCHEMA_NVS_STRING && (!size || buffer[size - 1])))) {
        result = PSCHEMA_ERROR_DAMAGED;
    }
    if (result) {
        memset(buffer, 0, size);
    }
    return result;
}

/* Copies the bytes of a blob whose index is the item: those of its chunks. */
static enum pschema_result copy_chunks(struct pschema_nvs_search *search, uint8_t *buffer,
                                       uint32_t size)
{
    uint32_t chunk = search->item[ITEM_FIRST_CHUNK];
    uint32_t count = search->item[ITEM_CHUNK_COUNT];
    enum pschema_result result = PSCHEMA_OK;
    for (; count && !result; count--) {
        result = find_item(search, TYPE_CHUNK, chunk++);
        if (!result) {
            result = read_item(search);
        }
        if (!result) {
            uint32_t part = item_size(search);
            result = part > size ? PSCHEMA_ERROR_DAMAGED : copy_bytes(search, buffer);
            buffer += part;
            size -= part;
        }
    }
    /* That a chunk is missing is damage; what is wrong with the flash is not. */
    return (!result && size) || result < PSCHEMA_ERROR_DAMAGED ? PSCHEMA_ERROR_DAMAGED : result;
}

static enum pschema_result fetch_bytes(struct pschema_nvs_search *search, void *buffer,
                                       size_t *size)
{
    int is_index = search->field.type == PSCHEMA_NVS_BLOB;
    uint32_t there = is_index ? pschema_load_u32(search->item + ITEM_VALUE) : item_size(search);
    enum pschema_result result = PSCHEMA_OK;
    if (buffer && *size < there) {
        result = PSCHEMA_ERROR_SPACE;
    } else if (buffer) {
        result = is_index ? copy_chunks(search, (uint8_t *)buffer, there)
                          : copy_bytes(search, (uint8_t *)buffer);
    }
    if (!result || result == PSCHEMA_ERROR_SPACE) {
        *size = there;
    }
    return result;
}

enum pschema_result pschema_nvs_fetch(struct pschema_nvs_search *search, void *value, size_t *size)
{
    uint32_t width = search->field.type & 0xf;
    enum pschema_result result = search->one.result;
    if (result == PSCHEMA_ERROR_NOT_FOUND && search->is_damaged) { /* that may have been it */
        result = PSCHEMA_ERROR_DAMAGED;
    }
    if (result == PSCHEMA_ERROR_TYPE && search->field.type == PSCHEMA_NVS_BLOB) {
        result = find_item(search, TYPE_BLOB, PSCHEMA_NVS_NO_CHUNK);
    }
    if (!result) {
        result = read_item(search);
    }
    if (result || (size && search->field.type >= PSCHEMA_NVS_STRING)) {
        return result ? result : fetch_bytes(search, value, size);
    }
    pschema_to_host(search->item + ITEM_VALUE, width, 0);
    memcpy(value, search->item + ITEM_VALUE, width);
    return result;
}

static enum pschema_result get_key(const struct pschema_nvs_namespace *keys, const char *key,
                                   void *value, size_t *size, uint32_t type)
{
    struct pschema_nvs_search search;
    search.is_damaged = 0;
    pschema_nvs_one(&search);
    search.keys = *keys;
    search.field.key = key;
    find_item(&search, type, PSCHEMA_NVS_NO_CHUNK);
    return pschema_nvs_fetch(&search, value, size);
}

enum pschema_result pschema_nvs_get_integer(struct pschema_nvs_namespace keys, const char *key,
                                            void *value, enum pschema_nvs_integer type)
{
    return get_key(&keys, key, value, NULL, type);
}

enum pschema_result pschema_nvs_get_string(struct pschema_nvs_namespace keys, const char *key,
                                           char *buffer, size_t *size)
{
    return get_key(&keys, key, buffer, size, PSCHEMA_NVS_STRING);
}

enum pschema_result pschema_nvs_get_blob(struct pschema_nvs_namespace keys, const char *key,
                                         void *buffer, size_t *size)
{
    return get_key(&keys, key, buffer, size, PSCHEMA_NVS_BLOB);
}

enum pschema_result pschema_nvs_open(const struct pschema_flash *flash, struct pschema_nvs nvs,
                                     const char *name, struct pschema_nvs_namespace *keys)
{
    uint8_t handle = 0;
    enum pschema_result result;
    keys->flash = flash;
    keys->partition = nvs.partition;
    keys->handle = NAMESPACES;
    result = get_key(keys, name, &handle, NULL, PSCHEMA_NVS_U8);
    if (!result && handle - 1u >= LAST_NAMESPACE) {
        result = PSCHEMA_ERROR_DAMAGED;
    }
    keys->handle = result ? 0 : handle;
    return result;
}

void pschema_nvs_close(struct pschema_nvs_namespace *keys)
{
    keys->handle = 0;
}
