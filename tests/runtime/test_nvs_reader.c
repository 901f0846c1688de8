// NVS pages as firmware leaves them: whole ones, and those where a cut of the power left things
// half done. (What is damaged is in test_nvs_damage.c.)
#include "nvs_fixture.h"

START_TEST(integers_of_all_types)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_integer(page, 1, U8, "u8", 0x81);
    nvs_put_integer(page, 1, I8, "i8", 0x81);
    nvs_put_integer(page, 1, U16, "u16", 0x8123);
    nvs_put_integer(page, 1, I16, "i16", 0x8123);
    nvs_put_integer(page, 1, U32, "u32", 0x81234567);
    nvs_put_integer(page, 1, I32, "i32", 0x81234567);
    nvs_put_integer(page, 1, U64, "u64", UINT64_C(0x8123456789abcdef));
    nvs_put_integer(page, 1, I64, "i64", UINT64_C(0x8123456789abcdef));
    ck_assert_int_eq(pschema_nvs_get_u8(nvs.keys, "u8", &u8), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_i8(nvs.keys, "i8", &i8), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_u16(nvs.keys, "u16", &u16), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_i16(nvs.keys, "i16", &i16), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_u32(nvs.keys, "u32", &u32), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_i32(nvs.keys, "i32", &i32), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_u64(nvs.keys, "u64", &u64), PSCHEMA_OK);
    ck_assert_int_eq(pschema_nvs_get_i64(nvs.keys, "i64", &i64), PSCHEMA_OK);
    ck_assert_uint_eq(u8, 0x81);
    ck_assert_int_eq(i8, -127);
    ck_assert_uint_eq(u16, 0x8123);
    ck_assert_int_eq(i16, -0x7edd);
    ck_assert_uint_eq(u32, 0x81234567);
    ck_assert_int_eq(i32, -0x7edcba99);
    ck_assert_uint_eq(u64, UINT64_C(0x8123456789abcdef));
    ck_assert_int_eq(i64, -INT64_C(0x7edcba9876543211));
    fixture_check(&nvs.flash);
}
END_TEST

START_TEST(names)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_integer(page, 1, U8, "fifteen.letters", 1);
    nvs_put_integer(page, 1, U8, "sixteen.letters.", 1); // as no library writes it
    nvs_put_integer(page, 1, U8, "short", 2);
    nvs_put_integer(page, 2, U8, "other", 3);
    nvs_put_integer(page, 1, I8, "signed", 4);
    nvs_put_bytes(page, CHUNK, 0, "orphan", "x", 1);
    nvs_expect_u8(&nvs, "fifteen.letters", PSCHEMA_OK, 1);
    nvs_expect_u8(&nvs, "fifteen.letters!", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "sixteen.letters.", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "fifteen.letter", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "short", PSCHEMA_OK, 2);
    nvs_expect_u8(&nvs, "shor", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "other", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "signed", PSCHEMA_ERROR_TYPE, 0);
    nvs_expect_u8(&nvs, "orphan", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_bytes(&nvs, STRING, "short", PSCHEMA_ERROR_TYPE, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "short", PSCHEMA_ERROR_TYPE, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "orphan", PSCHEMA_ERROR_NOT_FOUND, NULL, 0);
}
END_TEST

START_TEST(namespaces)
{
    struct nvs_fixture nvs;
    const struct pschema_nvs partition = {&nvs.partition};
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_integer(page, 0, U8, "first", 1);
    nvs_put_integer(page, 1, U8, "k", 11);
    nvs_put_integer(page, 0, U8, "last", 254);
    nvs_put_integer(page, 254, U8, "k", 22);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "last", &nvs.keys), PSCHEMA_OK);
    nvs_expect_u8(&nvs, "k", PSCHEMA_OK, 22);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "first", &nvs.keys), PSCHEMA_OK);
    nvs_expect_u8(&nvs, "k", PSCHEMA_OK, 11);
    pschema_nvs_close(&nvs.keys);
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "first", PSCHEMA_ERROR_NOT_FOUND, 0);
    pschema_nvs_close(&nvs.keys);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "none", &nvs.keys),
                     PSCHEMA_ERROR_NOT_FOUND);
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
    fixture_check(&nvs.flash);
}
END_TEST

START_TEST(partitions_that_cannot_be_read)
{
    struct nvs_fixture nvs;
    nvs_init(&nvs);
    nvs_put_integer(nvs_begin_page(&nvs, 0, 0, ACTIVE), 1, U8, "k", 1);
    nvs_expect_u8(&nvs, "k", PSCHEMA_OK, 1);
    nvs.partition.size = 8191;
    nvs_expect_u8(&nvs, "k", PSCHEMA_OK, 1);
    nvs.partition.size = 4095;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs.partition.size = 0;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs.partition.size = FIXTURE_SIZE;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_RANGE, 0);
    nvs.partition.size = UINT32_MAX;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_RANGE, 0);
    nvs.partition.size = NVS_PAGE;
    nvs.partition.chip = 1;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_CHIP, 0);
    nvs.partition.chip = 0;
    nvs.partition.flags = PSCHEMA_FLAG_ENCRYPTED;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_ENCRYPTED, 0);
    nvs.partition.flags = PSCHEMA_FLAG_READ_ONLY;
    nvs_expect_u8(&nvs, "k", PSCHEMA_OK, 1);
    nvs.flash.simulator.is_off = 1;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_FLASH, 0);
    nvs_expect_bytes(&nvs, BLOB, "k", PSCHEMA_ERROR_FLASH, NULL, 0);
}
END_TEST

START_TEST(strings_and_their_room)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    char text[64] = "untouched";
    size_t size;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_bytes(page, STRING, 0xff, "empty", "", 1);
    nvs_put_bytes(page, STRING, 0xff, "s31", "0123456789012345678901234567890", 32);
    nvs_put_bytes(page, STRING, 0xff, "s32", "01234567890123456789012345678901", 33);
    nvs_expect_bytes(&nvs, STRING, "empty", PSCHEMA_OK, "", 1);
    nvs_expect_bytes(&nvs, STRING, "s31", PSCHEMA_OK, "0123456789012345678901234567890", 32);
    nvs_expect_bytes(&nvs, STRING, "s32", PSCHEMA_OK, "01234567890123456789012345678901", 33);
    nvs_expect_bytes(&nvs, BLOB, "s32", PSCHEMA_ERROR_TYPE, NULL, 0);
    size = 7;
    ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "s32", NULL, &size), PSCHEMA_OK);
    ck_assert_uint_eq(size, 33);
    size = 32;
    ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "s32", text, &size), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 33);
    ck_assert_str_eq(text, "untouched");
    ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "s32", text, &size), PSCHEMA_OK);
    ck_assert_str_eq(text, "01234567890123456789012345678901");
    size = 0;
    ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "empty", text, &size), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 1);
}
END_TEST

START_TEST(blobs_of_both_versions)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    uint8_t byte = 0xee;
    size_t size = 0;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_bytes(page, BLOB, 0xff, "old", "of version 1", 12);
    nvs_put_blob(page, "new", "of version 2", 12, 0);
    nvs_put_blob(page, "newer", "written again", 13, 0x80);
    nvs_put_bytes(page, BLOB, 0xff, "both", "was there", 9);
    nvs_put_blob(page, "both", "replaced", 8, 0);
    nvs_put_bytes(page, BLOB, 0xff, "old empty", "", 0);
    nvs_put_blob(page, "empty", "", 0, 0);
    nvs_put_index(page, "no chunks", 0, 0, 0);
    nvs_expect_bytes(&nvs, BLOB, "old", PSCHEMA_OK, "of version 1", 12);
    nvs_expect_bytes(&nvs, BLOB, "new", PSCHEMA_OK, "of version 2", 12);
    nvs_expect_bytes(&nvs, BLOB, "newer", PSCHEMA_OK, "written again", 13);
    nvs_expect_bytes(&nvs, BLOB, "both", PSCHEMA_OK, "replaced", 8);
    nvs_expect_bytes(&nvs, BLOB, "old empty", PSCHEMA_OK, "", 0);
    nvs_expect_bytes(&nvs, BLOB, "empty", PSCHEMA_OK, "", 0);
    nvs_expect_bytes(&nvs, BLOB, "no chunks", PSCHEMA_OK, "", 0);
    nvs_expect_bytes(&nvs, STRING, "new", PSCHEMA_ERROR_TYPE, NULL, 0);
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "new", NULL, &size), PSCHEMA_OK);
    ck_assert_uint_eq(size, 12);
    size = 11;
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "new", &byte, &size), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 12);
    ck_assert_uint_eq(byte, 0xee);
    size = 0;
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "empty", &byte, &size), PSCHEMA_OK);
    ck_assert_uint_eq(byte, 0xee);
}
END_TEST

// The largest chunks there are, on pages in any order.
START_TEST(blobs_of_many_pages)
{
    static const int places[] = {4, 0, 2};
    static uint8_t bytes[9000];
    struct nvs_fixture nvs;
    uint64_t seed = 1;
    nvs_init(&nvs);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)unit_random(&seed);
    }
    for (size_t i = 0; i < 3; i++) {
        struct nvs_page *page = nvs_begin_page(&nvs, places[i], (uint32_t)i, i < 2 ? FULL : ACTIVE);
        nvs_put_bytes(page, CHUNK, (int)i, "large", bytes + i * 4000, i < 2 ? 4000 : 1000);
    }
    nvs_put_index(&nvs.pages[2], "large", 9000, 3, 0);
    nvs_expect_bytes(&nvs, BLOB, "large", PSCHEMA_OK, bytes, 9000);
}
END_TEST

START_TEST(the_later_of_two_counts)
{
    struct nvs_fixture nvs;
    struct nvs_page *first, *second;
    nvs_init(&nvs);
    second = nvs_begin_page(&nvs, 0, 0x100, ACTIVE); // the later page lies in front
    first = nvs_begin_page(&nvs, 1, 0xff, FULL);
    nvs_put_integer(first, 1, U8, "page", 1);
    nvs_put_integer(first, 1, U8, "entry", 1);
    nvs_put_integer(first, 1, U8, "entry", 2);
    nvs_put_integer(first, 1, I8, "other type", 3);
    nvs_put_blob(first, "blob", "old", 3, 0);
    nvs_put_integer(second, 1, U8, "page", 2);
    nvs_put_integer(second, 1, U8, "other type", 4);
    nvs_put_bytes(second, CHUNK, 0x80, "blob", "new", 3);
    nvs_expect_bytes(&nvs, BLOB, "blob", PSCHEMA_OK, "old", 3); // as the power was cut here
    nvs_put_index(second, "blob", 3, 1, 0x80);
    nvs_expect_bytes(&nvs, BLOB, "blob", PSCHEMA_OK, "new", 3);
    nvs_expect_u8(&nvs, "page", PSCHEMA_OK, 2);
    nvs_expect_u8(&nvs, "entry", PSCHEMA_OK, 2);
    nvs_expect_u8(&nvs, "other type", PSCHEMA_OK, 4);
}
END_TEST

// A full page's items were being copied to a new one.
START_TEST(pages_that_are_being_freed)
{
    struct nvs_fixture nvs;
    struct nvs_page *from, *to;
    nvs_init(&nvs);
    from = nvs_begin_page(&nvs, 0, 0, FREEING);
    nvs_put_integer(from, 1, U8, "copied", 1);
    nvs_put_bytes(from, STRING, 0xff, "half", "a string of more than one entry", 32);
    nvs_put_integer(from, 1, U8, "not yet", 3);
    to = nvs_begin_page(&nvs, 1, 1, ACTIVE);
    nvs_put_integer(to, 1, U8, "copied", 1);
    unsigned half = nvs_put_bytes(to, STRING, 0xff, "half", "a string of more than one entry", 32);
    nvs_set_state(to, half + 1, EMPTY);
    memset(nvs_entry(to, half + 1), 0xff, 32);
    nvs_expect_u8(&nvs, "copied", PSCHEMA_OK, 1);
    nvs_expect_bytes(&nvs, STRING, "half", PSCHEMA_OK, "a string of more than one entry", 32);
    nvs_expect_u8(&nvs, "not yet", PSCHEMA_OK, 3);
}
END_TEST

START_TEST(items_that_are_not_there)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_set_state(page, nvs_put_integer(page, 1, U8, "erased", 1), ERASED);
    nvs_put_integer(page, 1, U8, "between", 3);
    nvs_set_state(page, nvs_put_integer(page, 1, U8, "illegal", 1), ILLEGAL);
    nvs_set_state(page, nvs_put_bytes(page, STRING, 0xff, "torn", "no", 3) + 1, EMPTY);
    nvs_put_integer(page, 1, U8, "behind", 2);
    nvs_set_state(page, nvs_put_integer(page, 1, U8, "not yet", 1), EMPTY);
    nvs_expect_u8(&nvs, "erased", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_u8(&nvs, "between", PSCHEMA_OK, 3);
    nvs_expect_u8(&nvs, "illegal", PSCHEMA_ERROR_NOT_FOUND, 0);
    nvs_expect_bytes(&nvs, STRING, "torn", PSCHEMA_ERROR_NOT_FOUND, NULL, 0);
    nvs_expect_u8(&nvs, "behind", PSCHEMA_OK, 2);
    nvs_expect_u8(&nvs, "not yet", PSCHEMA_ERROR_NOT_FOUND, 0);
}
END_TEST

static enum pschema_result count_read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    struct nvs_fixture *nvs = context;
    nvs->reads++;
    memcpy(buffer, nvs->flash.bytes + address, size);
    return PSCHEMA_OK;
}

static unsigned count_reads(struct nvs_fixture *nvs)
{
    unsigned reads = nvs->reads;
    nvs->reads = 0;
    return reads;
}

START_TEST(the_cost_of_a_search)
{
    enum { ITEMS = 6 };
    struct nvs_fixture nvs;
    const struct pschema_nvs partition = {&nvs.partition};
    struct nvs_page *page;
    char text[64];
    uint8_t number;
    size_t size = sizeof text;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 2, 0, FULL);
    nvs_put_integer(page, 0, U8, "space", 1);
    nvs_put_integer(page, 1, U8, "integer", 1);
    nvs_put_bytes(page, STRING, 0xff, "string", "a string of more than one entry", 32);
    nvs_put_bytes(page, CHUNK, 0, "blob", "chunk", 5);
    page = nvs_begin_page(&nvs, 0, 1, ACTIVE);
    nvs_put_bytes(page, CHUNK, 1, "blob", "another", 7);
    nvs_put_index(page, "blob", 12, 2, 0);
    nvs_set_state(page, nvs_put_integer(page, 1, U8, "integer", 0), ERASED);
    nvs.flash.flash.context = &nvs;
    nvs.flash.flash.read = count_read;

    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "space", &nvs.keys), PSCHEMA_OK);
    ck_assert_uint_eq(count_reads(&nvs), NVS_PAGES + ITEMS + 1); // the item again
    ck_assert_int_eq(pschema_nvs_get_u8(nvs.keys, "integer", &number), PSCHEMA_OK);
    ck_assert_uint_eq(count_reads(&nvs), NVS_PAGES + ITEMS + 1); // the item again
    ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "string", text, &size), PSCHEMA_OK);
    ck_assert_uint_eq(count_reads(&nvs), NVS_PAGES + ITEMS + 1 + 1); // and its bytes
    size = sizeof text;
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "blob", text, &size), PSCHEMA_OK);
    ck_assert_uint_eq(count_reads(&nvs), 3 * (NVS_PAGES + ITEMS + 1) + 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs_reader");
    TCase *all = tcase_create("all");
    tcase_add_test(all, integers_of_all_types);
    tcase_add_test(all, names);
    tcase_add_test(all, namespaces);
    tcase_add_test(all, partitions_that_cannot_be_read);
    tcase_add_test(all, strings_and_their_room);
    tcase_add_test(all, blobs_of_both_versions);
    tcase_add_test(all, blobs_of_many_pages);
    tcase_add_test(all, the_later_of_two_counts);
    tcase_add_test(all, pages_that_are_being_freed);
    tcase_add_test(all, items_that_are_not_there);
    tcase_add_test(all, the_cost_of_a_search);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
