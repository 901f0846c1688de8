// Layout marks of apps: found before the end of an app alone, and judged as a device does.
#include "app_mark.h"

#include "unit.h"

enum { SIZE = 400, MARK = LAYOUT_MARK_SMALLEST, HEADER = 24 + 8, OURS = 7, OTHER = 9 };

static uint8_t bytes[SIZE];
static struct arena arena;

static void exhausted(void *context)
{
    (void)context;
    ck_abort_msg("no memory");
}

static void set_up(void)
{
    arena_init(&arena, exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

// An ESP32's app with one segment.
static void put_app(uint32_t segment)
{
    memset(bytes, 0, sizeof bytes);
    bytes[0] = 0xe9;
    bytes[1] = 1;
    bytes[28] = (uint8_t)segment;
    bytes[29] = (uint8_t)(segment >> 8);
}

static void put_mark(size_t at, uint64_t digest)
{
    struct buffer mark;
    buffer_init(&mark, &arena);
    layout_mark_encode(digest, &mark);
    ck_assert_uint_eq(mark.length, MARK);
    memcpy(bytes + at, mark.bytes, mark.length);
}

static void expect(enum app_mark_verdict verdict, size_t offset)
{
    struct app_image image;
    struct layout_mark mark = {0};
    ck_assert(app_image_read(bytes, sizeof bytes, &image));
    ck_assert_int_eq(app_mark_judge(&image, OURS, &mark), verdict);
    ck_assert_uint_eq(mark.offset, offset);
}

START_TEST(what_follows_an_app_is_not_its)
{
    put_app(200);
    put_mark(HEADER + 200, OURS);
    expect(APP_MARK_NONE, 0);
    put_mark(HEADER + 200 - MARK + 1, OURS);
    expect(APP_MARK_DAMAGED, HEADER + 200 - MARK + 1);
    put_mark(HEADER + 200 - MARK, OURS);
    expect(APP_MARK_FITS, HEADER + 200 - MARK);
    put_app(SIZE); // cut off: all that is there is looked through
    put_mark(SIZE - MARK, OTHER);
    expect(APP_MARK_OTHER, SIZE - MARK);
}
END_TEST

START_TEST(one_mark_that_fits_is_enough)
{
    put_app(200);
    put_mark(50, OTHER);
    put_mark(100, OURS);
    expect(APP_MARK_FITS, 100);
    put_mark(50, OURS);
    bytes[50 + MARK - 1] ^= 1;
    expect(APP_MARK_FITS, 100);
    put_mark(100, OTHER);
    expect(APP_MARK_OTHER, 100); // which says more than a damaged one
    bytes[100 + MARK - 1] ^= 1;
    expect(APP_MARK_DAMAGED, 50);
}
END_TEST

START_TEST(migrations_count_as_far_as_they_go)
{
    struct layout_mark mark;
    struct buffer text;
    buffer_init(&text, &arena);
    layout_mark_encode(OTHER, &text);
    ck_assert(!layout_mark_find((const uint8_t *)text.bytes, text.length, 1, &mark));
    ck_assert(layout_mark_find((const uint8_t *)text.bytes, text.length, 0, &mark));
    ck_assert(layout_mark_names(&mark, OTHER));
    ck_assert(!layout_mark_names(&mark, OURS));
    static const uint8_t migrations[] = {1, 0, 0, 0, 0, 0, 0, 0, OURS, 0, 0, 0, 0, 0, 0, 0};
    mark.migrations = migrations;
    mark.count = 1;
    ck_assert(!layout_mark_names(&mark, OURS));
    mark.count = 2;
    ck_assert(layout_mark_names(&mark, OURS));
    ck_assert_uint_eq(layout_mark_migration(&mark, 1), OURS);
    mark.damage = "it is cut off";
    ck_assert(!layout_mark_names(&mark, OURS));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("app_mark");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, what_follows_an_app_is_not_its);
    tcase_add_test(all, one_mark_that_fits_is_enough);
    tcase_add_test(all, migrations_count_as_far_as_they_go);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
