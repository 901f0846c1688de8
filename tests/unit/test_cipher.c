// Known answers; what libcrypto is missing for is skipped.
#include "cipher.h"
#include "posix.h"

#include "unit.h"

#include <stdio.h>

static struct arena arena;
static bool is_missing;

static void set_up(void)
{
    uint8_t digest[HMAC_SIZE];
    const char *error;
    arena_init(&arena, unit_exhausted);
    is_missing = !digest_hmac_sha256(&host_posix, &arena, "", 0, "", 0, digest, &error);
    if (is_missing) {
        printf("skipped: %s\n", error);
    }
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void fill_keys(uint8_t keys[CIPHER_KEYS_SIZE])
{
    for (size_t i = 0; i < CIPHER_KEYS_SIZE; i++) {
        keys[i] = (uint8_t)i;
    }
}

// The first three entries of a page as ESP-IDF's own generator made them, plain and encrypted.
static const uint8_t plain[3 * CIPHER_SLOT_SIZE] = {
    0x00, 0x01, 0x01, 0xff, 0x8a, 0xe1, 0xd8, 0x70, 0x61, 0x70, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x01, 0x21, 0x02, 0xff, 0xfd, 0xd7, 0xb7, 0xfa, 0x73, 0x65, 0x72, 0x69, 0x61, 0x6c, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0a, 0x00, 0xff, 0xff, 0xd5, 0xbc, 0xd4, 0x4f,
    0x53, 0x4e, 0x2d, 0x30, 0x30, 0x30, 0x31, 0x32, 0x33, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

static const uint8_t encrypted[3 * CIPHER_SLOT_SIZE] = {
    0x73, 0x4e, 0x3b, 0xaa, 0x81, 0x99, 0x61, 0x7e, 0x9c, 0x5f, 0xc7, 0xf4, 0xdd, 0x55, 0xd1, 0x92,
    0x52, 0xf8, 0x86, 0xea, 0xbd, 0x5d, 0x12, 0xa2, 0xf4, 0xf4, 0x53, 0xaa, 0x92, 0x6c, 0x86, 0xe4,
    0x66, 0x19, 0x6b, 0xc0, 0xc2, 0xa1, 0xf6, 0x3b, 0x4c, 0x7a, 0x7d, 0x20, 0x8c, 0xc2, 0x90, 0x9c,
    0x59, 0x98, 0x53, 0x85, 0x58, 0xc2, 0xee, 0xba, 0xdb, 0xce, 0x17, 0x6a, 0x20, 0xff, 0x04, 0xf2,
    0x49, 0xb8, 0x36, 0x30, 0xf5, 0x4b, 0x90, 0x83, 0xfe, 0xf2, 0x68, 0x4e, 0x65, 0x84, 0xbb, 0x94,
    0xc8, 0x42, 0x54, 0xb1, 0xd7, 0xb2, 0x86, 0x3a, 0x87, 0xa1, 0x36, 0xcf, 0x54, 0x29, 0x4b, 0x76,
};

START_TEST(entries_of_a_page)
{
    uint8_t keys[CIPHER_KEYS_SIZE];
    uint8_t slots[sizeof plain];
    const char *error;
    if (is_missing) {
        return;
    }
    fill_keys(keys);
    memcpy(slots, plain, sizeof plain);
    struct cipher *cipher = cipher_new(&host_posix, &arena, keys, &error);
    ck_assert_msg(cipher, "%s", error);
    ck_assert(cipher_encrypt_slots(cipher, slots, 3, 64));
    ck_assert_mem_eq(slots, encrypted, sizeof encrypted);
}
END_TEST

START_TEST(many_slots_are_as_one_by_one)
{
    enum { COUNT = 1000 };
    static uint8_t together[COUNT * CIPHER_SLOT_SIZE];
    static uint8_t single[COUNT * CIPHER_SLOT_SIZE];
    const uint64_t offset = UINT64_C(0xfffffff000);
    uint8_t keys[CIPHER_KEYS_SIZE];
    const char *error;
    uint64_t state = 1;
    if (is_missing) {
        return;
    }
    for (size_t i = 0; i < sizeof together; i++) {
        together[i] = single[i] = (uint8_t)unit_random(&state);
    }
    fill_keys(keys);
    struct cipher *cipher = cipher_new(&host_posix, &arena, keys, &error);
    ck_assert_msg(cipher, "%s", error);
    ck_assert(cipher_encrypt_slots(cipher, together, COUNT, offset));
    for (size_t i = 0; i < COUNT; i++) {
        size_t at = i * CIPHER_SLOT_SIZE;
        ck_assert(cipher_encrypt_slots(cipher, single + at, 1, offset + at));
    }
    ck_assert_mem_eq(together, single, sizeof single);
}
END_TEST

START_TEST(equal_keys_are_refused)
{
    const uint8_t keys[CIPHER_KEYS_SIZE] = {0};
    const char *error = NULL;
    ck_assert_ptr_null(cipher_new(&host_posix, &arena, keys, &error));
    if (!is_missing) {
        ck_assert_str_eq(
            error, "the data key and the tweak key are the same, which AES-XTS does not allow");
    }
}
END_TEST

// RFC 4231, test case 2
START_TEST(hmac)
{
    static const uint8_t expected[HMAC_SIZE] = {
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43,
    };
    static const char message[] = "what do ya want for nothing?";
    uint8_t digest[HMAC_SIZE];
    const char *error;
    if (is_missing) {
        return;
    }
    ck_assert(digest_hmac_sha256(&host_posix, &arena, "Jefe", 4, message, strlen(message), digest,
                                 &error));
    ck_assert_mem_eq(digest, expected, sizeof expected);
}
END_TEST

// IEEE 802.11, annex J.4.2
START_TEST(password)
{
    static const uint8_t expected[PASSWORD_KEY_SIZE] = {
        0xf4, 0x2c, 0x6f, 0xc5, 0x2d, 0xf0, 0xeb, 0xef, 0x9e, 0xbb, 0x4b,
        0x90, 0xb3, 0x8a, 0x5f, 0x90, 0x2e, 0x83, 0xfe, 0x1b, 0x13, 0x5a,
        0x70, 0xe2, 0x3a, 0xed, 0x76, 0x2e, 0x97, 0x10, 0xa1, 0x2e,
    };
    uint8_t key[PASSWORD_KEY_SIZE];
    const char *error;
    if (is_missing) {
        return;
    }
    ck_assert(key_from_password(&host_posix, &arena, "password", "IEEE", 4, key, &error));
    ck_assert_mem_eq(key, expected, sizeof expected);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cipher");
    TCase *cases = tcase_create("known answers");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, entries_of_a_page);
    tcase_add_test(cases, many_slots_are_as_one_by_one);
    tcase_add_test(cases, equal_keys_are_refused);
    tcase_add_test(cases, hmac);
    tcase_add_test(cases, password);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
