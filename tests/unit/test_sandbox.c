// What a process can do in the sandbox, each in a child of its own.
#define _DEFAULT_SOURCE // MAP_ANONYMOUS
#include "sandbox.h"

#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __has_feature
#define HAS_FEATURE(name) __has_feature(name)
#else
#define HAS_FEATURE(name) 0
#endif
#if defined __linux__ && (defined __x86_64__ || defined __aarch64__) && !defined __ILP32__ &&      \
    !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__ &&                               \
    !HAS_FEATURE(address_sanitizer) && !HAS_FEATURE(thread_sanitizer) &&                           \
    !HAS_FEATURE(memory_sanitizer)
#if __has_include(<linux/seccomp.h>) && __has_include(<linux/filter.h>)
#define MAY_FILTER 1
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#endif
#endif

enum { REFUSED = 0, DONE = 1, SKIPPED = 2, CRASHED = 3 };

static char path[] = "/tmp/sandboxXXXXXX";

static void set_up(void)
{
    strcpy(path, "/tmp/sandboxXXXXXX");
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, "secret", 6), 6);
    close(file);
}

static void tear_down(void)
{
    unlink(path);
}

// Does something in the sandbox; what `act` returns comes back.
static int within(bool (*act)(const struct sandbox *sandbox), bool needs_filter)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct sandbox sandbox = sandbox_enter(path, ends[1]);
        bool is_skipped = needs_filter && sandbox.state != SANDBOX_CLOSED;
        _exit(is_skipped ? SKIPPED : act(&sandbox) ? DONE : REFUSED);
    }
    int status = 0;
    close(ends[1]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    char text[16] = "";
    ssize_t length = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    ck_assert(length <= 0 || strcmp(text, "secret") == 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : CRASHED;
}

static void expect_refused(bool (*act)(const struct sandbox *sandbox))
{
    int result = within(act, true);
    ck_assert_msg(result == REFUSED || result == SKIPPED, "result %d", result);
}

static bool copy_file(const struct sandbox *sandbox)
{
    char text[16];
    FILE *file = fopen(sandbox->path, "rb");
    size_t length = file ? fread(text, 1, sizeof text, file) : 0;
    return file && fclose(file) == 0 && write(sandbox->output, text, length) == (ssize_t)length;
}

static bool use_memory(const struct sandbox *sandbox)
{
    (void)sandbox;
    for (size_t size = 1; size < (size_t)64 << 20; size *= 2) {
        char *memory = malloc(size);
        if (!memory) {
            return false;
        }
        memset(memory, 1, size);
        memory = realloc(memory, size + size / 2);
        if (!memory || memory[size - 1] != 1) {
            return false;
        }
        free(memory);
    }
    return true;
}

static bool open_another(const struct sandbox *sandbox)
{
    (void)sandbox;
    return open("/etc/passwd", O_RDONLY) >= 0 || open(path, O_RDONLY) >= 0 ||
           access("/etc/passwd", R_OK) == 0;
}

static bool open_to_write(const struct sandbox *sandbox)
{
    return open(sandbox->path, O_WRONLY) >= 0 || open(sandbox->path, O_RDWR) >= 0 ||
           open(sandbox->path, O_RDONLY | O_TRUNC) >= 0 || unlink(sandbox->path) == 0;
}

// By another path at the same address.
static bool change_path(const struct sandbox *sandbox)
{
    void *page = (void *)((size_t)sandbox->path / 4096 * 4096);
    munmap(page, 4096);
    bool is_placed =
        mmap(page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
            MAP_FAILED ||
        mmap(page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == page;
    return is_placed || mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0;
}

static bool run_code(const struct sandbox *sandbox)
{
    (void)sandbox;
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0 ||
           mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
               MAP_FAILED;
}

static bool reach_out(const struct sandbox *sandbox)
{
    (void)sandbox;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
           kill(getppid(), 0) == 0 || mkdir("/tmp/sandbox_made", 0700) == 0 || chdir("/") == 0 ||
           execl("/bin/true", "true", (char *)NULL) == 0;
}

static bool start_process(const struct sandbox *sandbox)
{
    (void)sandbox;
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    return child > 0;
}

static bool take_too_much(const struct sandbox *sandbox)
{
    (void)sandbox;
    volatile char *memory = malloc((size_t)3 << 30);
    return memory != NULL;
}

static bool open_many(const struct sandbox *sandbox)
{
    (void)sandbox;
    return dup(sandbox->output) >= 0 && dup(sandbox->output) >= 0;
}

static bool print(const struct sandbox *sandbox)
{
    (void)sandbox;
    return printf("this is not seen\n") > 0 && fflush(stdout) == 0 &&
           fputs("nor this", stderr) >= 0;
}

START_TEST(the_file_is_read)
{
    ck_assert_int_eq(within(copy_file, false), DONE);
    ck_assert_int_eq(within(use_memory, false), DONE);
    ck_assert_int_eq(within(print, false), DONE);
}
END_TEST

START_TEST(nothing_else_is_allowed)
{
    expect_refused(open_another);
    expect_refused(open_to_write);
    expect_refused(change_path);
    expect_refused(run_code);
    expect_refused(reach_out);
    expect_refused(start_process);
}
END_TEST

#ifdef MAY_FILTER

// Whether the kernel takes a filter, one that allows everything.
static bool filters_work(void)
{
    pid_t child = fork();
    if (child == 0) {
        struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        struct sock_fprog program = {1, &allow};
        _exit(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

// Else all that needs the filter is skipped, and nobody notices.
START_TEST(the_filter_is_there)
{
    ck_assert(!filters_work() || within(copy_file, true) == DONE);
}
END_TEST

#endif

START_TEST(there_are_limits)
{
    expect_refused(take_too_much);
    ck_assert_int_eq(within(open_many, false), REFUSED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sandbox");
    TCase *tests = tcase_create("sandbox");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_file_is_read);
    tcase_add_test(tests, nothing_else_is_allowed);
#ifdef MAY_FILTER
    tcase_add_test(tests, the_filter_is_there);
#endif
    tcase_add_test(tests, there_are_limits);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
