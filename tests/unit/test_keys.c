// Key files of an encrypted NVS, and keys derived from an HMAC key.
#include "keys.h"
#include "posix.h"

#include "unit.h"

static struct arena arena;
static uint8_t keys[KEYS_SIZE];
static struct buffer file;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    buffer_init(&file, &arena);
    for (size_t i = 0; i < KEYS_SIZE; i++) {
        keys[i] = (uint8_t)i;
    }
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void expect_error(const char *part)
{
    const char *error = keys_read(&arena, &file, keys);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(strstr(error, part), "%s", error);
}

START_TEST(a_file_that_is_written_can_be_read)
{
    static const uint8_t checksum[] = {0x45, 0x52, 0x7c, 0x9a}; // as ESP-IDF's generator has it
    uint8_t read[KEYS_SIZE];
    keys_write(keys, &file);
    ck_assert_uint_eq(file.length, KEYS_FILE_SIZE);
    ck_assert_mem_eq(file.bytes, keys, KEYS_SIZE);
    ck_assert_mem_eq(file.bytes + KEYS_SIZE, checksum, sizeof checksum);
    for (size_t i = KEYS_SIZE + sizeof checksum; i < file.length; i++) {
        ck_assert_uint_eq((uint8_t)file.bytes[i], 0xff);
    }
    ck_assert_ptr_null(keys_read(&arena, &file, read));
    ck_assert_mem_eq(read, keys, KEYS_SIZE);
}
END_TEST

START_TEST(the_keys_alone_can_be_read)
{
    uint8_t read[KEYS_SIZE];
    buffer_bytes(&file, keys, KEYS_SIZE);
    ck_assert_ptr_null(keys_read(&arena, &file, read));
    ck_assert_mem_eq(read, keys, KEYS_SIZE);
}
END_TEST

START_TEST(other_sizes_are_refused)
{
    expect_error("has 0 bytes");
    buffer_fill(&file, 1, KEYS_SIZE - 1);
    expect_error("has 63 bytes");
    buffer_fill(&file, 1, 2);
    expect_error("has 65 bytes");
    buffer_fill(&file, 1, KEYS_FILE_SIZE);
    expect_error("more than 4096");
}
END_TEST

START_TEST(damage_is_found)
{
    keys_write(keys, &file);
    file.bytes[5] ^= 1;
    expect_error("is damaged");
}
END_TEST

START_TEST(erased_flash_has_no_keys)
{
    buffer_fill(&file, 0xff, KEYS_FILE_SIZE);
    expect_error("holds no keys");
}
END_TEST

START_TEST(equal_keys_are_refused)
{
    buffer_fill(&file, 1, KEYS_SIZE);
    expect_error("are the same");
}
END_TEST

START_TEST(drawn_keys_differ)
{
    uint8_t other[KEYS_SIZE] = {0};
    ck_assert_ptr_null(keys_draw(&host_posix, keys));
    ck_assert_ptr_null(keys_draw(&host_posix, other));
    ck_assert_mem_ne(keys, other, KEYS_SIZE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("keys");
    TCase *cases = tcase_create("files");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_file_that_is_written_can_be_read);
    tcase_add_test(cases, the_keys_alone_can_be_read);
    tcase_add_test(cases, other_sizes_are_refused);
    tcase_add_test(cases, damage_is_found);
    tcase_add_test(cases, erased_flash_has_no_keys);
    tcase_add_test(cases, equal_keys_are_refused);
    tcase_add_test(cases, drawn_keys_differ);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
