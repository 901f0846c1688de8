#include "process.h"

#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>

enum { THREADS = 8, RUNS = 20 };

static struct process shell(struct arena *arena, const char *script)
{
    const char *const words[] = {"/bin/sh", "-c", script, NULL};
    struct process process = {.signals = NULL};
    buffer_init(&process.output, arena);
    ck_assert_int_eq(process_run("/bin/sh", words, &process), 0);
    return process;
}

START_TEST(output_and_status)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    struct process process = shell(&arena, "echo out; echo err >&2; cat; exit 7");
    ck_assert_str_eq(process.output.bytes, "out\nerr\n");
    ck_assert(WIFEXITED(process.status) && WEXITSTATUS(process.status) == 7);
    ck_assert(!process.is_cut);
    process = shell(&arena, "kill -TERM $$");
    ck_assert(WIFSIGNALED(process.status) && WTERMSIG(process.status) == SIGTERM);
    ck_assert_uint_eq(process.output.length, 0);
    arena_release(&arena);
}
END_TEST

START_TEST(only_the_end_of_long_output_is_kept)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    struct process process = shell(&arena, "yes | head -c 1000000; printf end");
    ck_assert(process.is_cut);
    ck_assert_uint_eq(process.output.length, PROCESS_OUTPUT_LIMIT);
    ck_assert_str_eq(process.output.bytes + PROCESS_OUTPUT_LIMIT - 5, "y\nend");
    arena_release(&arena);
}
END_TEST

START_TEST(what_cannot_be_started)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    const char *const words[] = {"x", NULL};
    struct process process = {.signals = NULL};
    buffer_init(&process.output, &arena);
    ck_assert_int_eq(process_run("/nowhere/x", words, &process), ENOENT);
    ck_assert_int_eq(process_run("/", words, &process), EACCES);
    ck_assert_int_eq(process_run("sh", words, &process), ENOENT);
    arena_release(&arena);
}
END_TEST

// What a child sees, which others inherited from whoever runs the test.
static const char list_descriptors[] = "for fd in /proc/$$/fd/*; do printf '%s ' ${fd##*/}; done";

struct repetition {
    const char *expected;
    size_t failures;
};

static void *run_many(void *context)
{
    struct repetition *repetition = context;
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    for (size_t i = 0; i < RUNS; i++) {
        struct process process = shell(&arena, list_descriptors);
        bool is_same = process.output.length > 0 && process.status == 0 &&
                       strcmp(process.output.bytes, repetition->expected) == 0;
        repetition->failures += !is_same;
    }
    arena_release(&arena);
    return NULL;
}

START_TEST(no_descriptor_of_one_run_gets_into_another)
{
    struct arena arena;
    pthread_t threads[THREADS];
    struct repetition repetitions[THREADS];
    arena_init(&arena, unit_exhausted);
    struct process alone = shell(&arena, list_descriptors);
    for (size_t i = 0; i < THREADS; i++) {
        repetitions[i] = (struct repetition){alone.output.bytes, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run_many, &repetitions[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_uint_eq(repetitions[i].failures, 0);
    }
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("process");
    TCase *tests = tcase_create("process");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, output_and_status);
    tcase_add_test(tests, only_the_end_of_long_output_is_kept);
    tcase_add_test(tests, what_cannot_be_started);
    tcase_add_test(tests, no_descriptor_of_one_run_gets_into_another);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
