// Programs that the host runs.
#include "posix.h"

#include "unit.h"

#include <pthread.h>
#include <signal.h>

enum { THREADS = 8, RUNS = 20 };

static struct host_process run(struct arena *arena, const char *program, const char *const *words)
{
    struct host_process process = {.start = HOST_NOT_STARTED};
    buffer_init(&process.output, arena);
    host_posix.run(host_posix.context, NULL, program, words, &process);
    return process;
}

static struct host_process shell(struct arena *arena, const char *script)
{
    const char *const words[] = {"/bin/sh", "-c", script, NULL};
    struct host_process process = run(arena, "/bin/sh", words);
    ck_assert_int_eq(process.start, HOST_STARTED);
    return process;
}

START_TEST(output_and_status)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    struct host_process process = shell(&arena, "echo out; echo err >&2; cat; exit 7");
    ck_assert_str_eq(process.output.bytes, "out\nerr\n");
    ck_assert(process.has_exited && process.exit_status == 7);
    ck_assert(!process.is_cut);
    process = shell(&arena, "kill -TERM $$");
    ck_assert(!process.has_exited && process.signal == SIGTERM);
    ck_assert_uint_eq(process.output.length, 0);
    arena_release(&arena);
}
END_TEST

START_TEST(only_the_end_of_long_output_is_kept)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    struct host_process process = shell(&arena, "yes | head -c 1000000; printf end");
    ck_assert(process.is_cut);
    ck_assert_uint_eq(process.output.length, HOST_OUTPUT_LIMIT);
    ck_assert_str_eq(process.output.bytes + HOST_OUTPUT_LIMIT - 5, "y\nend");
    arena_release(&arena);
}
END_TEST

START_TEST(what_cannot_be_started)
{
    struct arena arena;
    arena_init(&arena, unit_exhausted);
    const char *const words[] = {"x", NULL};
    ck_assert_int_eq(run(&arena, "/nowhere/x", words).start, HOST_NO_PROGRAM);
    ck_assert_int_eq(run(&arena, "/", words).start, HOST_NOT_STARTED);
    ck_assert_str_eq(run(&arena, "/", words).error, "Permission denied");
    ck_assert_int_eq(run(&arena, "sh", words).start, HOST_NO_PROGRAM);
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
        struct host_process process = shell(&arena, list_descriptors);
        bool is_same = process.output.length > 0 && process.exit_status == 0 &&
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
    struct host_process alone = shell(&arena, list_descriptors);
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
