// Reads keys of an NVS image over the simulator; tests/runtime/nvs_images.py builds and feeds it.
//
// Usage: nvs_images IMAGE. Lines of standard input: a type, a namespace and a key, as hex. Lines of
// the output: the value, as a number or as hex, or `error` and the result; then the flash's counts.
#include <pschema/layout.h>
#include <pschema/nvs_load.h>
#include <pschema/simulator.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BEFORE = 8192, ROOM = 65536, NAME_ROOM = 64 };

static void fail(const char *what)
{
    fprintf(stderr, "nvs_images: %s\n", what);
    exit(2);
}

// The image, with other bytes around it, in a flash that counts what is read of those.
static void load(const char *path, struct pschema_simulator *simulator,
                 struct pschema_partition *partition)
{
    FILE *file = fopen(path, "rb");
    long size;
    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET)) {
        fail("no image");
    }
    simulator->size = (uint32_t)size + 2 * BEFORE;
    simulator->bytes = malloc(simulator->size);
    if (!simulator->bytes) {
        fail("no memory");
    }
    memset(simulator->bytes, 0x55, simulator->size);
    if (fread(simulator->bytes + BEFORE, 1, (size_t)size, file) != (size_t)size) {
        fail("the image cannot be read");
    }
    fclose(file);
    simulator->erase_size = 4096;
    simulator->program_size = 4;
    simulator->fence_start = BEFORE;
    simulator->fence_end = BEFORE + (uint32_t)size;
    strcpy(partition->label, "nvs");
    partition->offset = BEFORE;
    partition->size = (uint32_t)size;
}

static void decode(const char *hex, char *text)
{
    size_t length = strlen(hex) / 2;
    for (size_t i = 0; i < length; i++) {
        unsigned byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) {
            fail("a name is no hex");
        }
        text[i] = (char)byte;
    }
    text[length] = 0;
}

// Loading finds the same, as a structure of one member.
static void check_loading(struct pschema_nvs_namespace keys, const char *space, const char *key,
                          uint32_t type, enum pschema_result expected, const void *bytes,
                          size_t size)
{
    static struct {
        size_t size;
        uint8_t bytes[ROOM];
    } values, defaults;
    int is_blob = type == PSCHEMA_NVS_BLOB;
    const struct pschema_nvs_field field = {key,
                                            NULL,
                                            is_blob ? 0 : sizeof values.size,
                                            is_blob || type == PSCHEMA_NVS_STRING ? ROOM
                                                                                  : (uint32_t)size,
                                            (uint8_t)type,
                                            0};
    const struct pschema_nvs_settings settings = {space, &field, 1, sizeof values, &defaults};
    struct pschema_nvs_found found;
    const struct pschema_nvs nvs = {keys.partition};
    enum pschema_result result = pschema_nvs_load(keys.flash, nvs, &settings, &values, &found);
    if (result != expected || (is_blob && values.size != (result ? 0 : size)) ||
        (!result && memcmp(values.bytes, bytes, size) != 0)) {
        fail("loading is not what getting is");
    }
}

static void print_bytes(struct pschema_nvs_namespace keys, const char *space, const char *key,
                        int is_string)
{
    static uint8_t buffer[ROOM];
    size_t size = 0, there = 0;
    enum pschema_result result, again;
    result = is_string ? pschema_nvs_get_string(keys, key, NULL, &size)
                       : pschema_nvs_get_blob(keys, key, NULL, &size);
    if (!result && size > 0) { // one byte less is too little
        there = size - 1;
        again = is_string ? pschema_nvs_get_string(keys, key, (char *)buffer, &there)
                          : pschema_nvs_get_blob(keys, key, buffer, &there);
        if (again != PSCHEMA_ERROR_SPACE || there != size) {
            fail("the room was not looked at");
        }
    }
    if (!result) {
        there = size;
        result = is_string ? pschema_nvs_get_string(keys, key, (char *)buffer, &there)
                           : pschema_nvs_get_blob(keys, key, buffer, &there);
    }
    check_loading(keys, space, key, is_string ? PSCHEMA_NVS_STRING : PSCHEMA_NVS_BLOB, result,
                  buffer, there);
    if (result) {
        printf("error %d\n", (int)result);
        return;
    }
    if (there != size) {
        fail("the size is another");
    }
    for (uint32_t i = 0; i < size; i++) {
        printf("%02x", buffer[i]);
    }
    printf("\n");
}

static void print_unsigned(enum pschema_result result, uint64_t value)
{
    if (result) {
        printf("error %d\n", (int)result);
    } else {
        printf("%" PRIu64 "\n", value);
    }
}

static void print_signed(enum pschema_result result, int64_t value)
{
    if (result) {
        printf("error %d\n", (int)result);
    } else {
        printf("%" PRId64 "\n", value);
    }
}

#define PRINT(name, type, number, print)                                                           \
    if (strcmp(word, #name) == 0) {                                                                \
        type value = 0;                                                                            \
        enum pschema_result result = pschema_nvs_get_##name(keys, key, &value);                    \
        check_loading(keys, space, key, number, result, &value, sizeof value);                     \
        print(result, value);                                                                      \
        return;                                                                                    \
    }

static void print_value(struct pschema_nvs_namespace keys, const char *space, const char *key,
                        const char *word)
{
    PRINT(u8, uint8_t, PSCHEMA_NVS_U8, print_unsigned)
    PRINT(u16, uint16_t, PSCHEMA_NVS_U16, print_unsigned)
    PRINT(u32, uint32_t, PSCHEMA_NVS_U32, print_unsigned)
    PRINT(u64, uint64_t, PSCHEMA_NVS_U64, print_unsigned)
    PRINT(i8, int8_t, PSCHEMA_NVS_I8, print_signed)
    PRINT(i16, int16_t, PSCHEMA_NVS_I16, print_signed)
    PRINT(i32, int32_t, PSCHEMA_NVS_I32, print_signed)
    PRINT(i64, int64_t, PSCHEMA_NVS_I64, print_signed)
    print_bytes(keys, space, key, strcmp(word, "string") == 0);
}

int main(int count, char **words)
{
    struct pschema_simulator simulator = {0};
    struct pschema_partition partition = {0};
    const struct pschema_nvs nvs = {&partition};
    struct pschema_nvs_namespace keys;
    static const struct pschema_layout layout; /* of no table */
    struct pschema_flash flash;
    char word[8], space[NAME_ROOM], key[NAME_ROOM];
    if (count != 2) {
        fail("usage: nvs_images IMAGE");
    }
    load(words[1], &simulator, &partition);
    pschema_simulator_init(&simulator, &flash);
    pschema_trust_layout(&flash, &layout);
    while (scanf("%7s %63s %63s", word, space, key) == 3) {
        decode(space, space);
        decode(key, key);
        enum pschema_result result = pschema_nvs_open(&flash, nvs, space, &keys);
        if (result) {
            printf("error %d\n", (int)result);
        } else {
            print_value(keys, space, key, word);
            pschema_nvs_close(&keys);
        }
    }
    printf("strays %u, violations %u\n", (unsigned)simulator.strays,
           (unsigned)simulator.violations);
    free(simulator.bytes);
    return 0;
}
