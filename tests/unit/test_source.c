// Sources: places in them, files that are read once, and errors of reading.
#include "source.h"
#include "posix.h"

#include "unit.h"

static struct arena arena;
static struct sources sources;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static const struct source *add(const char *path, const char *text)
{
    return sources_add(&sources, path, text, strlen(text));
}

static void expect(const struct source *source, uint32_t offset, size_t line, size_t column,
                   const char *text)
{
    struct place place = sources_place(&sources, source->start + offset);
    ck_assert_ptr_eq(place.source, source);
    ck_assert_uint_eq(place.line, line);
    ck_assert_uint_eq(place.column, column);
    ck_assert_uint_eq(place.length, strlen(text));
    ck_assert_mem_eq(place.text, text, place.length);
}

START_TEST(lines_and_columns)
{
    const struct source *source = add("a", "one\ntw\xc3\xb6 x\r\n\nlast");
    expect(source, 0, 1, 1, "one");
    expect(source, 3, 1, 4, "one");
    expect(source, 4, 2, 1, "tw\xc3\xb6 x");
    expect(source, 8, 2, 4, "tw\xc3\xb6 x"); // one column a character
    expect(source, 12, 3, 1, "");
    expect(source, 13, 4, 1, "last");
    expect(source, 17, 4, 5, "last"); // the end of the file is a place too
}
END_TEST

START_TEST(a_byte_order_mark_takes_no_column)
{
    const struct source *source = add("a", "\xef\xbb\xbfone\ntwo");
    expect(source, 3, 1, 1, "one");
    expect(source, 7, 2, 1, "two");
}
END_TEST

START_TEST(many_sources_share_one_row_of_offsets)
{
    const struct source *all[100];
    for (size_t i = 0; i < 100; i++) {
        all[i] = add("x", i % 3 ? "abc\nd" : "");
    }
    for (size_t i = 0; i < 100; i++) {
        ck_assert_ptr_eq(sources_find(&sources, all[i]->start), all[i]);
        uint32_t end = all[i]->start + (uint32_t)all[i]->length;
        ck_assert_ptr_eq(sources_find(&sources, end), all[i]);
    }
}
END_TEST

START_TEST(paths_beside_a_file)
{
    ck_assert_str_eq(path_beside(&arena, "a/b.pschema", "c.bin"), "a/c.bin");
    ck_assert_str_eq(path_beside(&arena, "b.pschema", "c.bin"), "c.bin");
    ck_assert_str_eq(path_beside(&arena, "a/b.pschema", "/c.bin"), "/c.bin");
    ck_assert_str_eq(path_beside(&arena, "/b.pschema", "c.bin"), "/c.bin");
}
END_TEST

START_TEST(what_cannot_be_read_says_why)
{
    const char *error = NULL;
    ck_assert_ptr_null(sources_read(&sources, "no/such/file", &error));
    ck_assert_str_eq(error, "No such file or directory");
    ck_assert_ptr_null(sources_read(&sources, "/", &error));
    ck_assert_str_eq(error, "it is a directory");
    ck_assert_ptr_null(sources_read(&sources, "/dev/zero", &error));
    ck_assert_str_eq(error, "it is not a regular file");
    sources.host = &host_none;
    ck_assert_ptr_null(sources_read(&sources, "/etc/passwd", &error));
    ck_assert_str_eq(error, "no files may be read here");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("source");
    TCase *tests = tcase_create("source");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, lines_and_columns);
    tcase_add_test(tests, a_byte_order_mark_takes_no_column);
    tcase_add_test(tests, many_sources_share_one_row_of_offsets);
    tcase_add_test(tests, paths_beside_a_file);
    tcase_add_test(tests, what_cannot_be_read_says_why);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
