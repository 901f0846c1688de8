// Texts in memory are formatted without a file.
#include "format.h"

#include "unit.h"

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static enum format_result format(const char *text, struct buffer *result)
{
    buffer_init(result, &arena);
    return format_text(&arena, text, strlen(text), result);
}

static void expect(const char *text, const char *expected)
{
    struct buffer result;
    ck_assert_int_eq(format(text, &result), FORMAT_DONE);
    ck_assert_str_eq(result.length ? result.bytes : "", expected);
}

START_TEST(a_text_gets_its_form)
{
    expect("", "");
    expect("const A=1;const LONG=- 2 ;// why", "const A    = 1;\nconst LONG = -2;  // why\n");
}
END_TEST

START_TEST(what_is_there_stays_before_it)
{
    struct buffer result;
    buffer_init(&result, &arena);
    buffer_text(&result, "// made of a CSV\n");
    ck_assert_int_eq(format_text(&arena, "const  A = 1;", 13, &result), FORMAT_DONE);
    ck_assert_str_eq(result.bytes, "// made of a CSV\nconst A = 1;\n");
}
END_TEST

START_TEST(a_mistake_is_told)
{
    struct buffer result;
    ck_assert_int_eq(format("const A = ;", &result), FORMAT_WRONG_INPUT);
    ck_assert_int_eq(format("partition \xff", &result), FORMAT_WRONG_INPUT);
}
END_TEST

// Each line with a number from 0 on.
static struct buffer lines(size_t count, size_t skipped, const char *suffix)
{
    struct buffer text;
    buffer_init(&text, &arena);
    for (size_t i = 0; i < count; i++) {
        if (i != skipped) {
            buffer_format(&text, "%zu%s\n", i, suffix);
        }
    }
    return text;
}

static const char *difference(const struct buffer *before, const struct buffer *after)
{
    struct buffer out;
    buffer_init(&out, &arena);
    format_difference("x", before, after, before, after, &out);
    return out.length ? out.bytes : "";
}

START_TEST(differences_are_shown_in_hunks)
{
    const struct buffer all = lines(20, 99, "");
    const struct buffer less = lines(20, 10, "");
    const struct buffer none = lines(0, 0, "");
    const struct buffer one = lines(1, 99, "");
    ck_assert_str_eq(difference(&all, &all), "");
    ck_assert_str_eq(difference(&all, &less),
                     "--- x\n+++ x\n@@ -8,7 +8,6 @@\n 7\n 8\n 9\n-10\n 11\n 12\n 13\n");
    ck_assert_str_eq(difference(&less, &all),
                     "--- x\n+++ x\n@@ -8,6 +8,7 @@\n 7\n 8\n 9\n+10\n 11\n 12\n 13\n");
    ck_assert_str_eq(difference(&none, &one), "--- x\n+++ x\n@@ -0,0 +1 @@\n+0\n");
    ck_assert_str_eq(difference(&one, &none), "--- x\n+++ x\n@@ -1 +0,0 @@\n-0\n");
}
END_TEST

START_TEST(too_many_differences_are_one)
{
    const struct buffer before = lines(3000, 9999, "");
    const struct buffer after = lines(3000, 9999, " else");
    const char *text = difference(&before, &after);
    ck_assert(strstr(text, "@@ -1,3000 +1,3000 @@\n-0\n-1\n"));
    ck_assert(strstr(text, "-2999\n+0 else\n"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("format");
    TCase *cases = tcase_create("format");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_text_gets_its_form);
    tcase_add_test(cases, what_is_there_stays_before_it);
    tcase_add_test(cases, a_mistake_is_told);
    tcase_add_test(cases, differences_are_shown_in_hunks);
    tcase_add_test(cases, too_many_differences_are_one);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
