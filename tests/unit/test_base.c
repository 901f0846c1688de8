// Arena, buffer, names, map, list, texts, JSON and digests.
#include "buffer.h"
#include "digest.h"
#include "json.h"
#include "list.h"
#include "map.h"
#include "names.h"
#include "text.h"

#include "unit.h"

#include <setjmp.h>
#include <stdio.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

START_TEST(arena_gives_zeroed_aligned_memory)
{
    uint64_t state = 1;
    for (size_t i = 0; i < 2000; i++) {
        size_t size = (size_t)(unit_random(&state) % 5000);
        unsigned char *memory = arena_new(&arena, size);
        ck_assert_uint_eq((uintptr_t)memory % _Alignof(max_align_t), 0);
        size_t sum = 0;
        for (size_t j = 0; j < size; j++) {
            sum += memory[j];
            memory[j] = 0xa5;
        }
        ck_assert_uint_eq(sum, 0);
    }
    char *large = arena_new(&arena, 10 << 20);
    large[(10 << 20) - 1] = 1;
    ck_assert_str_eq(arena_format(&arena, "%s-%d", "x", 7), "x-7");
}
END_TEST

START_TEST(arena_gives_nothing_a_place)
{
    const char *first = arena_new(&arena, 0);
    const char *second = arena_array(&arena, 0, 8);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_ne(first, second);
}
END_TEST

START_TEST(an_arena_takes_over_another)
{
    struct arena other;
    for (size_t round = 0; round < 3; round++) { // into an empty one, and into one with blocks
        arena_init(&other, unit_exhausted);
        char *small = arena_format(&other, "small");
        char *large = arena_new(&other, 1 << 20);
        large[0] = 'x';
        arena_adopt(&arena, &other);
        ck_assert_ptr_null(other.block);
        ck_assert_str_eq(small, "small");
        ck_assert_int_eq(large[0], 'x');
        arena_release(&other);
        large[1] = arena_format(&arena, "y")[0]; // both still serve
        arena_format(&other, "z");
        arena_adopt(&arena, &other);
        ck_assert_str_eq(large, "xy");
    }
    arena_init(&other, unit_exhausted);
    arena_adopt(&arena, &other); // nothing to take
}
END_TEST

// Grown in steps, an object keeps its bytes: at the end of the arena, within it, and when it is so
// large that it has a block of its own, between those of others.
START_TEST(arena_resizes_objects)
{
    static const size_t sizes[] = {1, 15, 16, 17, 1000, 64 << 10, 65 << 10, 300 << 10, 5 << 20};
    for (unsigned others = 0; others < 2; others++) {
        size_t before = 0;
        unsigned char *object = NULL;
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            object = arena_resize(&arena, object, before, sizes[i]);
            for (size_t j = 0; j < before; j++) {
                ck_assert_uint_eq(object[j], j % 251);
            }
            for (size_t j = before; j < sizes[i]; j++) {
                object[j] = (unsigned char)(j % 251);
            }
            before = sizes[i];
            if (others) {
                arena_format(&arena, "%zu", i);
                arena_new(&arena, 100 << 10);
            }
        }
    }
}
END_TEST

START_TEST(an_arena_is_cleared)
{
    struct arena other;
    arena_init(&other, unit_exhausted);
    arena_clear(&other); // nothing is in it
    for (size_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < 40; i++) { // in the odd rounds more than a block, and a large one
            size_t size = round % 2 ? 10 << 10 : 100;
            char *object = arena_new(&other, i == 20 && round % 4 == 3 ? 1 << 20 : size);
            ck_assert_int_eq(object[0] | object[size - 1], 0);
            memset(object, 'x', size);
        }
        arena_clear(&other);
    }
    arena_release(&other);
}
END_TEST

START_TEST(an_arena_releases_its_children)
{
    struct arena other;
    arena_init(&other, unit_exhausted);
    other.context = &other;
    struct arena *released = arena_child(&other);
    struct arena *left = arena_child(&other); // under sanitizers, what is not released is found
    ck_assert_ptr_eq(left->context, &other);
    arena_new(arena_child(left), 1 << 20);
    arena_new(released, 1 << 20);
    arena_release(released);
    arena_new(released, 8);
    arena_adopt(&arena, &other);
    arena_new(arena_child(&other), 1 << 20);
    arena_clear(&other);
    arena_release(&other);
}
END_TEST

static void leave(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

START_TEST(a_function_that_lacks_memory_is_left)
{
    jmp_buf caller;
    struct arena other;
    arena_init(&other, leave);
    other.context = &caller;
    if (setjmp(caller) == 0) {
        struct arena *child = arena_child(&other);
        arena_new(child, 1 << 20);
        arena_array(child, SIZE_MAX / 2, 4);
        ck_abort_msg("there is no such memory");
    }
    arena_release(&other);
}
END_TEST

START_TEST(arena_says_when_memory_ends)
{
    arena_array(&arena, SIZE_MAX / 2, 4); // aborts
}
END_TEST

START_TEST(buffer_grows)
{
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    for (int i = 0; i < 1000; i++) {
        buffer_format(&buffer, "%03d", i);
    }
    buffer_byte(&buffer, 'x');
    buffer_fill(&buffer, 'y', 3);
    buffer_text(&buffer, "z");
    ck_assert_uint_eq(buffer.length, 3005);
    ck_assert_str_eq(buffer.bytes + 3000, "xyyyz");
    ck_assert_int_eq(strncmp(buffer.bytes + 2997, "999", 3), 0);
    char *wide = arena_new(&arena, 300);
    memset(wide, 'w', 299);
    buffer_format(&buffer, "<%s>", wide);
    ck_assert_uint_eq(buffer.length, 3306);
}
END_TEST

START_TEST(integers_in_both_orders)
{
    struct buffer buffer;
    buffer_init(&buffer, &arena);
    buffer_integer(&buffer, 0x1234, 4, false);
    buffer_integer(&buffer, 0x1234, 4, true);
    ck_assert_mem_eq(buffer.bytes, "\x34\x12\0\0\0\0\x12\x34", 8);
}
END_TEST

START_TEST(names_are_one_pointer_a_spelling)
{
    struct names names;
    names_init(&names, &arena);
    const char *first[5000];
    for (int i = 0; i < 5000; i++) {
        char text[16];
        int length = snprintf(text, sizeof text, "n%d", i);
        first[i] = names_intern(&names, text, (size_t)length);
        ck_assert_str_eq(first[i], text);
    }
    for (int i = 0; i < 5000; i++) {
        char text[16];
        int length = snprintf(text, sizeof text, "n%d", i);
        ck_assert_ptr_eq(names_intern(&names, text, (size_t)length), first[i]);
    }
    ck_assert_ptr_ne(names_intern(&names, "ab", 1), names_intern(&names, "ab", 2));
    ck_assert_str_eq(names_intern(&names, "", 0), "");
}
END_TEST

START_TEST(map_keeps_the_last_value)
{
    struct map map = {0};
    static char keys[3000];
    static int values[3000];
    ck_assert_ptr_null(map_find(&map, keys));
    for (size_t i = 0; i < 3000; i++) {
        map_set(&arena, &map, &keys[i], &values[i / 2]);
        map_set(&arena, &map, &keys[i], &values[i]);
    }
    for (size_t i = 0; i < 3000; i++) {
        ck_assert_ptr_eq(map_find(&map, &keys[i]), &values[i]);
    }
    ck_assert_uint_eq(map.count, 3000);
}
END_TEST

START_TEST(sizes_in_their_largest_unit)
{
    ck_assert_str_eq(text_size(&arena, 0), "0");
    ck_assert_str_eq(text_size(&arena, 1023), "1023");
    ck_assert_str_eq(text_size(&arena, 1024), "1K");
    ck_assert_str_eq(text_size(&arena, 1 << 20), "1M");
    ck_assert_str_eq(text_size(&arena, 1728 << 10), "1728K");
    ck_assert_str_eq(text_size(&arena, UINT64_C(3) << 30), "3G");
    ck_assert_str_eq(text_offset(&arena, 0x9000), "0x9000");
    ck_assert_str_eq(text_number(&arena, (struct number){5, true}), "-5");
}
END_TEST

START_TEST(identifiers_for_any_label)
{
    ck_assert_str_eq(text_identifier(&arena, "nvs"), "nvs");
    ck_assert_str_eq(text_identifier(&arena, "my-data"), "my_data");
    ck_assert_str_eq(text_identifier(&arena, "2nd"), "_2nd");
    ck_assert_str_eq(text_identifier(&arena, "gr\xc3\xb6\xc3\x9f\x65"), "gr__e");
    ck_assert_str_eq(text_identifier(&arena, "a\xff\xfe"), "a__");
    ck_assert_str_eq(text_identifier(&arena, ""), "");
    ck_assert_str_eq(text_upper(&arena, "ota_0"), "OTA_0");
    ck_assert_str_eq(text_lower(&arena, "OTA_a0"), "ota_a0");
    ck_assert_str_eq(text_lower(&arena, "ota_0"), "ota_0");
}
END_TEST

static size_t character(const char *text)
{
    return text_character(text, text + strlen(text));
}

START_TEST(characters_of_utf8)
{
    ck_assert_uint_eq(character("a"), 1);
    ck_assert_uint_eq(character("\xc3\xa9"), 2);
    ck_assert_uint_eq(character("\xe2\x82\xac"), 3);
    ck_assert_uint_eq(character("\xf0\x9f\x98\x80"), 4);
    static const char *const broken[] = {
        "\x80",
        "\xc3",
        "\xc3(",
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x80\x80",
        "\xed\xa0\x80",
        "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xe2\x82",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        ck_assert_uint_eq(character(broken[i]), 0);
    }
}
END_TEST

START_TEST(distances)
{
    ck_assert_uint_eq(text_distance("size", "size", 3), 0);
    ck_assert_uint_eq(text_distance("sise", "size", 3), 1);
    ck_assert_uint_eq(text_distance("szie", "size", 3), 1);
    ck_assert_uint_eq(text_distance("", "abc", 3), 3);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 5), 3);
    ck_assert_uint_eq(text_distance("kitten", "sitting", 2), 3);
}
END_TEST

static const char *nearest_of(const char *name, const char *const *candidates)
{
    struct nearest nearest = nearest_to(name);
    for (; *candidates; candidates++) {
        nearest_offer(&nearest, *candidates);
    }
    return nearest.found;
}

START_TEST(nearest_names)
{
    static const char *const names[] = {"gatts", "fat", "file", "nvs", "partition", NULL};
    ck_assert_str_eq(nearest_of("fatfs", names), "fat");
    ck_assert_str_eq(nearest_of("flie", names), "file");
    ck_assert_str_eq(nearest_of("NVS", names), "nvs");
    ck_assert_str_eq(nearest_of("partion", names), "partition");
    ck_assert_ptr_null(nearest_of("nvs", names)); // the same name is no hint
    ck_assert_ptr_null(nearest_of("littlefs", names));
    ck_assert_ptr_null(nearest_of("p1", names));
}
END_TEST

static const char *md5_of(const char *text)
{
    uint8_t digest[MD5_SIZE];
    digest_md5(text, strlen(text), digest);
    char *hex = arena_new(&arena, 2 * MD5_SIZE + 1);
    for (size_t i = 0; i < MD5_SIZE; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    return hex;
}

START_TEST(md5_of_the_rfc)
{
    ck_assert_str_eq(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
    ck_assert_str_eq(md5_of("abc"), "900150983cd24fb0d6963f7d28e17f72");
    ck_assert_str_eq(md5_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
                     "d174ab98d277d9f5a5611c2c9f419d9f");
    ck_assert_str_eq(md5_of("1234567890123456789012345678901234567890"
                            "1234567890123456789012345678901234567890"),
                     "57edf4a22be3c955ac49da2e2107b67a");
    // Lengths around the end of a block.
    ck_assert_str_eq(md5_of("0123456789012345678901234567890123456789012345678901234"),
                     "6e7a4fc92eb1c3f6e652425bcc8d44b5");
    ck_assert_str_eq(md5_of("01234567890123456789012345678901234567890123456789012345"),
                     "8af270b2847610e742b0791b53648c09");
}
END_TEST

START_TEST(crc32_of_the_formats)
{
    ck_assert_uint_eq(digest_crc32("123456789", 9), 0xD202D277);
    ck_assert_uint_eq(digest_crc32("", 0), 0xFFFFFFFF);
    ck_assert_uint_eq(digest_crc32("\1\0\0\0", 4), 0x4743989A);
    ck_assert_uint_eq(digest_crc32("\2\0\0\0", 4), 0x55F63774);
}
END_TEST

START_TEST(json_escapes_and_nests)
{
    struct buffer buffer;
    struct json json;
    buffer_init(&buffer, &arena);
    json_init(&json, &buffer);
    json_open_object(&json, NULL);
    json_text(&json, "a\"b", "x\\\n\x01\x7f");
    json_open_array(&json, "list");
    json_integer(&json, NULL, 18446744073709551615u);
    json_bool(&json, NULL, false);
    json_close(&json);
    json_open_object(&json, "empty");
    json_close(&json);
    json_uri(&json, "uri", "/a b/\xc3\xa9%");
    json_close(&json);
    ck_assert_str_eq(buffer.bytes, "{\n"
                                   "  \"a\\\"b\": \"x\\\\\\n\\u0001\\u007f\",\n"
                                   "  \"list\": [\n"
                                   "    18446744073709551615,\n"
                                   "    false\n"
                                   "  ],\n"
                                   "  \"empty\": {},\n"
                                   "  \"uri\": \"file:///a%20b/%C3%A9%25\"\n"
                                   "}\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base");
    TCase *tests = tcase_create("base");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, arena_gives_zeroed_aligned_memory);
    tcase_add_test(tests, arena_gives_nothing_a_place);
    tcase_add_test(tests, an_arena_takes_over_another);
    tcase_add_test(tests, arena_resizes_objects);
    tcase_add_test(tests, an_arena_is_cleared);
    tcase_add_test(tests, an_arena_releases_its_children);
    tcase_add_test(tests, a_function_that_lacks_memory_is_left);
    tcase_add_test_raise_signal(tests, arena_says_when_memory_ends, 6);
    tcase_add_test(tests, buffer_grows);
    tcase_add_test(tests, integers_in_both_orders);
    tcase_add_test(tests, names_are_one_pointer_a_spelling);
    tcase_add_test(tests, map_keeps_the_last_value);
    tcase_add_test(tests, sizes_in_their_largest_unit);
    tcase_add_test(tests, identifiers_for_any_label);
    tcase_add_test(tests, characters_of_utf8);
    tcase_add_test(tests, distances);
    tcase_add_test(tests, nearest_names);
    tcase_add_test(tests, md5_of_the_rfc);
    tcase_add_test(tests, crc32_of_the_formats);
    tcase_add_test(tests, json_escapes_and_nests);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
