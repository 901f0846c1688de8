// Records, places, and whole compilations in memory.
#include "driver.h"
#include "record.h"
#include "place.h"

#include "unit.h"

#include <inttypes.h>

static struct compilation compilation;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

#define HEAD "schema test revision 1;\ntarget esp32 { flash 4M; }\n"
#define MAIN "table main { partition factory app.factory size 1M; }\n"

static const struct layout *compile(const char *text)
{
    struct invocation invocation = {.schema = "test.pschema", .output = "."};
    compilation_read_text(&compilation, "test.pschema", text, strlen(text));
    return compilation_layout(&compilation, invocation);
}

static const struct partition *find(const struct layout *layout, const char *name)
{
    const struct partition *partition = layout_find(layout, name);
    ck_assert_ptr_nonnull(partition);
    return partition;
}

START_TEST(values_fit_their_types)
{
    ck_assert(field_fits(FIELD_U8, (struct number){255, false}));
    ck_assert(!field_fits(FIELD_U8, (struct number){256, false}));
    ck_assert(!field_fits(FIELD_U8, (struct number){1, true}));
    ck_assert(field_fits(FIELD_I8, (struct number){128, true}));
    ck_assert(!field_fits(FIELD_I8, (struct number){129, true}));
    ck_assert(!field_fits(FIELD_I8, (struct number){128, false}));
    ck_assert(field_fits(FIELD_U64, (struct number){UINT64_MAX, false}));
    ck_assert(field_fits(FIELD_I64, (struct number){UINT64_C(1) << 63, true}));
    ck_assert(!field_fits(FIELD_I64, (struct number){UINT64_C(1) << 63, false}));
}
END_TEST

START_TEST(a_record_is_laid_out_byte_by_byte)
{
    const struct layout *layout =
        compile(HEAD MAIN "record r {\n"
                          "    u16  magic = 0x1234;\n"
                          "    i16  cold = -2;\n"
                          "    char name[4] = \"ab\";\n"
                          "    f32  gain[2] = 1.5f;\n"
                          "    u8   given;\n"
                          "    char text[3];\n"
                          "    u32  crc = crc32(magic .. cold);\n"
                          "}\n"
                          "record b big_endian { u32 x = 1; f64 y = -2.0f; }\n");
    ck_assert_ptr_nonnull(layout);
    const struct record *record = layout->records.items[0];
    ck_assert_uint_eq(record->size, 24);
    ck_assert_uint_eq(record_find(record, "gain")->offset, 8);
    struct field_value values[] = {{"given", {7, false}, NULL}, {"text", {0, false}, "xyz"}};
    struct buffer out;
    buffer_init(&out, &compilation.arena);
    record_encode(record, values, 2, NULL, &out);
    ck_assert_uint_eq(out.length, 24);
    ck_assert_mem_eq(out.bytes,
                     "\x34\x12\xfe\xff"
                     "ab\0\0\0\0\xc0\x3f\0\0\xc0\x3f\7xyz",
                     20);
    out.length = 0;
    record_encode(layout->records.items[1], NULL, 0, NULL, &out);
    ck_assert_mem_eq(out.bytes, "\0\0\0\1\xc0\0\0\0\0\0\0\0", 12);
}
END_TEST

// Held against the plain definition, offset by offset.
START_TEST(a_place_is_the_lowest_that_suits)
{
    uint64_t state = 7;
    for (size_t i = 0; i < 20000; i++) {
        struct geometry geometry = {
            .step = UINT64_C(1) << unit_random(&state) % 6,
            .boundary = unit_random(&state) % 2 ? UINT64_C(1) << (3 + unit_random(&state) % 4) : 0};
        uint64_t at = unit_random(&state) % 200;
        uint64_t size = 1 + unit_random(&state) % 70;
        uint64_t found, expected = at;
        bool can_lie_within = geometry.boundary && size <= geometry.boundary;
        while (expected % geometry.step ||
               (can_lie_within &&
                expected / geometry.boundary != (expected + size - 1) / geometry.boundary)) {
            expected++;
        }
        ck_assert(geometry_place(&geometry, at, size, &found));
        ck_assert_uint_eq(found, expected);
    }
    struct geometry geometry = {.step = 4096};
    uint64_t found;
    ck_assert(!geometry_place(&geometry, UINT64_MAX - 5, 1, &found));
}
END_TEST

START_TEST(a_long_chain_of_constants_is_no_cycle)
{
    enum { COUNT = 100000 };
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    buffer_text(&text, HEAD MAIN);
    for (int i = 0; i < COUNT; i++) { // each needs the one after it
        buffer_format(&text, "const C%d = C%d + 1;\n", i, i + 1);
    }
    buffer_format(&text, "const C%d = 5;\n", COUNT);
    const struct layout *layout = compile(text.bytes);
    ck_assert_ptr_nonnull(layout);
    const struct layout_constant *first = layout->constants.items[0];
    ck_assert_uint_eq(first->value.magnitude, COUNT + 5);
}
END_TEST

START_TEST(a_long_row_of_partitions_needs_no_stack)
{
    enum { COUNT = 50000 };
    struct buffer text;
    buffer_init(&text, &compilation.arena);
    buffer_text(&text, HEAD MAIN "flash d { size 4G; erase 4K; }\n"
                                 "const END = p49999.end;\ntable t on d {\n");
    for (int i = 0; i < COUNT; i++) {
        buffer_format(&text, "partition p%d data.0x99 size 4K;\n", i);
    }
    buffer_text(&text, "}\n");
    const struct layout *layout = compile(text.bytes);
    ck_assert_ptr_nonnull(layout);
    ck_assert_uint_eq(((const struct layout_constant *)layout->constants.items[0])->value.magnitude,
                      UINT64_C(4096) * COUNT);
}
END_TEST

START_TEST(partitions_are_found_by_any_of_their_names)
{
    const struct layout *layout =
        compile(HEAD "table main {\n"
                     "    partition more 0x40.0 size 64K;\n"
                     "    partition \"my data\" data.nvs size 24K;\n"
                     "    partition log data.0x99 size 4K;\n"
                     "    partition factory app.factory size 1M;\n"
                     "}\n"
                     "table inner in main.more { partition log data.0x99 size 8K; }\n");
    ck_assert_ptr_nonnull(layout);
    ck_assert_ptr_eq(find(layout, "my data"), find(layout, "my_data"));
    ck_assert_ptr_eq(find(layout, "main.my data"), find(layout, "my_data"));
    ck_assert_ptr_null(layout_find(layout, "log"));
    ck_assert_uint_eq(find(layout, "inner.log")->size, 8192);
    ck_assert_ptr_eq(find(layout, "main_log"), find(layout, "main.log"));
}
END_TEST

START_TEST(an_absent_partition_keeps_its_room)
{
    const struct layout *layout = compile(HEAD "config A bool default n;\ntable main {\n"
                                               "    partition a data.nvs size 24K depends on A;\n"
                                               "    partition b data.nvs size 24K;\n"
                                               "    partition factory app.factory size 1M;\n"
                                               "}\n");
    ck_assert_ptr_nonnull(layout);
    const struct table *table = layout->tables.items[0];
    ck_assert_uint_eq(find(layout, "b")->offset, 0xf000);
    ck_assert_uint_eq(table->rows.count, 2);
    ck_assert_uint_eq(table->partitions.count, 3);
}
END_TEST

START_TEST(gaps_and_partitions_cover_the_region)
{
    const struct layout *layout = compile(HEAD "table main {\n"
                                               "    partition b data.nvs at 0x30000 size 24K;\n"
                                               "    partition a data.nvs at 0x10000 size 12K;\n"
                                               "    partition c data.nvs size 12K at end;\n"
                                               "}\n");
    ck_assert_ptr_nonnull(layout);
    const struct table *table = layout->tables.items[0];
    uint64_t covered = 0;
    for (size_t i = 0; i < table->gaps.count; i++) {
        covered += ((const struct gap *)table->gaps.items[i])->size;
    }
    for (size_t i = 0; i < table->partitions.count; i++) {
        covered += ((const struct partition *)table->partitions.items[i])->size;
    }
    ck_assert_uint_eq(table->gaps.count, 3);
    ck_assert_uint_eq(covered, table->end - table->start);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, values_fit_their_types);
    tcase_add_test(tests, a_record_is_laid_out_byte_by_byte);
    tcase_add_test(tests, a_place_is_the_lowest_that_suits);
    tcase_add_test(tests, a_long_chain_of_constants_is_no_cycle);
    tcase_add_test(tests, a_long_row_of_partitions_needs_no_stack);
    tcase_add_test(tests, partitions_are_found_by_any_of_their_names);
    tcase_add_test(tests, an_absent_partition_keeps_its_room);
    tcase_add_test(tests, gaps_and_partitions_cover_the_region);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
