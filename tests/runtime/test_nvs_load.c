// A namespace as a structure, loaded in one pass: every member is set, and what is wrong with one
// withholds no other. What single getters find is what loading finds, whatever is in flash.
#include "nvs_fixture.h"
#include "settings_fixture.h"

#include <pschema/nvs_default.h>

#include <stdio.h>

static enum pschema_result load(struct nvs_fixture *nvs, struct settings *values)
{
    struct pschema_nvs_found found[FIELD_COUNT];
    const struct pschema_nvs partition = {&nvs->partition};
    enum pschema_result result;
    memset(values, 0, sizeof *values);
    memset(values->host, 0xee, sizeof values->host);
    memset(values->pin, 0xee, sizeof values->pin);
    memset(values->cert, 0xee, sizeof values->cert);
    values->i16 = 7;
    result = pschema_nvs_load(&nvs->flash.flash, partition, &settings_form, values, found);
    fixture_check(&nvs->flash);
    return result;
}

static void expect(struct nvs_fixture *nvs, enum pschema_result expected,
                   const struct settings *wanted)
{
    struct settings values;
    ck_assert_int_eq(load(nvs, &values), expected);
    ck_assert_mem_eq(&values, wanted, sizeof values);
}

// The namespace, and all keys that have no default.
static struct nvs_page *begin(struct nvs_fixture *nvs, struct settings *wanted)
{
    struct nvs_page *page;
    nvs_init(nvs);
    *wanted = settings_defaults;
    page = nvs_begin_page(nvs, 2, 5, ACTIVE);
    nvs_put_integer(page, 0, U8, "space", 1);
    nvs_put_integer(page, 1, I16, "i16", 0xfffe);
    nvs_put_integer(page, 1, U32, "u32", 32);
    nvs_put_bytes(page, STRING, 0xff, "pin", "1234", 5);
    nvs_put_blob(page, "cert", "a certificate", 13, 0);
    wanted->i16 = -2;
    wanted->u32 = 32;
    memcpy(wanted->pin, "1234", 5);
    wanted->cert_size = 13;
    memcpy(wanted->cert, "a certificate", 13);
    return page;
}

START_TEST(all_keys)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_put_integer(page, 1, U8, "u8", 200);
    nvs_put_integer(page, 1, I8, "i8", 0x9c);
    nvs_put_integer(page, 1, U16, "u16", 0x8123);
    nvs_put_integer(page, 1, I32, "i32", 0x81234567);
    nvs_put_integer(page, 1, U64, "u64", UINT64_C(0x8123456789abcdef));
    nvs_put_integer(page, 1, I64, "i64", UINT64_C(0x8123456789abcdef));
    nvs_put_bytes(page, STRING, 0xff, "host", "7 chars", 8);
    wanted.u8 = 200;
    wanted.i8 = -100;
    wanted.u16 = 0x8123;
    wanted.i32 = -0x7edcba99;
    wanted.u64 = UINT64_C(0x8123456789abcdef);
    wanted.i64 = -INT64_C(0x7edcba9876543211);
    memcpy(wanted.host, "7 chars", 8);
    expect(&nvs, PSCHEMA_OK, &wanted);
}
END_TEST

// A device that nobody has written to is right if all keys have defaults.
START_TEST(blank_devices)
{
    const struct pschema_nvs_settings all = {"space", settings_fields, 3, sizeof(struct settings),
                                             &settings_defaults};
    struct nvs_fixture nvs;
    struct settings wanted, values = {0};
    struct pschema_nvs_found found[FIELD_COUNT];
    struct pschema_nvs_namespace keys;
    nvs_init(&nvs);
    const struct pschema_nvs partition = {&nvs.partition};
    wanted = settings_defaults;
    expect(&nvs, PSCHEMA_ERROR_NOT_FOUND, &wanted);
    ck_assert_int_eq(pschema_nvs_load(&nvs.flash.flash, partition, &all, &values, found),
                     PSCHEMA_OK);
    ck_assert_uint_eq(values.u16, 16);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "space", &keys),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_nvs_open_or(&nvs.flash.flash, partition, "space", &keys), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_u16_or(keys, "u16", &values.u16, 17), PSCHEMA_OK);
    ck_assert_uint_eq(values.u16, 17);
    nvs.partition.size = 0;
    expect(&nvs, PSCHEMA_ERROR_NOT_FOUND, &wanted);
}
END_TEST

START_TEST(values_out_of_range)
{
    static const struct {
        const char *key;
        int type;
        uint64_t number;
        enum pschema_result result;
    } numbers[] = {
        {"u8", U8, 0, PSCHEMA_ERROR_VALUE},
        {"u8", U8, 1, PSCHEMA_OK},
        {"u8", U8, 200, PSCHEMA_OK},
        {"u8", U8, 201, PSCHEMA_ERROR_VALUE},
        {"i8", I8, 0x9b, PSCHEMA_ERROR_VALUE}, // -101
        {"i8", I8, 0x9c, PSCHEMA_OK},
        {"i8", I8, 0, PSCHEMA_OK},
        {"i8", I8, 99, PSCHEMA_OK},
        {"i8", I8, 100, PSCHEMA_ERROR_VALUE},
        {"u64", U64, 0, PSCHEMA_ERROR_VALUE},
        {"u64", U64, UINT64_MAX, PSCHEMA_OK},
        {"i64", I64, 0, PSCHEMA_ERROR_VALUE},
        {"i64", I64, UINT64_MAX, PSCHEMA_OK},
        {"i64", I64, (uint64_t)INT64_MIN, PSCHEMA_OK},
        {"i64", I64, INT64_MAX, PSCHEMA_ERROR_VALUE},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct nvs_fixture nvs;
        struct settings wanted, values;
        struct nvs_page *page = begin(&nvs, &wanted);
        nvs_put_integer(page, 1, numbers[i].type, numbers[i].key, numbers[i].number);
        ck_assert_msg(load(&nvs, &values) == numbers[i].result, "number %zu", i);
        if (numbers[i].result) {
            ck_assert_mem_eq(&values, &wanted, sizeof values);
        }
    }
}
END_TEST

START_TEST(bytes_that_are_too_long)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    uint8_t bytes[101] = {1};
    nvs_put_bytes(page, STRING, 0xff, "host", "8 chars.", 9);
    expect(&nvs, PSCHEMA_ERROR_VALUE, &wanted);
    nvs_put_bytes(page, STRING, 0xff, "host", "", 1);
    memset(wanted.host, 0, sizeof wanted.host);
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_put_blob(page, "cert", bytes, 100, 0x80);
    wanted.cert_size = 100;
    memcpy(wanted.cert, bytes, 100);
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_put_blob(page, "cert", bytes, 101, 0);
    wanted.cert_size = 0;
    memset(wanted.cert, 0, sizeof wanted.cert);
    expect(&nvs, PSCHEMA_ERROR_VALUE, &wanted);
}
END_TEST

// Finding 4 of the review of the runtime: one rotten bit, and a device must still start.
START_TEST(damage_withholds_nothing_else)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    struct pschema_nvs_namespace keys;
    const struct pschema_nvs partition = {&nvs.partition};
    uint16_t interval = 0;
    char text[8];
    size_t size = sizeof text;
    unsigned u64 = nvs_put_integer(page, 1, U64, "u64", 5);
    wanted.u64 = 5;
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_entry(page, u64)[24] ^= 1;
    wanted.u64 = UINT64_MAX - 64;
    expect(&nvs, PSCHEMA_ERROR_DAMAGED, &wanted);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "space", &keys), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_u16_or(keys, "u16", &interval, 900), PSCHEMA_ERROR_DAMAGED);
    ck_assert_uint_eq(interval, 900);
    ck_assert_int_eq(pschema_nvs_get_u16_or(keys, "pin", &interval, 901), PSCHEMA_ERROR_TYPE);
    ck_assert_uint_eq(interval, 901);
    ck_assert_int_eq(pschema_nvs_get_string_or(keys, "host", text, &size, "default", 8),
                     PSCHEMA_ERROR_DAMAGED);
    ck_assert_str_eq(text, "default");
    ck_assert_uint_eq(size, 8);
    size = 4;
    ck_assert_int_eq(pschema_nvs_get_string_or(keys, "pin", text, &size, "abc", 4),
                     PSCHEMA_ERROR_SPACE);
    ck_assert_str_eq(text, "abc");
    ck_assert_uint_eq(size, 5);
    size = 4;
    ck_assert_int_eq(pschema_nvs_get_string_or(keys, "host", text, &size, "default", 8),
                     PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 8);
}
END_TEST

START_TEST(damaged_bytes_and_other_types)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    unsigned host = nvs_put_bytes(page, STRING, 0xff, "host", "abc", 4);
    nvs_entry(page, host + 1)[1] ^= 1;
    expect(&nvs, PSCHEMA_ERROR_DAMAGED, &wanted);
    page = begin(&nvs, &wanted);
    nvs_put_integer(page, 1, U8, "u16", 1);
    expect(&nvs, PSCHEMA_ERROR_TYPE, &wanted);
    nvs_put_integer(page, 1, U16, "u16", 1);
    wanted.u16 = 1;
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_put_integer(page, 1, U8, "u16", 2);
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs_put_integer(page, 1, U32, "host", 3);
    expect(&nvs, PSCHEMA_ERROR_TYPE, &wanted);
    unsigned cert =
        nvs_put_bytes(page, CHUNK, 0x80, "cert", "longer than one entry of thirty-two", 35);
    nvs_put_index(page, "cert", 35, 1, 0x80);
    nvs_entry(page, cert + 2)[1] ^= 1;
    wanted.cert_size = 0;
    memset(wanted.cert, 0, sizeof wanted.cert);
    expect(&nvs, PSCHEMA_ERROR_DAMAGED, &wanted);
}
END_TEST

START_TEST(the_later_of_two_counts)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    struct nvs_page *older = nvs_begin_page(&nvs, 4, 4, FULL);
    struct nvs_page *newer = nvs_begin_page(&nvs, 0, 6, FULL);
    struct nvs_page *same = nvs_begin_page(&nvs, 5, 5, FULL);
    nvs_put_integer(older, 1, U16, "u16", 1);
    nvs_put_integer(newer, 1, U16, "u16", 3);
    nvs_put_integer(page, 1, U16, "u16", 2);
    nvs_put_integer(older, 1, U8, "u8", 1);
    nvs_put_integer(page, 1, U8, "u8", 2);
    nvs_put_integer(page, 1, U8, "u8", 3);
    nvs_put_bytes(older, STRING, 0xff, "host", "longer", 7);
    nvs_put_bytes(page, STRING, 0xff, "host", "a", 2);
    nvs_put_integer(page, 1, I32, "i32", 4);
    nvs_put_integer(same, 1, I32, "i32", 5);
    nvs_put_integer(page, 1, I8, "i8", 5);
    nvs_put_integer(newer, 1, I8, "i8", 100); // out of range
    wanted.u16 = 3;
    wanted.u8 = 3;
    wanted.i32 = 5;
    memcpy(wanted.host, "a\0\0\0\0\0\0", 8);
    expect(&nvs, PSCHEMA_ERROR_VALUE, &wanted);
}
END_TEST

START_TEST(tables_that_were_not_checked)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    struct nvs_page *page = begin(&nvs, &wanted);
    struct pschema_nvs_namespace keys;
    const struct pschema_nvs partition = {&nvs.partition};
    uint16_t interval = 7;
    char text[8];
    size_t size = sizeof text;
    nvs_put_integer(page, 1, U16, "u16", 2);
    nvs.flash.flash.layout = NULL;
    wanted = settings_defaults;
    expect(&nvs, PSCHEMA_ERROR_LAYOUT, &wanted);
    ck_assert_int_eq(pschema_nvs_get_u16(nvs.keys, "u16", &interval), PSCHEMA_ERROR_LAYOUT);
    ck_assert_uint_eq(interval, 7);
    ck_assert_int_eq(pschema_nvs_get_u16_or(nvs.keys, "u16", &interval, 9), PSCHEMA_ERROR_LAYOUT);
    ck_assert_uint_eq(interval, 9);
    ck_assert_int_eq(pschema_nvs_get_string_or(nvs.keys, "host", text, &size, "default", 8),
                     PSCHEMA_ERROR_LAYOUT);
    ck_assert_str_eq(text, "default");
    ck_assert_int_eq(pschema_nvs_open_or(&nvs.flash.flash, partition, "space", &keys),
                     PSCHEMA_ERROR_LAYOUT);
    ck_assert_int_eq(pschema_nvs_get_u16_or(keys, "u16", &interval, 10), PSCHEMA_ERROR_LAYOUT);
    ck_assert_uint_eq(interval, 10);
}
END_TEST

// The NVS of a second-level table that is another one in flash.
START_TEST(an_inner_table_that_differs)
{
    struct nvs_fixture nvs;
    struct settings wanted;
    begin(&nvs, &wanted);
    nvs.flash.flash.refused_offset = NVS_OFFSET + 1;
    nvs.flash.flash.refused_size = NVS_PAGES * NVS_PAGE;
    expect(&nvs, PSCHEMA_OK, &wanted);
    nvs.flash.flash.refused_offset = 0x1000;
    wanted = settings_defaults;
    expect(&nvs, PSCHEMA_ERROR_LAYOUT, &wanted);
}
END_TEST

struct failing {
    struct nvs_fixture *nvs;
    unsigned left; // reads that succeed
};

static enum pschema_result read_or_fail(void *context, uint32_t address, void *buffer,
                                        uint32_t size)
{
    struct failing *failing = context;
    if (failing->left == 0) {
        return PSCHEMA_ERROR_FLASH;
    }
    failing->left--;
    memcpy(buffer, failing->nvs->flash.bytes + address, size);
    return PSCHEMA_OK;
}

START_TEST(a_flash_that_fails)
{
    struct nvs_fixture nvs;
    struct settings wanted, defaults;
    struct failing failing = {&nvs, 0};
    struct settings values;
    begin(&nvs, &wanted);
    defaults = settings_defaults;
    nvs.flash.flash.context = &failing;
    nvs.flash.flash.read = read_or_fail;
    for (unsigned reads = 0;; reads++) {
        failing.left = reads;
        enum pschema_result result = load(&nvs, &values);
        if (!result) {
            ck_assert_mem_eq(&values, &wanted, sizeof values);
            ck_assert_uint_gt(reads, 40);
            break;
        }
        ck_assert_int_eq(result, PSCHEMA_ERROR_FLASH);
        ck_assert_mem_eq(&values, &defaults, sizeof values);
    }
}
END_TEST

static enum pschema_result count_read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    struct nvs_fixture *nvs = context;
    nvs->reads++;
    memcpy(buffer, nvs->flash.bytes + address, size);
    return PSCHEMA_OK;
}

static unsigned reads_of(struct nvs_fixture *nvs, const struct pschema_nvs_settings *settings,
                         uint32_t *values)
{
    static struct pschema_nvs_found found[600];
    const struct pschema_nvs partition = {&nvs->partition};
    nvs->reads = 0;
    ck_assert_int_eq(pschema_nvs_load(&nvs->flash.flash, partition, settings, values, found),
                     PSCHEMA_OK);
    return nvs->reads;
}

// 600 keys take 607 reads a scan (6 pages, 601 items): there are two scans, however many keys are
// in the structure, and one read more for each of these. Before, it was one scan a key.
START_TEST(the_cost_of_loading)
{
    static char names[600][8];
    static struct pschema_nvs_field fields[600];
    static uint32_t values[600];
    static const uint32_t defaults[600];
    struct pschema_nvs_settings settings = {"space", fields, 600, sizeof values, defaults};
    struct nvs_fixture nvs;
    struct nvs_page *page = NULL;
    nvs_init(&nvs);
    for (unsigned i = 0; i < 600; i++) {
        snprintf(names[i], sizeof names[i], "k%u", i);
        fields[i] = (struct pschema_nvs_field){
            .key = names[i], .place = 4 * i, .size = 4, .type = PSCHEMA_NVS_U32};
        if (i % 120 == 0) {
            page = nvs_begin_page(&nvs, (int)(4 - i / 120), i / 120, FULL);
        }
        if (i == 0) {
            nvs_put_integer(page, 0, U8, "space", 1);
        }
        nvs_put_integer(page, 1, U32, names[i], i * 3);
    }
    nvs.flash.flash.context = &nvs;
    nvs.flash.flash.read = count_read;
    ck_assert_uint_eq(reads_of(&nvs, &settings, values), 2 * 607 + 1 + 600);
    for (uint32_t i = 0; i < 600; i++) {
        ck_assert_uint_eq(values[i], i * 3);
    }
    settings.count = 20;
    ck_assert_uint_eq(reads_of(&nvs, &settings, values), 2 * 607 + 1 + 20);
}
END_TEST

START_TEST(saving_is_not_supported)
{
    struct nvs_fixture nvs;
    struct settings values;
    nvs_init(&nvs);
    values = settings_defaults;
    const struct pschema_nvs partition = {&nvs.partition};
    ck_assert_int_eq(pschema_nvs_save(&nvs.flash.flash, partition, &settings_form, &values),
                     PSCHEMA_ERROR_UNSUPPORTED);
}
END_TEST

// What the getters give for a field, with their defaults and the limits of the schema.
static enum pschema_result get_field(struct pschema_nvs_namespace keys,
                                     const struct pschema_nvs_field *field, uint8_t *member)
{
    union {
        uint64_t number;
        char text[100];
    } value = {0};
    size_t size = field->size;
    enum pschema_result result;
    if (field->type == PSCHEMA_NVS_STRING) {
        result = pschema_nvs_get_string(keys, field->key, value.text, &size);
    } else if (field->type == PSCHEMA_NVS_BLOB) {
        result = pschema_nvs_get_blob(keys, field->key, value.text, &size);
    } else {
        result = pschema_nvs_get_integer(keys, field->key, &value, field->type);
    }
    if (result == PSCHEMA_ERROR_SPACE) {
        return PSCHEMA_ERROR_VALUE;
    }
    if (!result && field->range) {
        uint64_t mask = UINT64_MAX >> (64 - 8 * field->size);
        if (((value.number - field->range->lowest) & mask) > field->range->length) {
            return PSCHEMA_ERROR_VALUE;
        }
    }
    if (!result && field->type == PSCHEMA_NVS_BLOB) {
        memcpy(member, &size, sizeof size);
        member += sizeof size;
    } else if (!result && field->type == PSCHEMA_NVS_STRING) {
        memset(member, 0, field->size);
    }
    if (!result) {
        memcpy(member, value.text, size);
    }
    return result == PSCHEMA_ERROR_NOT_FOUND && field->has_default ? PSCHEMA_OK : result;
}

static enum pschema_result worse(enum pschema_result one, enum pschema_result other)
{
    return !one ? other : !other ? one : one > other ? one : other;
}

static enum pschema_result get_all(struct nvs_fixture *nvs, struct settings *values)
{
    const struct pschema_nvs partition = {&nvs->partition};
    struct pschema_nvs_namespace keys;
    enum pschema_result worst = pschema_nvs_open_or(&nvs->flash.flash, partition, "space", &keys);
    *values = settings_defaults;
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct pschema_nvs_field *field = &settings_fields[i];
        worst = worse(worst, get_field(keys, field, (uint8_t *)values + field->place));
    }
    return worst;
}

static void put_random(struct nvs_page *page, uint64_t *seed)
{
    static const int types[] = {U8, I8, U16, I16, U32, I32, U64, I64};
    const struct pschema_nvs_field *field = &settings_fields[unit_random(seed) % FIELD_COUNT];
    uint8_t bytes[130];
    unsigned limit = unit_random(seed) % 2 ? 9 : 130;
    unsigned size = (unsigned)(unit_random(seed) % limit);
    unsigned start = unit_random(seed) % 2 ? 0x80 : 0;
    unsigned first = page->next;
    int space = (int)(unit_random(seed) % 3);
    int type = types[unit_random(seed) % 8];
    uint64_t number = unit_random(seed) % 3 ? unit_random(seed) % 200 : unit_random(seed);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)unit_random(seed);
    }
    switch (unit_random(seed) % 8) {
    case 0:
        nvs_put_integer(page, 0, U8, "space", number % 8 ? 1 : number);
        break;
    case 1:
        bytes[size] = 0;
        nvs_put_bytes(page, STRING, 0xff, field->key, bytes, size + 1);
        break;
    case 2:
        nvs_put_bytes(page, BLOB, 0xff, field->key, bytes, size);
        break;
    case 3:
        nvs_put_bytes(page, CHUNK, (int)start, "cert", bytes, size);
        nvs_put_index(page, "cert", size, 1, start);
        break;
    case 4:
        nvs_put_bytes(page, STRING, 0xff, field->key, bytes, size); // mostly without its NUL
        break;
    case 5:
        nvs_put_integer(page, space, type, field->key, number);
        break;
    default:
        nvs_put_integer(page, 1, field->size <= 8 ? field->type : U8, field->key, number);
    }
    if (unit_random(seed) % 16 == 0) {
        unsigned entry = first + (unsigned)(unit_random(seed) % (page->next - first));
        nvs_set_state(page, entry, (unsigned)(unit_random(seed) % 4));
    }
}

static void put_good(struct nvs_page *page)
{
    nvs_put_integer(page, 0, U8, "space", 1);
    for (size_t i = 0; i < FIELD_COUNT - 3; i++) {
        nvs_put_integer(page, 1, settings_fields[i].type, settings_fields[i].key,
                        i == 7 ? UINT64_MAX : 90 + i);
    }
    nvs_put_bytes(page, STRING, 0xff, "host", "good", 5);
    nvs_put_bytes(page, STRING, 0xff, "pin", "good, and more than one entry long", 35);
    nvs_put_blob(page, "cert", "good, and more than one entry long", 35, 0);
}

static void fill_randomly(struct nvs_fixture *nvs, uint64_t *seed)
{
    nvs_init(nvs);
    for (int place = 0; place < NVS_PAGES; place++) {
        unsigned count = (unsigned)(unit_random(seed) % 12);
        if (unit_random(seed) % 3 == 0) {
            continue;
        }
        uint32_t number = (uint32_t)(unit_random(seed) % 5);
        struct nvs_page *page = nvs_begin_page(nvs, place, number, number ? FULL : ACTIVE);
        for (unsigned i = 0; i < count; i++) {
            put_random(page, seed);
        }
    }
    if (unit_random(seed) % 2) { // all keys, in an old page or in a new one
        int place = (int)(unit_random(seed) % NVS_PAGES);
        put_good(nvs_begin_page(nvs, place, (uint32_t)(unit_random(seed) % 8), ACTIVE));
    }
    for (unsigned flips = (unsigned)(unit_random(seed) % 8); flips > 4; flips--) {
        struct nvs_page *page = &nvs->pages[unit_random(seed) % NVS_PAGES];
        size_t at = unit_random(seed) % 1024;
        page->bytes[at] ^= (uint8_t)(1u << unit_random(seed) % 8);
    }
}

// The loader against the getters, over random pages, torn and damaged.
START_TEST(loading_is_getting)
{
    unsigned counts[19] = {0};
    uint64_t seed = 15;
    for (unsigned i = 0; i < 10000; i++) {
        struct nvs_fixture nvs;
        struct settings loaded, gotten;
        fill_randomly(&nvs, &seed);
        enum pschema_result result = load(&nvs, &loaded);
        enum pschema_result expected = get_all(&nvs, &gotten);
        ck_assert_msg(result == expected, "image %u: %d, %d", i, result, expected);
        ck_assert_msg(!memcmp(&loaded, &gotten, sizeof loaded), "image %u", i);
        counts[-result]++;
    }
    // None of them is rare.
    printf("%u OK, %u VALUE, %u TYPE, %u NOT_FOUND, %u DAMAGED\n", counts[-PSCHEMA_OK],
           counts[-PSCHEMA_ERROR_VALUE], counts[-PSCHEMA_ERROR_TYPE],
           counts[-PSCHEMA_ERROR_NOT_FOUND], counts[-PSCHEMA_ERROR_DAMAGED]);
    ck_assert_uint_gt(counts[-PSCHEMA_OK], 200);
    ck_assert_uint_gt(counts[-PSCHEMA_ERROR_VALUE], 200);
    ck_assert_uint_gt(counts[-PSCHEMA_ERROR_TYPE], 200);
    ck_assert_uint_gt(counts[-PSCHEMA_ERROR_NOT_FOUND], 200);
    ck_assert_uint_gt(counts[-PSCHEMA_ERROR_DAMAGED], 200);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs_load");
    TCase *all = tcase_create("all");
    tcase_add_test(all, all_keys);
    tcase_add_test(all, blank_devices);
    tcase_add_test(all, values_out_of_range);
    tcase_add_test(all, bytes_that_are_too_long);
    tcase_add_test(all, damage_withholds_nothing_else);
    tcase_add_test(all, damaged_bytes_and_other_types);
    tcase_add_test(all, the_later_of_two_counts);
    tcase_add_test(all, tables_that_were_not_checked);
    tcase_add_test(all, an_inner_table_that_differs);
    tcase_add_test(all, a_flash_that_fails);
    tcase_add_test(all, the_cost_of_loading);
    tcase_add_test(all, saving_is_not_supported);
    tcase_add_test(all, loading_is_getting);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
