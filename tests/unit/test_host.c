// Hosts: files in memory, alone and over another host, and one that refuses everything.
#include "driver.h"
#include "memory.h"
#include "posix.h"

#include "unit.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__
#define HAS_SANITIZER 1
#endif

static struct arena arena;
static struct memory memory;

static void set_up(void)
{
    arena_init(&arena, unit_exhausted);
    memory_init(&memory, &arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static void put(const char *path, const char *text)
{
    memory_put(&memory, path, text, strlen(text));
}

static const char *text_of(const struct host *host, const char *path)
{
    struct buffer buffer;
    struct host_status status;
    buffer_init(&buffer, &arena);
    const char *error = host_read(host, path, 1000, &buffer, &status);
    return error ? error : buffer.length ? buffer.bytes : "";
}

static const char *names_in(const struct host *host, const char *path)
{
    struct buffer buffer;
    const char *error;
    struct text_list names = host_list(host, &arena, path, &error);
    buffer_init(&buffer, &arena);
    for_each (name, &names) {
        buffer_format(&buffer, "%s ", name);
    }
    return error ? error : buffer.length ? buffer.bytes : "";
}

START_TEST(a_path_is_found_however_it_is_written)
{
    const char *error;
    put("a/b.txt", "one");
    put("/a/c/d.txt", "two");
    ck_assert_str_eq(text_of(&memory.host, "/a/b.txt"), "one");
    ck_assert_str_eq(text_of(&memory.host, "./a//c/../b.txt"), "one");
    ck_assert_str_eq(text_of(&memory.host, "../../a/c/d.txt"), "two");
    put("/a/b.txt", "three");
    ck_assert_str_eq(text_of(&memory.host, "a/b.txt"), "three");
    ck_assert_str_eq(host_real_path(&memory.host, &arena, "a/c/.", &error), "/a/c");
    ck_assert_ptr_null(host_real_path(&memory.host, &arena, "a/x", &error));
    ck_assert_str_eq(error, "No such file or directory");
    ck_assert_str_eq(text_of(&memory.host, "a/c"), "it is a directory");
    ck_assert(memory_remove(&memory, "a/b.txt") && !memory_remove(&memory, "a/b.txt"));
    ck_assert_str_eq(text_of(&memory.host, "a/b.txt"), "No such file or directory");
}
END_TEST

START_TEST(directories_are_what_paths_imply)
{
    put("a/b.txt", "");
    put("a.txt", "");
    put("a/c/d.txt", "");
    put("a/c/e.txt", "");
    put("a/c.txt", "");
    ck_assert_str_eq(names_in(&memory.host, "."), "a a.txt ");
    ck_assert_str_eq(names_in(&memory.host, "/a"), "b.txt c c.txt ");
    ck_assert_str_eq(names_in(&memory.host, "a/c/"), "d.txt e.txt ");
    ck_assert_str_eq(names_in(&memory.host, "b"), "No such file or directory");
    ck_assert(host_is_directory(&memory.host, "a/c") && !host_is_file(&memory.host, "a/c"));
    ck_assert(host_is_missing(&memory.host, "a/d") && host_is_file(&memory.host, "a/c.txt"));
}
END_TEST

START_TEST(reading_stops_beyond_a_limit)
{
    struct buffer buffer;
    struct host_status status;
    buffer_init(&buffer, &arena);
    put("long", "0123456789");
    ck_assert_ptr_null(host_read(&memory.host, "long", 4, &buffer, &status));
    ck_assert_uint_eq(buffer.length, 5);
    ck_assert_uint_eq(status.size, 10);
}
END_TEST

START_TEST(patterns_match_as_a_shell_does)
{
    const struct host_search search = {.host = &memory.host, .arena = &arena, .limit = 100};
    put("k/one/Kconfig", "");
    put("k/two/Kconfig", "");
    put("k/.hidden/Kconfig", "");
    put("k/two/other", "");
    struct text_list paths = host_match(&search, "", "k/*/K[a-z]onfig");
    ck_assert_uint_eq(paths.count, 2);
    ck_assert_str_eq(paths.items[0], "k/one/Kconfig");
    ck_assert_str_eq(paths.items[1], "k/two/Kconfig");
    ck_assert_uint_eq(host_match(&search, "", "k/.*/*").count, 1);
    ck_assert_uint_eq(host_match(&search, "k/", "tw?/*").count, 2);
    ck_assert_uint_eq(host_match(&search, "", "*/x").count, 1); // nobody looks whether it is there
}
END_TEST

START_TEST(memory_hides_what_is_below_it)
{
    struct memory over;
    put("dir/both.txt", "below");
    put("dir/below.txt", "below");
    memory_init_over(&over, &arena, &memory.host);
    memory_put(&over, "/dir/both.txt", "above", 5);
    memory_put(&over, "dir/new.txt", "above", 5);
    ck_assert_str_eq(text_of(&over.host, "dir/both.txt"), "above");
    ck_assert_str_eq(text_of(&over.host, "dir/below.txt"), "below");
    ck_assert_str_eq(names_in(&over.host, "dir"), "below.txt both.txt new.txt ");
    ck_assert(memory_remove(&over, "dir/both.txt"));
    ck_assert_str_eq(text_of(&over.host, "dir/both.txt"), "below");
}
END_TEST

START_TEST(memory_over_a_disk_starts_where_the_process_is)
{
    struct memory over;
    const char *error;
    memory_init_over(&over, &arena, &host_posix);
    const char *here = host_real_path(&host_posix, &arena, ".", &error);
    memory_put(&over, "unsaved.txt", "text", 4);
    ck_assert_str_eq(text_of(&over.host, arena_format(&arena, "%s/unsaved.txt", here)), "text");
    ck_assert(host_is_directory(&over.host, "/"));
    ck_assert((over.host.run == NULL) == (host_posix.run == NULL));
}
END_TEST

START_TEST(nothing_is_there_without_a_host)
{
    const char *error;
    ck_assert_str_eq(text_of(&host_none, "/etc/passwd"), "no files may be read here");
    ck_assert_str_eq(names_in(&host_none, "/"), "no files may be read here");
    ck_assert_ptr_null(host_real_path(&host_none, &arena, "/", &error));
    ck_assert(!host_is_missing(&host_none, "x"));
    ck_assert_ptr_null(host_variable(&host_none, "PATH"));
}
END_TEST

START_TEST(a_schema_in_memory_includes_another)
{
    struct compilation compilation;
    put("dir/main.pschema", "schema a revision 1;\ntarget esp32 { flash 4M; }\n"
                            "include \"../more.pschema\";\ninclude \"./../more.pschema\";\n");
    put("more.pschema", "table main { partition app app.factory size SIZE; }\nconst SIZE = 1M;\n");
    compilation_init(&compilation, &memory.host, unit_exhausted);
    ck_assert(compilation_read(&compilation, "dir/main.pschema"));
    const struct layout *layout = compilation_layout(
        &compilation, (struct invocation){.schema = "dir/main.pschema", .output = "."});
    ck_assert_ptr_nonnull(layout);
    ck_assert_uint_eq(layout->partitions.count, 1);
    ck_assert_uint_eq(compilation.diagnostics.errors, 0);
    compilation_release(&compilation);
}
END_TEST

#ifndef HAS_SANITIZER // which has memory of its own
static void leave(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

// As the library does it: the jump leaves the host's function.
START_TEST(nothing_stays_open_where_memory_ends)
{
    char path[] = "/tmp/schemac-test-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(ftruncate(file, (off_t)1 << 30), 0);
    close(file);
    struct rlimit before;
    struct buffer content;
    struct host_status status;
    jmp_buf here;
    volatile bool has_left = false;
    getrlimit(RLIMIT_AS, &before);
    const struct rlimit less = {(rlim_t)512 << 20, before.rlim_max};
    setrlimit(RLIMIT_AS, &less);
    buffer_init(&content, &arena);
    arena.exhausted = leave;
    arena.context = &here;
    if (setjmp(here) == 0) {
        host_read(&host_posix, path, UINT64_MAX, &content, &status);
    } else {
        has_left = true;
    }
    setrlimit(RLIMIT_AS, &before);
    unlink(path);
    ck_assert(has_left);
    ck_assert_ptr_eq(arena.context, &here); // as it was
    int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(next);
    ck_assert_int_eq(next, file);
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("host");
    TCase *tests = tcase_create("host");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_path_is_found_however_it_is_written);
    tcase_add_test(tests, directories_are_what_paths_imply);
    tcase_add_test(tests, reading_stops_beyond_a_limit);
    tcase_add_test(tests, patterns_match_as_a_shell_does);
    tcase_add_test(tests, memory_hides_what_is_below_it);
    tcase_add_test(tests, memory_over_a_disk_starts_where_the_process_is);
    tcase_add_test(tests, nothing_is_there_without_a_host);
    tcase_add_test(tests, a_schema_in_memory_includes_another);
#ifndef HAS_SANITIZER
    tcase_add_test(tests, nothing_stays_open_where_memory_ends);
#endif
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
