// NVS pages that are damaged, or made to do harm: a wrong value is never taken for a right one, and
// what is not damaged is still found.
#include "nvs_fixture.h"

START_TEST(pages_that_are_none)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0); // all is blank
    page = nvs_begin_page(&nvs, 1, 0, ACTIVE);
    nvs_put_integer(page, 1, U8, "k", 1);
    nvs_put_integer(nvs_begin_page(&nvs, 3, 1, ACTIVE), 1, U8, "good", 2);
    for (unsigned state = 0; state < 256; state++) {
        int is_right = state == ACTIVE || state == FULL || state == FREEING;
        page->bytes[0] = (uint8_t)state;
        nvs_expect_u8(&nvs, "k", is_right ? PSCHEMA_OK : PSCHEMA_ERROR_NOT_FOUND, 1);
        nvs_expect_u8(&nvs, "good", PSCHEMA_OK, 2);
    }
    page->bytes[0] = FULL;
    for (unsigned version = 0; version < 256; version++) {
        page->bytes[8] = (uint8_t)version;
        nvs_little(page->bytes + 28, digest_crc32(page->bytes + 4, 24), 4);
        nvs_expect_u8(&nvs, "k", version >= 0xfe ? PSCHEMA_OK : PSCHEMA_ERROR_NOT_FOUND, 1);
    }
    page->bytes[28] ^= 1;
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
}
END_TEST

START_TEST(a_namespace_has_a_number)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    struct pschema_nvs_namespace keys;
    struct pschema_nvs typed = {&nvs.partition};
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_integer(page, 0, U8, "none", 0);
    nvs_put_integer(page, 0, U8, "last", 254);
    nvs_put_integer(page, 0, U8, "reserved", 255);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, typed, "last", &keys), PSCHEMA_OK);
    ck_assert_uint_eq(keys.handle, 254);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, typed, "none", &keys),
                     PSCHEMA_ERROR_DAMAGED);
    ck_assert_uint_eq(keys.handle, 0);
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, typed, "reserved", &keys),
                     PSCHEMA_ERROR_DAMAGED);
    ck_assert_uint_eq(keys.handle, 0);
}
END_TEST

START_TEST(a_damaged_entry_hides_no_other)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, FULL);
    unsigned bad = nvs_put_bytes(page, STRING, 0xff, "bad", "a string of more than one entry", 32);
    nvs_put_integer(page, 1, U8, "good", 1);
    nvs_put_integer(page, 1, I8, "signed", 1);
    nvs_entry(page, nvs_put_integer(page, 1, U8, "also bad", 1))[4] ^= 1;
    nvs_put_integer(page, 1, U8, "behind", 2);
    nvs_entry(page, bad)[8] ^= 1;
    nvs_expect_u8(&nvs, "good", PSCHEMA_OK, 1);
    nvs_expect_u8(&nvs, "behind", PSCHEMA_OK, 2);
    nvs_expect_u8(&nvs, "signed", PSCHEMA_ERROR_TYPE, 0);
    nvs_expect_u8(&nvs, "none", PSCHEMA_ERROR_DAMAGED, 0); // it might be the damaged one
    nvs_expect_bytes(&nvs, STRING, "bad", PSCHEMA_ERROR_DAMAGED, NULL, 0);
}
END_TEST

// The states have room for two more than there are.
START_TEST(there_are_no_more_entries_than_a_page_holds)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, NVS_PAGES - 1, 0, ACTIVE);
    nvs_set_state(page, 126, WRITTEN);
    nvs_set_state(page, 127, WRITTEN);
    nvs_expect_u8(&nvs, "none", PSCHEMA_ERROR_NOT_FOUND, 0);
    fixture_check(&nvs.flash);
}
END_TEST

START_TEST(damaged_bytes)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    static const uint8_t bytes[100] = {1, 2, 3};
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_bytes(page, STRING, 0xff, "open", "no NUL", 6);
    nvs_put_bytes(page, STRING, 0xff, "none", "", 0);
    unsigned string = nvs_put_bytes(page, STRING, 0xff, "string", bytes, 100);
    nvs_entry(page, string + 1)[0] ^= 4;
    unsigned blob = nvs_put_bytes(page, BLOB, 0xff, "blob", bytes, 100);
    nvs_entry(page, blob + 4)[3] ^= 4;
    unsigned chunk = nvs_put_bytes(page, CHUNK, 0, "chunk", bytes, 100);
    nvs_put_index(page, "chunk", 100, 1, 0);
    nvs_entry(page, chunk + 2)[31] ^= 4;
    nvs_expect_bytes(&nvs, STRING, "open", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, STRING, "none", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, STRING, "string", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "blob", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "chunk", PSCHEMA_ERROR_DAMAGED, NULL, 0);
}
END_TEST

START_TEST(blobs_whose_chunks_are_wrong)
{
    struct nvs_fixture nvs;
    struct nvs_page *page;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_index(page, "missing", 3, 1, 0);
    nvs_put_bytes(page, CHUNK, 0, "other version", "abc", 3);
    nvs_put_index(page, "other version", 3, 1, 0x80);
    nvs_put_blob(page, "too short", "abc", 3, 0);
    nvs_put_index(page, "too short", 4, 1, 0);
    nvs_put_blob(page, "too long", "abc", 3, 0);
    nvs_put_index(page, "too long", 2, 1, 0);
    nvs_put_index(page, "none", 1, 0, 0);
    nvs_put_bytes(page, CHUNK, 0xff, "last", "abc", 3);
    nvs_put_index(page, "last", 3, 1, 0xff);
    nvs_put_index(page, "all", 0xffffffff, 255, 3);
    nvs_expect_bytes(&nvs, BLOB, "missing", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "other version", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "too long", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    nvs_expect_bytes(&nvs, BLOB, "none", PSCHEMA_ERROR_DAMAGED, NULL, 0);
    uint8_t bytes[4];
    size_t size = 4;
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "too short", bytes, &size),
                     PSCHEMA_ERROR_DAMAGED);
    ck_assert_uint_eq(size, 4);
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "all", bytes, &size), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 0xffffffff);
    ck_assert_int_eq(pschema_nvs_get_blob(nvs.keys, "all", bytes, &size), PSCHEMA_ERROR_DAMAGED);
}
END_TEST

// Entries that say they are longer than they can be, with checksums that are right.
START_TEST(spans_and_sizes_that_are_wrong)
{
    for (unsigned span = 0; span < 256; span++) {
        struct nvs_fixture nvs;
        struct nvs_page *page;
        nvs_init(&nvs);
        page = nvs_begin_page(&nvs, NVS_PAGES - 1, 0, ACTIVE); // at the fence
        while (page->next < 123) {
            nvs_put_integer(page, 1, I8, "other", 1);
        }
        unsigned string = nvs_put_bytes(page, STRING, 0xff, "string", "text", 5);
        uint8_t *entry = nvs_entry(page, string);
        nvs_put_integer(page, 1, U8, "last", 1);
        entry[2] = (uint8_t)span;
        nvs_seal(entry);
        int is_right = span == 2;
        nvs_expect_bytes(&nvs, STRING, "string", is_right ? PSCHEMA_OK : PSCHEMA_ERROR_DAMAGED,
                         "text", 5);
        for (unsigned size = 64; size < 0x10000; size = size * 2 + 1) {
            nvs_little(entry + 24, size, 2);
            nvs_seal(entry);
            static uint8_t bytes[0x10000];
            size_t room = sizeof bytes;
            ck_assert_int_eq(pschema_nvs_get_string(nvs.keys, "string", (char *)bytes, &room),
                             PSCHEMA_ERROR_DAMAGED);
        }
        fixture_check(&nvs.flash);
    }
}
END_TEST

// NVS encryption leaves the pages' headers and the states plain.
START_TEST(encrypted_contents_are_damaged)
{
    struct nvs_fixture nvs;
    const struct pschema_nvs partition = {&nvs.partition};
    struct nvs_page *page;
    uint64_t seed = 7;
    nvs_init(&nvs);
    page = nvs_begin_page(&nvs, 0, 0, ACTIVE);
    nvs_put_integer(page, 0, U8, "space", 1);
    nvs_put_integer(page, 1, U8, "k", 1);
    for (unsigned i = 0; i < 64; i++) {
        nvs_entry(page, 0)[i] ^= (uint8_t)unit_random(&seed);
    }
    ck_assert_int_eq(pschema_nvs_open(&nvs.flash.flash, partition, "space", &nvs.keys),
                     PSCHEMA_ERROR_DAMAGED);
    nvs_expect_u8(&nvs, "k", PSCHEMA_ERROR_NOT_FOUND, 0);
}
END_TEST

static const char long_text[] = "a string that takes two entries of 32";

enum { FLIPPED_ENTRIES = 20 };

static void fill(struct nvs_fixture *nvs)
{
    nvs_init(nvs);
    struct nvs_page *page = nvs_begin_page(nvs, 0, 0, FULL);
    nvs_put_integer(page, 0, U8, "space", 1);
    nvs_put_integer(page, 1, U8, "u8", 0x5a);
    nvs_put_bytes(page, STRING, 0xff, "string", long_text, sizeof long_text);
    nvs_put_bytes(page, BLOB, 0xff, "old blob", long_text, 33);
    nvs_put_bytes(page, CHUNK, 0x80, "blob", long_text, 20);
    page = nvs_begin_page(nvs, 1, 1, ACTIVE);
    nvs_put_bytes(page, CHUNK, 0x81, "blob", long_text + 20, 10);
    nvs_put_index(page, "blob", 30, 2, 0x80);
    nvs_set_state(page, nvs_put_integer(page, 1, U8, "erased", 0x77), ERASED);
    nvs_put_integer(page, 1, U8, "u8", 0x5a); // copied
}

static unsigned count_wrong(const struct nvs_fixture *nvs)
{
    const struct pschema_nvs partition = {&nvs->partition};
    struct pschema_nvs_namespace keys;
    uint8_t number = 0xee, bytes[64];
    size_t size = sizeof bytes;
    unsigned wrong = 0;
    if (pschema_nvs_open(&nvs->flash.flash, partition, "space", &keys)) {
        return 0;
    }
    if (!pschema_nvs_get_u8(keys, "u8", &number)) {
        wrong += number != 0x5a;
    }
    if (!pschema_nvs_get_string(keys, "string", (char *)bytes, &size)) {
        wrong += size != sizeof long_text || memcmp(bytes, long_text, size) != 0;
    }
    size = sizeof bytes;
    if (!pschema_nvs_get_blob(keys, "old blob", bytes, &size)) {
        wrong += size != 33 || memcmp(bytes, long_text, size) != 0;
    }
    size = sizeof bytes;
    if (!pschema_nvs_get_blob(keys, "blob", bytes, &size)) {
        wrong += size != 30 || memcmp(bytes, long_text, size) != 0;
    }
    return wrong;
}

// The states of entries have no checksum: one flip can bring back what was erased, as it was.
START_TEST(no_bit_gives_a_wrong_value)
{
    static struct nvs_fixture nvs;
    struct pschema_simulator *simulator = &nvs.flash.simulator;
    unsigned resurrections = 0;
    fill(&nvs);
    for (uint32_t at = 0; at < 2 * NVS_PAGE; at++) {
        if (at % NVS_PAGE >= 64 + FLIPPED_ENTRIES * 32) {
            continue;
        }
        for (unsigned bit = 0; bit < 8; bit++) {
            uint8_t number = 0;
            pschema_simulator_flip(simulator, NVS_OFFSET + at, bit);
            ck_assert_msg(count_wrong(&nvs) == 0, "byte 0x%x, bit %u", at, bit);
            if (pschema_nvs_get_u8(nvs.keys, "erased", &number) == PSCHEMA_OK) {
                ck_assert_uint_eq(number, 0x77);
                resurrections++;
            }
            pschema_simulator_flip(simulator, NVS_OFFSET + at, bit);
        }
    }
    ck_assert_uint_eq(resurrections, 1);
    fixture_check(&nvs.flash);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs_damage");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, pages_that_are_none);
    tcase_add_test(all, a_namespace_has_a_number);
    tcase_add_test(all, a_damaged_entry_hides_no_other);
    tcase_add_test(all, there_are_no_more_entries_than_a_page_holds);
    tcase_add_test(all, damaged_bytes);
    tcase_add_test(all, blobs_whose_chunks_are_wrong);
    tcase_add_test(all, spans_and_sizes_that_are_wrong);
    tcase_add_test(all, encrypted_contents_are_damaged);
    tcase_add_test(all, no_bit_gives_a_wrong_value);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
