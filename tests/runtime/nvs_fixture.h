// A simulated flash with an NVS partition, and a builder of its pages that is independent of the
// compiler's: every page and entry as a test wants it, finished or torn.
#ifndef NVS_FIXTURE_H
#define NVS_FIXTURE_H

#include <pschema/nvs.h>
#include "digest.h"
#include "flash_fixture.h"

enum { NVS_OFFSET = 0x4000, NVS_PAGE = 4096, NVS_PAGES = 6 };
enum { ACTIVE = 0xfe, FULL = 0xfc, FREEING = 0xf8, CORRUPT = 0xf0 }; // the states' last bytes
enum { ERASED = 0, ILLEGAL = 1, WRITTEN = 2, EMPTY = 3 };
enum { U8 = 1, I8 = 17, U16 = 2, I16 = 18, U32 = 4, I32 = 20, U64 = 8, I64 = 24 };
enum { STRING = 0x21, BLOB = 0x41, CHUNK = 0x42, INDEX = 0x48 };

struct nvs_page {
    uint8_t *bytes;
    unsigned next; // entry
};

struct nvs_fixture {
    struct fixture flash;
    struct pschema_partition partition;
    struct nvs_page pages[NVS_PAGES];
    struct pschema_nvs_namespace keys;
    unsigned reads; // for a test that counts them
};

static inline void nvs_little(uint8_t *bytes, uint64_t value, unsigned width)
{
    for (unsigned i = 0; i < width; i++) {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

// All pages blank, and a namespace `keys`, open, that none of them has yet.
static inline void nvs_init(struct nvs_fixture *nvs)
{
    fixture_init(&nvs->flash, 4096, 4);
    nvs->partition =
        (struct pschema_partition){.label = "nvs", .offset = NVS_OFFSET, .size = NVS_PAGES * 4096};
    nvs->flash.simulator.fence_start = NVS_OFFSET;
    nvs->flash.simulator.fence_end = NVS_OFFSET + NVS_PAGES * NVS_PAGE;
    for (size_t i = 0; i < NVS_PAGES; i++) {
        nvs->pages[i] = (struct nvs_page){nvs->flash.bytes + NVS_OFFSET + i * NVS_PAGE, 0};
    }
    nvs->reads = 0;
    nvs->keys = (struct pschema_nvs_namespace){&nvs->flash.flash, &nvs->partition, 1};
}

static inline struct nvs_page *nvs_begin_page(struct nvs_fixture *nvs, int place, uint32_t number,
                                              uint8_t state)
{
    struct nvs_page *page = &nvs->pages[place];
    page->bytes[0] = state;
    nvs_little(page->bytes + 4, number, 4);
    page->bytes[8] = 0xfe;
    nvs_little(page->bytes + 28, digest_crc32(page->bytes + 4, 24), 4);
    return page;
}

static inline void nvs_set_state(struct nvs_page *page, unsigned entry, unsigned state)
{
    uint8_t *byte = page->bytes + 32 + entry / 4;
    unsigned shift = entry % 4 * 2;
    *byte = (uint8_t)((*byte & ~(3u << shift)) | state << shift);
}

static inline uint8_t *nvs_entry(struct nvs_page *page, unsigned entry)
{
    return page->bytes + 64 + (size_t)32 * entry;
}

static inline void nvs_seal(uint8_t *entry)
{
    uint8_t covered[28];
    memcpy(covered, entry, 4);
    memcpy(covered + 4, entry + 8, 24);
    nvs_little(entry + 4, digest_crc32(covered, sizeof covered), 4);
}

// Appends an entry with its value's 8 bytes; returns its number.
static inline unsigned nvs_put(struct nvs_page *page, int space, int type, unsigned span, int chunk,
                               const char *key, const uint8_t value[8])
{
    unsigned number = page->next;
    uint8_t *entry = nvs_entry(page, number);
    memset(entry, 0, 32);
    entry[0] = (uint8_t)space;
    entry[1] = (uint8_t)type;
    entry[2] = (uint8_t)span;
    entry[3] = (uint8_t)chunk;
    for (size_t i = 0; i < 16 && key[i]; i++) { // a key of 16 bytes has no NUL
        entry[8 + i] = (uint8_t)key[i];
    }
    memcpy(entry + 24, value, 8);
    nvs_seal(entry);
    for (unsigned i = 0; i < span && page->next < 126; i++) {
        nvs_set_state(page, page->next++, WRITTEN);
    }
    return number;
}

static inline unsigned nvs_put_integer(struct nvs_page *page, int space, int type, const char *key,
                                       uint64_t number)
{
    uint8_t value[16]; // a type's low four bits are its width
    memset(value, 0xff, sizeof value);
    nvs_little(value, number, type & 15);
    return nvs_put(page, space, type, 1, 0xff, key, value);
}

static inline unsigned nvs_put_bytes(struct nvs_page *page, int type, int chunk, const char *key,
                                     const void *bytes, unsigned size)
{
    uint8_t value[8] = {(uint8_t)size, (uint8_t)(size >> 8), 0xff, 0xff};
    nvs_little(value + 4, digest_crc32(bytes, size), 4);
    unsigned number = nvs_put(page, 1, type, 1 + (size + 31) / 32, chunk, key, value);
    memcpy(nvs_entry(page, number + 1), bytes, size);
    return number;
}

static inline unsigned nvs_put_index(struct nvs_page *page, const char *key, unsigned size,
                                     unsigned count, unsigned first)
{
    uint8_t value[8] = {0, 0, 0, 0, (uint8_t)count, (uint8_t)first, 0xff, 0xff};
    nvs_little(value, size, 4);
    return nvs_put(page, 1, INDEX, 1, 0xff, key, value);
}

// A blob of one chunk.
static inline void nvs_put_blob(struct nvs_page *page, const char *key, const void *bytes,
                                unsigned size, unsigned first)
{
    nvs_put_bytes(page, CHUNK, (int)first, key, bytes, size);
    nvs_put_index(page, key, size, 1, first);
}

static inline void nvs_expect_u8(const struct nvs_fixture *nvs, const char *key,
                                 enum pschema_result expected, unsigned number)
{
    uint8_t value = 0xee;
    ck_assert_msg(pschema_nvs_get_u8(nvs->keys, key, &value) == expected, "%s: not %d", key,
                  expected);
    ck_assert_uint_eq(value, expected ? 0xee : number);
}

// A blob or string is found, or not, with such bytes. Else the buffer stays as it was, but for what
// had to be read to see that it is damaged: there it is 0.
static inline void nvs_expect_bytes(const struct nvs_fixture *nvs, int type, const char *key,
                                    enum pschema_result expected, const void *bytes, uint32_t size)
{
    static uint8_t buffer[NVS_PAGES * NVS_PAGE], untouched[NVS_PAGES * NVS_PAGE];
    size_t there = sizeof buffer;
    memset(buffer, 0xee, sizeof buffer);
    memset(untouched, 0xee, sizeof untouched);
    enum pschema_result result =
        type == STRING ? pschema_nvs_get_string(nvs->keys, key, (char *)buffer, &there)
                       : pschema_nvs_get_blob(nvs->keys, key, buffer, &there);
    ck_assert_msg(result == expected, "%s: %d, not %d", key, result, expected);
    size_t stored = expected ? 0 : size;
    while (expected == PSCHEMA_ERROR_DAMAGED && !buffer[stored]) {
        stored++;
    }
    ck_assert_uint_eq(there, expected ? sizeof buffer : size);
    ck_assert_int_eq(stored && !expected ? memcmp(buffer, bytes, stored) : 0, 0);
    ck_assert_mem_eq(buffer + stored, untouched, sizeof buffer - stored);
    fixture_check(&nvs->flash);
}

#endif
