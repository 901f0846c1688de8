// Any bytes as the flash of the runtime's NVS reader and of its record loader. The checksums of
// pages and entries are made right, so that the fuzzer gets past them, unless it chooses otherwise.
#include <pschema/layout.h>
#include <pschema/nvs_load.h>
#include <pschema/record.h>
#include <pschema/simulator.h>

#include "digest.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, FLASH_SIZE = 8 * PAGE, OPTIONS = 4, KEY_ROOM = 20 };

static void expect(int holds)
{
    if (!holds) {
        abort();
    }
}

static void seal(uint8_t *to, uint32_t crc)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(crc >> 8 * i);
    }
}

static void seal_page(uint8_t *page)
{
    page[0] = (uint8_t)(page[0] | 0xf0);
    memset(page + 1, 0xff, 3);
    page[8] |= 0xfe;
    seal(page + 28, digest_crc32(page + 4, 24));
    for (int i = 0; i < 126; i++) {
        uint8_t *entry = page + 64 + i * 32;
        uint8_t covered[28];
        memcpy(covered, entry, 4);
        memcpy(covered + 4, entry + 8, 24);
        seal(entry + 4, digest_crc32(covered, sizeof covered));
    }
}

static void check_text(struct pschema_nvs_namespace keys, const char *key, size_t room)
{
    size_t size = room;
    char *buffer = malloc(room + 1);
    expect(buffer != NULL);
    if (!pschema_nvs_get_string(keys, key, buffer, &size)) {
        expect(size > 0 && size <= room && buffer[size - 1] == 0);
    }
    size = room;
    if (!pschema_nvs_get_blob(keys, key, buffer, &size)) {
        expect(size <= room);
    }
    free(buffer);
}

static void check_keys(struct pschema_nvs_namespace keys, const char *key, size_t room)
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
    } value;
    int found = 0;
    found += !pschema_nvs_get_u8(keys, key, &value.u8);
    found += !pschema_nvs_get_i8(keys, key, &value.i8);
    found += !pschema_nvs_get_u16(keys, key, &value.u16);
    found += !pschema_nvs_get_i16(keys, key, &value.i16);
    found += !pschema_nvs_get_u32(keys, key, &value.u32);
    found += !pschema_nvs_get_i32(keys, key, &value.i32);
    found += !pschema_nvs_get_u64(keys, key, &value.u64);
    found += !pschema_nvs_get_i64(keys, key, &value.i64);
    expect(found == 0 || strlen(key) < 16);
    check_text(keys, key, room);
}

static void check_nvs(const struct pschema_flash *flash, const struct pschema_partition *partition,
                      const char *key, size_t room)
{
    const struct pschema_nvs nvs = {partition};
    struct pschema_nvs_namespace keys;
    if (pschema_nvs_open(flash, nvs, key, &keys)) {
        expect(pschema_nvs_get_string(keys, key, NULL, &room) == PSCHEMA_ERROR_NOT_FOUND);
        keys.handle = 1;
    }
    check_keys(keys, key, room);
    pschema_nvs_close(&keys);
    expect(pschema_nvs_get_blob(keys, key, NULL, &room) == PSCHEMA_ERROR_NOT_FOUND);
}

struct values {
    int16_t number;
    char text[40];
    size_t blob_size;
    uint8_t blob[300];
};

// The keys have one name, so that the fuzzer has to find only that.
static void check_load(const struct pschema_flash *flash, const struct pschema_partition *partition,
                       const char *key)
{
    static const struct values defaults = {.number = -5, .text = "default"};
    static const struct pschema_nvs_range range = {(uint16_t)-10, 30};
    const struct pschema_nvs_field fields[] = {
        {key, &range, offsetof(struct values, number), 2, PSCHEMA_NVS_I16, 1},
        {key, NULL, offsetof(struct values, text), 40, PSCHEMA_NVS_STRING, 1},
        {key, NULL, offsetof(struct values, blob_size), 300, PSCHEMA_NVS_BLOB, 0},
    };
    const struct pschema_nvs_settings settings = {key, fields, 3, sizeof defaults, &defaults};
    const struct pschema_nvs nvs = {partition};
    struct pschema_nvs_found found[3];
    struct values values;
    enum pschema_result result = pschema_nvs_load(flash, nvs, &settings, &values, found);
    expect(result != PSCHEMA_OK || values.blob_size > 0 || found[2].result == PSCHEMA_OK);
    expect(values.number >= -10 && values.number <= 20);
    expect(memchr(values.text, 0, sizeof values.text) != NULL);
    expect(values.blob_size <= sizeof values.blob);
}

static void check_record(const struct pschema_flash *flash,
                         const struct pschema_partition *partition, uint32_t index, uint32_t size)
{
    const struct pschema_record_field fields[] = {{0, 1, 4}, {4, 1, 2}, {6, size - 6, 1}};
    const struct pschema_record_limit limits[] = {
        {4, 1, 2, PSCHEMA_ERROR_TYPE, 0x4141, 0},
        {6, size - 6, 1, PSCHEMA_ERROR_VALUE, 1, 0xf0},
    };
    const struct pschema_record_layout layout = {size, 3, 2, fields, limits, index & 1};
    uint8_t *record = malloc(size);
    expect(record != NULL);
    if (!pschema_record_load(flash, partition, index, &layout, record)) {
        uint16_t constant;
        memcpy(&constant, record + 4, sizeof constant);
        expect(constant == 0x4141 && record[size - 1] - 1u <= 0xf0);
    }
    free(record);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    uint8_t bytes[FLASH_SIZE];
    struct pschema_simulator simulator = {
        .bytes = bytes, .size = FLASH_SIZE, .erase_size = PAGE, .program_size = 4};
    struct pschema_partition partition = {.label = "nvs", .offset = PAGE};
    static const struct pschema_layout layout; // of no table
    struct pschema_flash flash;
    char key[KEY_ROOM] = "";
    if (size < OPTIONS + KEY_ROOM) {
        return 0;
    }
    size -= OPTIONS + KEY_ROOM;
    memcpy(key, data + size, KEY_ROOM - 1);
    const unsigned char *options = data + size + KEY_ROOM;
    pschema_simulator_blank(&simulator);
    partition.size = (1 + options[0] % 6u) * PAGE;
    memcpy(bytes + PAGE, data, size < partition.size ? size : partition.size);
    if (options[1] & 1) {
        for (uint32_t at = 0; at < partition.size; at += PAGE) {
            seal_page(bytes + PAGE + at);
        }
    }
    simulator.fence_start = partition.offset;
    simulator.fence_end = partition.offset + partition.size;
    pschema_simulator_init(&simulator, &flash);
    pschema_trust_layout(&flash, &layout);
    check_load(&flash, &partition, key);
    check_nvs(&flash, &partition, key, options[2] * 64u);
    check_record(&flash, &partition, options[1], 9 + options[3] * 40u);
    expect(simulator.strays == 0 && simulator.violations == 0 && simulator.operations == 0);
    return 0;
}
