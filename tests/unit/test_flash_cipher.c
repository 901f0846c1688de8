// Known answers of flash encryption, made by espsecure of esptool 5; the key of each is 0, 1, 2 ...
// and the plain text 0, 7, 14 ... What libcrypto is missing for is skipped.
#include "flash_cipher.h"
#include "posix.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 48, MANY = 5000 * FLASH_CIPHER_BLOCK };

static struct arena arena;

static const struct known_cipher {
    const char *kind;
    unsigned config;
    uint64_t offset;
    size_t size;
    uint8_t bytes[LONGEST];
} known[] = {
    {"esp32", 15, 0x8010, 48, {0x4b, 0xb5, 0x60, 0x6e, 0xb3, 0xac, 0x43, 0x85, 0x20, 0xd5,
                               0xf9, 0xd8, 0x7d, 0xdd, 0x7d, 0xf4, 0x02, 0x45, 0x90, 0x05,
                               0xab, 0x55, 0x05, 0xdd, 0xc9, 0x2a, 0x11, 0xe5, 0x55, 0xac,
                               0xd4, 0xe9, 0xff, 0x5f, 0x70, 0x96, 0x8b, 0x1d, 0x3e, 0x53,
                               0x51, 0xfd, 0x05, 0x1f, 0x5a, 0x6c, 0xdc, 0x58}},
    {"esp32", 5, 0xfedca0, 32, {0x89, 0xaa, 0x40, 0x0d, 0x00, 0x98, 0xb9, 0x89, 0x1f, 0x1e, 0x4f,
                                0x04, 0xe8, 0xc0, 0x11, 0x43, 0x83, 0x41, 0x51, 0x08, 0x67, 0x8d,
                                0xeb, 0x7f, 0xe6, 0x1b, 0xd4, 0x0c, 0xd6, 0x1e, 0x77, 0x57}},
    {"esp32-192", 15, 0x1000, 32, {0x0a, 0x4a, 0x1f, 0x0c, 0xd2, 0x77, 0x3c, 0x70, 0x72, 0x49, 0x31,
                                   0x57, 0xb2, 0xa1, 0x6c, 0x2a, 0xcd, 0x0a, 0x9a, 0xc0, 0xb6, 0x6a,
                                   0x39, 0x9e, 0x64, 0xab, 0x94, 0xca, 0xb8, 0xb4, 0xb7, 0x25}},
    {"xts-128", 15, 0x10070, 32, {0x91, 0xf5, 0xca, 0x16, 0x99, 0x68, 0x93, 0x01, 0x5a, 0x04, 0xaa,
                                  0xc0, 0xa0, 0x1d, 0x6f, 0x5d, 0x69, 0x60, 0x3c, 0xe5, 0x41, 0xa1,
                                  0xa9, 0x18, 0xda, 0xc7, 0x9e, 0x85, 0xc3, 0x71, 0xe3, 0xd0}},
    {"xts-256", 15, 0x1fff0, 48, {0x33, 0x47, 0x24, 0xd2, 0xac, 0xa8, 0xe6, 0x7c, 0x0e, 0x45,
                                  0x99, 0xe4, 0x22, 0xaa, 0x6a, 0x5f, 0x14, 0x75, 0x2e, 0xfd,
                                  0xb7, 0xe9, 0x1e, 0xaf, 0xcb, 0x51, 0x78, 0xa1, 0x24, 0xe4,
                                  0xf0, 0x15, 0x84, 0x59, 0x09, 0xcd, 0x07, 0x54, 0x5e, 0x9f,
                                  0xa9, 0x3b, 0x2f, 0x51, 0xae, 0xed, 0x50, 0x13}},
    {"efuse-128",
     15,
     0x8000,
     16,
     {0x35, 0xd9, 0xbf, 0x65, 0x4c, 0x1a, 0x3f, 0xfc, 0x8e, 0x21, 0x73, 0xfb, 0x1e, 0xd4, 0x1b,
      0xe9}},
};

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static struct flash_key key_of(const char *name, unsigned config)
{
    struct flash_key key = {.config = config};
    for (size_t i = 0; i < flash_key_kind_count; i++) {
        if (strcmp(flash_key_kinds[i].name, name) == 0) {
            key.kind = &flash_key_kinds[i];
        }
    }
    ck_assert_ptr_nonnull(key.kind);
    for (size_t i = 0; i < key.kind->size; i++) {
        key.bytes[i] = (uint8_t)i;
    }
    return key;
}

// Null where libcrypto is missing, which is printed.
static struct flash_cipher *cipher_of(const char *name, unsigned config)
{
    const char *error;
    bool is_weak;
    const struct flash_key key = key_of(name, config);
    struct flash_cipher *cipher = flash_cipher_new(&host_posix, &arena, &key, &is_weak, &error);
    if (!cipher) {
        printf("skipped: %s\n", error);
    }
    return cipher;
}

START_TEST(known_answers)
{
    const struct known_cipher *answer = &known[_i];
    uint8_t bytes[LONGEST];
    struct flash_cipher *cipher = cipher_of(answer->kind, answer->config);
    if (!cipher) {
        return;
    }
    for (size_t i = 0; i < answer->size; i++) {
        bytes[i] = (uint8_t)(7 * i);
    }
    ck_assert(flash_cipher_apply(cipher, true, bytes, answer->size, answer->offset));
    ck_assert_mem_eq(bytes, answer->bytes, answer->size);
    ck_assert(flash_cipher_apply(cipher, false, bytes, answer->size, answer->offset));
    for (size_t i = 0; i < answer->size; i++) {
        ck_assert_uint_eq(bytes[i], (uint8_t)(7 * i));
    }
}
END_TEST

// However a stretch is cut, its cipher text is the same.
START_TEST(parts_are_as_the_whole)
{
    static uint8_t together[MANY];
    static uint8_t parts[MANY];
    const uint64_t offset = 0x3fff50;
    uint64_t state = 1;
    struct flash_cipher *cipher = cipher_of(flash_key_kinds[_i].name, FLASH_CRYPT_CONFIG);
    if (!cipher) {
        return;
    }
    for (size_t i = 0; i < MANY; i++) {
        together[i] = parts[i] = (uint8_t)unit_random(&state);
    }
    ck_assert(flash_cipher_apply(cipher, true, together, MANY, offset));
    for (size_t at = 0; at < MANY;) {
        size_t size = (size_t)(unit_random(&state) % 40) * FLASH_CIPHER_BLOCK;
        size = size < MANY - at ? size : MANY - at;
        ck_assert(flash_cipher_apply(cipher, true, parts + at, size, offset + at));
        at += size;
    }
    ck_assert_mem_eq(together, parts, MANY);
}
END_TEST

START_TEST(equal_halves_are_refused)
{
    const char *error = NULL;
    bool is_weak = false;
    struct flash_key key = key_of("xts-128", FLASH_CRYPT_CONFIG);
    struct flash_cipher *cipher = cipher_of("xts-128", FLASH_CRYPT_CONFIG);
    if (!cipher) {
        return;
    }
    memset(key.bytes, 7, sizeof key.bytes);
    ck_assert_ptr_null(flash_cipher_new(&host_posix, &arena, &key, &is_weak, &error));
    ck_assert(is_weak);
    ck_assert_str_eq(error, "both halves of the key are the same, which AES-XTS does not allow");
    flash_cipher_wipe(cipher);
}
END_TEST

START_TEST(keys_are_drawn_and_wiped)
{
    struct flash_key first;
    struct flash_key second;
    const struct flash_key_kind *kind = &flash_key_kinds[_i];
    ck_assert_ptr_null(flash_key_draw(&host_posix, kind, &first));
    ck_assert_ptr_null(flash_key_draw(&host_posix, kind, &second));
    ck_assert_mem_ne(first.bytes, second.bytes, kind->size);
    flash_key_wipe(first.bytes, sizeof first.bytes);
    for (size_t i = 0; i < sizeof first.bytes; i++) {
        ck_assert_uint_eq(first.bytes[i], 0);
    }
    ck_assert_ptr_nonnull(flash_key_draw(&host_none, kind, &first));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flash cipher");
    TCase *cases = tcase_create("flash cipher");
    int kinds = (int)flash_key_kind_count;
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, known_answers, 0, (int)(sizeof known / sizeof *known));
    tcase_add_loop_test(cases, parts_are_as_the_whole, 0, kinds);
    tcase_add_test(cases, equal_halves_are_refused);
    tcase_add_loop_test(cases, keys_are_drawn_and_wiped, 0, kinds);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
