// The room that texts take, how full partitions are, and where labels go.
#include "cells.h"
#include "plot.h"
#include "rows.h"
#include "unit.h"

static struct arena arena;

static void begin(void)
{
    arena_init(&arena, unit_exhausted);
}

static void end(void)
{
    arena_release(&arena);
}

START_TEST(cells_are_counted)
{
    ck_assert_uint_eq(cells_count(""), 0);
    ck_assert_uint_eq(cells_count("nvs"), 3);
    ck_assert_uint_eq(cells_count("Größe"), 5);
    ck_assert_uint_eq(cells_count("面積"), 4);
    ck_assert_uint_eq(cells_count("\xf0\x9f\x94\x92"), 2); // a lock
    ck_assert_uint_eq(cells_count("\xff\xfe"), 2);         // no characters
    ck_assert_uint_eq(cells_count("e\xcc\x81"), 1);        // an accent of its own
    ck_assert_uint_eq(cells_count("a\xe2\x80\x8b"), 1);    // a blank without width
}
END_TEST

START_TEST(cells_are_clipped)
{
    ck_assert_str_eq(cells_clip(&arena, "partition", 9, "~"), "partition");
    ck_assert_str_eq(cells_clip(&arena, "partition", 8, "~"), "partiti~");
    ck_assert_str_eq(cells_clip(&arena, "partition", 8, "…"), "partiti…");
    ck_assert_str_eq(cells_clip(&arena, "two words", 5, "…"), "two…"); // no blank before it
    ck_assert_str_eq(cells_clip(&arena, "面積", 3, "~"), "面~");
    ck_assert_str_eq(cells_clip(&arena, "面積", 2, "~"), "~"); // half a character is none
    ck_assert_str_eq(cells_clip(&arena, "partition", 1, "~"), "~");
    ck_assert_str_eq(cells_clip(&arena, "partition", 0, "~"), "");
}
END_TEST

START_TEST(cells_are_cleaned)
{
    const char *clean = "Größe 面積 <b>";
    ck_assert_ptr_eq(cells_clean(&arena, clean), clean);
    ck_assert_str_eq(cells_clean(&arena, ""), "");
    ck_assert_str_eq(cells_clean(&arena, "a\x1b[31mb\n"), "a?[31mb?");
    ck_assert_str_eq(cells_clean(&arena, "a\xc2\x9b\x7f"), "a??"); // CSI of C1, DEL
    static const char from_right[] = {'a', '\xe2', '\x80', '\xae', 'b', '\0'};
    ck_assert_str_eq(cells_clean(&arena, from_right), "a?b");
    ck_assert_str_eq(cells_clean(&arena, "a\xd8\x9c"), "a?"); // the mark of Arabic letters
    ck_assert_str_eq(cells_clean(&arena, "a\xff"), "a?");
}
END_TEST

static void check_wrapped(const char *text, size_t limit, const char *const *expected)
{
    struct text_list lines = cells_wrap(&arena, text, limit);
    size_t count = 0;
    for (; expected[count]; count++) {
        ck_assert_uint_lt(count, lines.count);
        ck_assert_str_eq(lines.items[count], expected[count]);
    }
    ck_assert_uint_eq(lines.count, count);
}

START_TEST(cells_are_wrapped)
{
    check_wrapped("", 10, (const char *const[]){NULL});
    check_wrapped("   ", 10, (const char *const[]){NULL});
    check_wrapped("from fat", 8, (const char *const[]){"from fat", NULL});
    check_wrapped("from  fat", 5, (const char *const[]){"from", "fat", NULL});
    check_wrapped("from fat", 4, (const char *const[]){"from", "fat", NULL});
    check_wrapped("abcdefgh ij", 3, (const char *const[]){"abc", "def", "gh", "ij", NULL});
    check_wrapped("in some/long.csv", 9, (const char *const[]){"in", "some/", "long.csv", NULL});
    check_wrapped("/long.csv", 6, (const char *const[]){"/long.", "csv", NULL});
    check_wrapped("面積面", 4, (const char *const[]){"面積", "面", NULL});
    check_wrapped("面", 1, (const char *const[]){"面", NULL}); // never stuck
}
END_TEST

static uint64_t percent(uint64_t used, uint64_t size)
{
    return usage_percent(&(struct picture_usage){.is_known = true, .used = used}, size);
}

START_TEST(percents_are_rounded)
{
    ck_assert_uint_eq(percent(0, 4096), 0);
    ck_assert_uint_eq(percent(1, UINT64_C(1) << 32), 1); // not nothing
    ck_assert_uint_eq(percent(2048, 4096), 50);
    ck_assert_uint_eq(percent(4095, 4096), 99); // not all
    ck_assert_uint_eq(percent(4096, 4096), 100);
    ck_assert_uint_gt(percent(4097, 4096), 100);
    ck_assert_uint_gt(percent(UINT64_MAX, 1), 100);
    ck_assert_uint_eq(percent(UINT64_MAX / 2, UINT64_MAX), 49); // as near as 64 bits come
    ck_assert_uint_eq(percent(5, 0), 100);
}
END_TEST

START_TEST(sizes_are_rounded_up)
{
    ck_assert_str_eq(size_about(&arena, 0), "0");
    ck_assert_str_eq(size_about(&arena, 1023), "1023");
    ck_assert_str_eq(size_about(&arena, 1024), "1K");
    ck_assert_str_eq(size_about(&arena, 1025), "1.1K");
    ck_assert_str_eq(size_about(&arena, 2047), "2K");
    ck_assert_str_eq(size_about(&arena, (1 << 20) - 1), "1024K");
    ck_assert_str_eq(size_about(&arena, 3 << 19), "1.5M");
    ck_assert_str_eq(size_about(&arena, UINT64_MAX), "17179869184G");
}
END_TEST

// Rows of some sizes, one behind the other.
static struct picture_rows *make_rows(const uint64_t *sizes, size_t count)
{
    static const struct layout_flash device = {.size = 1 << 20};
    struct picture_rows *rows = arena_new(&arena, sizeof *rows);
    uint64_t offset = 0;
    rows->flash = &device;
    for (size_t i = 0; i < count; i++) {
        struct picture_row *row = arena_new(&arena, sizeof *row);
        *row = (struct picture_row){
            .kind = ROW_DATA,
            .name = "p",
            .type = "data.x",
            .offset = offset,
            .size = sizes[i],
            .documentation = "",
            .flags = "",
            .source = "",
        };
        list_append(&arena, &rows->all, row);
        offset += sizes[i];
    }
    return rows;
}

static struct plot *make_plot(const uint64_t *sizes, size_t count, bool is_aligned)
{
    struct plot *plot = plot_new(&arena, make_rows(sizes, count));
    struct plot_list plots = {0};
    list_append(&arena, &plots, plot);
    struct label_form form = label_form_choose(&arena, &plots, 500);
    plot_write(&arena, plot, &form);
    plot_place(&arena, plot, &(struct plot_scale){1 << 20, 400, is_aligned});
    return plot;
}

static void check_plot(const struct plot *plot)
{
    int64_t block = 0;
    int64_t label = 0;
    for (size_t i = 0; i < plot->parts.count; i++) {
        const struct plot_part *part = plot->parts.items[i];
        ck_assert_int_eq(part->y, block); // without a hole
        ck_assert_int_ge(part->height, BLOCK_LEAST);
        ck_assert_int_ge(part->label.y, label);
        block = part->y + part->height;
        label = part->label.y + part->label.height;
    }
    ck_assert_int_le(label, plot->height);
    ck_assert_int_eq(block, plot->bar_height);
}

START_TEST(labels_stand_beside_their_blocks)
{
    const uint64_t sizes[] = {1 << 18, 1 << 18, 1 << 19};
    const struct plot *plot = make_plot(sizes, 3, false);
    check_plot(plot);
    for (size_t i = 0; i < 3; i++) {
        const struct plot_part *part = plot->parts.items[i];
        ck_assert_int_eq(part->label.y + LINE_HEIGHT / 2, part->anchor);
        ck_assert(!part->is_unscaled);
    }
}
END_TEST

START_TEST(labels_of_small_blocks_make_room)
{
    uint64_t sizes[40];
    for (size_t i = 0; i < 40; i++) {
        sizes[i] = i == 20 ? (1 << 20) - 39 * 4096 : 4096;
    }
    const struct plot *plot = make_plot(sizes, 40, false);
    check_plot(plot);
    ck_assert(((const struct plot_part *)plot->parts.items[0])->is_unscaled);
    ck_assert(!((const struct plot_part *)plot->parts.items[20])->is_unscaled);
    check_plot(make_plot(sizes, 40, true));
}
END_TEST

START_TEST(labels_never_meet)
{
    uint64_t state = 20261121;
    for (int round = 0; round < 500; round++) {
        uint64_t sizes[95];
        size_t count = 1 + unit_random(&state) % 95;
        for (size_t i = 0; i < count; i++) {
            sizes[i] = (unit_random(&state) % 16 ? 1 : 1 + unit_random(&state) % 64) * 4096;
        }
        check_plot(make_plot(sizes, count, round % 2));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, cells_are_counted);
    tcase_add_test(tests, cells_are_clipped);
    tcase_add_test(tests, cells_are_cleaned);
    tcase_add_test(tests, cells_are_wrapped);
    tcase_add_test(tests, percents_are_rounded);
    tcase_add_test(tests, sizes_are_rounded_up);
    tcase_add_test(tests, labels_stand_beside_their_blocks);
    tcase_add_test(tests, labels_of_small_blocks_make_room);
    tcase_add_test(tests, labels_never_meet);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
