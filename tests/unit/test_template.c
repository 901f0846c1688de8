// Templates: values, sections, lines that depend on a value, and joined lines.
#include "template.h"

#include "unit.h"

static struct arena arena;
static struct template_values values;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    values = (struct template_values){0};
    template_set(&values, "name", "nvs");
    template_set(&values, "NAME", "NVS");
    template_set(&values, "none", NULL);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static const char *fill(const char *text, const char *section)
{
    struct buffer out;
    buffer_init(&out, &arena);
    buffer_text(&out, "");
    template_append(&out, text, section, &values);
    return out.bytes;
}

START_TEST(names_have_values)
{
    ck_assert_str_eq(fill("@@ a\n@name@: @NAME@_@name@@none@.\n", "a"), "nvs: NVS_nvs.\n");
    template_set(&values, "name", "a @NAME@");
    ck_assert_str_eq(fill("@@ a\n@name@", "a"), "a @NAME@"); // values are not read again
}
END_TEST

START_TEST(other_marks_stay)
{
    const char *text = "\t@touch @name@ $@ $@) a@b.c @ @\n@media print{}\n@name";
    const char *whole = arena_format(&arena, "@@ a\n%s", text);
    ck_assert_str_eq(fill(whole, "a"), "\t@touch nvs $@ $@) a@b.c @ @\n@media print{}\n@name");
}
END_TEST

START_TEST(sections_end_at_the_next)
{
    const char *text = "@# of nothing\n@@ a\n1\n\n@@ ab\n@# why\n2\n@@ b\n";
    ck_assert_str_eq(fill(text, "a"), "1\n\n");
    ck_assert_str_eq(fill(text, "ab"), "2\n");
    ck_assert_str_eq(fill(text, "b"), "");
}
END_TEST

START_TEST(lines_have_conditions)
{
    const char *text = "@@ a\n@?name@1 @name@\n@!name@2\n@?none@3\n@!none@4\n@?name@@name@";
    ck_assert_str_eq(fill(text, "a"), "1 nvs\n4\nnvs");
}
END_TEST

START_TEST(lines_can_go_on)
{
    ck_assert_str_eq(fill("@@ a\n<@\\\n@?none@b@\\\n@name@@\\\n>\n@\\\n", "a"), "<nvs>\n");
}
END_TEST

START_TEST(a_copy_is_a_scope)
{
    struct template_values outer = values;
    template_set(&values, "name", "otadata");
    ck_assert_str_eq(fill("@@ a\n@name@", "a"), "otadata");
    ck_assert_uint_eq(values.count, outer.count);
    values = outer;
    ck_assert_str_eq(fill("@@ a\n@name@", "a"), "nvs");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("template");
    TCase *tests = tcase_create("template");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, names_have_values);
    tcase_add_test(tests, other_marks_stay);
    tcase_add_test(tests, sections_end_at_the_next);
    tcase_add_test(tests, lines_have_conditions);
    tcase_add_test(tests, lines_can_go_on);
    tcase_add_test(tests, a_copy_is_a_scope);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
