// Writing files so that all or none change, and what must not be overwritten.
#include "output.h"
#include "posix.h"

#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct sources sources;
static struct diagnostics diagnostics;
static char folder[] = "schemac-test-XXXXXX";

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    sources_init(&sources, &arena, &host_posix);
    diagnostics_init(&diagnostics, &arena, &sources);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    umask(022);
}

static void tear_down(void)
{
    unlink(arena_format(&arena, "%s/file", folder));
    rmdir(folder);
    arena_release(&arena);
}

static enum written write_file(const char *text, bool is_secret)
{
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    struct buffer content;
    enum written written;
    buffer_init(&content, &arena);
    buffer_text(&content, text);
    artifact_add(&arena, &artifacts, "file", &content)->is_secret = is_secret;
    ck_assert(output_write(folder, &artifacts, &inputs, &diagnostics, &written));
    return written;
}

static unsigned rights(void)
{
    struct stat status;
    ck_assert_int_eq(stat(arena_format(&arena, "%s/file", folder), &status), 0);
    return status.st_mode & 0777;
}

START_TEST(a_plain_file_has_the_usual_rights)
{
    ck_assert_int_eq(write_file("plain", false), WRITTEN_NEW);
    ck_assert_uint_eq(rights(), 0644);
}
END_TEST

START_TEST(a_secret_file_is_its_owner_s)
{
    ck_assert_int_eq(write_file("secret", true), WRITTEN_NEW);
    ck_assert_uint_eq(rights(), 0600);
}
END_TEST

START_TEST(a_file_that_becomes_secret_is_closed)
{
    write_file("plain", false);
    ck_assert_int_eq(write_file("secret", true), WRITTEN_CHANGED);
    ck_assert_uint_eq(rights(), 0600);
}
END_TEST

START_TEST(an_unchanged_file_is_closed_too)
{
    write_file("secret", false);
    ck_assert_int_eq(write_file("secret", true), WRITTEN_UNCHANGED);
    ck_assert_uint_eq(rights(), 0600);
}
END_TEST

START_TEST(narrower_rights_stay)
{
    write_file("secret", true);
    ck_assert_int_eq(chmod(arena_format(&arena, "%s/file", folder), 0400), 0);
    ck_assert_int_eq(write_file("secret", true), WRITTEN_UNCHANGED);
    ck_assert_uint_eq(rights(), 0400);
}
END_TEST

START_TEST(the_rights_of_what_is_replaced_are_kept)
{
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    struct buffer content;
    write_file("before", false);
    ck_assert_int_eq(chmod(arena_format(&arena, "%s/file", folder), 0751), 0);
    buffer_init(&content, &arena);
    buffer_text(&content, "behind");
    artifact_add(&arena, &artifacts, "file", &content)->keeps_rights = true;
    artifact_add(&arena, &artifacts, "other", &content)->keeps_rights = true; // is not there
    ck_assert(output_write(folder, &artifacts, &inputs, &diagnostics, NULL));
    ck_assert_uint_eq(rights(), 0751);
    ck_assert_int_eq(unlink(arena_format(&arena, "%s/other", folder)), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output");
    TCase *cases = tcase_create("secrets");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, a_plain_file_has_the_usual_rights);
    tcase_add_test(cases, a_secret_file_is_its_owner_s);
    tcase_add_test(cases, a_file_that_becomes_secret_is_closed);
    tcase_add_test(cases, an_unchanged_file_is_closed_too);
    tcase_add_test(cases, narrower_rights_stay);
    tcase_add_test(cases, the_rights_of_what_is_replaced_are_kept);
    suite_add_tcase(suite, cases);
    return unit_run(suite);
}
