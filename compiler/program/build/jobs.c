// Images are built by a pool of threads, as many as there are cores, which take the next job from a
// counter. A job shares nothing that is written: it has an arena, sources and diagnostics of its
// own, so no lock is needed while it runs, but for the line that shows the progress.
//
// Once all threads are done, what the jobs reported is moved into the compilation in the order of
// the jobs, never in the order in which they finished: the output is the same on any number of
// cores. Sources that a job read are numbered after those of the compilation, so their places are
// shifted when they are adopted (take_over).
//
// Signals are held back while the pool runs. A job that starts a program has to remove its
// temporary files before the process ends.
#include "jobs.h"

#include "shown.h"
#include "signals.h"
#include "terminal.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { THREAD_LIMIT = 64 };

struct pool {
    struct job *const *jobs;
    size_t count;
    atomic_size_t next;
    pthread_mutex_t showing; // of what follows
    size_t done;
    bool shows_progress;
    bool drops_images;
    struct signals signals; // held back: programs that make images have to clean up
};

// Whether anything has to be kept of a job once its image is gone: a diagnostic, or a value that
// must not be shown.
static bool has_found(const struct job *job)
{
    return job->diagnostics.kept.count || job->sources.hidden.count;
}

struct job *job_new(struct session *session, const struct images *images,
                    const struct partition *partition, const char *name)
{
    struct compilation *compilation = &session->compilation;
    struct job *job = arena_new(&compilation->arena, sizeof *job);
    arena_init(&job->arena, compilation->arena.exhausted);
    job->sources = sources_fork(&compilation->sources, &job->arena);
    diagnostics_init(&job->diagnostics, &job->arena, &job->sources);
    job->diagnostics.settings = compilation->diagnostics.settings;
    arena_init(&job->image_arena, compilation->arena.exhausted);
    buffer_init(&job->image, &job->image_arena);
    image_notes_begin(&job->notes, image_plan_of(images, partition));
    job->name = name;
    job->is_echo = !image_is_judged(partition); // the layout may be gone when that is asked for
    job->files = compilation->sources.files.count;
    job->end = compilation->sources.end;
    job->request = (struct image_request){
        .images = images,
        .partition = partition,
        .notes = &job->notes,
        .settings = &session->options->images,
        .diagnostics = &job->diagnostics,
        .sources = &job->sources,
        .arena = &job->arena,
    };
    return job;
}

// One line that each job overwrites: `\r` to its start, `ESC [ K` (ECMA-48 EL) clears what a
// longer name left. The name may come from the schema, and is shown without what a terminal would
// obey.
static void show_progress(struct pool *pool, struct job *job)
{
    struct buffer name;
    buffer_init(&name, &job->arena);
    shown_line(&name, job->name, strlen(job->name));
    pthread_mutex_lock(&pool->showing);
    pool->done++;
    if (pool->shows_progress) {
        fprintf(stderr, "\r\033[K[%zu/%zu] %s", pool->done, pool->count, name.bytes);
    }
    pthread_mutex_unlock(&pool->showing);
}

// What a thread does. It stops early only when a signal has come, since a build that is interrupted
// is not going to write anything.
static void *run_jobs(void *context)
{
    struct pool *pool = context;
    for (;;) {
        size_t next = atomic_fetch_add(&pool->next, 1);
        if (next >= pool->count || signals_have_come(&pool->signals)) {
            return NULL;
        }
        struct job *job = pool->jobs[next];
        assert(job->image.length == 0); // it is run once
        image_make(&job->request, &job->image);
        show_progress(pool, job);
        if (pool->drops_images) {
            arena_release(&job->image_arena);
        }
        if (pool->drops_images && !has_found(job)) {
            arena_release(&job->arena);
        }
    }
}

// The caller is one of the threads. More threads than jobs would only be started and joined.
static size_t thread_count(size_t jobs)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = cores < 1 ? 1 : cores > THREAD_LIMIT ? THREAD_LIMIT : (size_t)cores;
    return count < jobs ? count : jobs;
}

// A thread that cannot be started is not an error: the others, or in the end the caller, do its
// work.
static void run_all(const struct session *session, const struct job_list *jobs, bool drops_images)
{
    struct pool pool = {
        .jobs = jobs->items,
        .count = jobs->count,
        .showing = PTHREAD_MUTEX_INITIALIZER,
        .drops_images = drops_images,
        .shows_progress =
            terminal_is_capable(STDERR_FILENO) && !option_is_given(session->options, OPTION_QUIET),
    };
    pthread_t threads[THREAD_LIMIT];
    size_t started = 0;
    signals_hold(&pool.signals);
    for (size_t i = 1; i < thread_count(jobs->count); i++) { // this one is the first
        started += pthread_create(&threads[started], NULL, run_jobs, &pool) == 0;
    }
    run_jobs(&pool);
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    if (pool.shows_progress && pool.count) {
        fputs("\r\033[K", stderr);
    }
    signals_release(&pool.signals);
}

// Moves what a job reported, and the memory that it is in, into the compilation. A job that found
// nothing leaves no source behind.
// What an echo found was reported, if anything was.
static void take_over(struct compilation *compilation, struct job *job)
{
    bool is_known = job->is_echo && compilation->diagnostics.errors;
    if (has_found(job) && !is_known) {
        uint32_t shift = sources_adopt(&compilation->sources, &job->sources, job->files, job->end);
        diagnostics_adopt(&compilation->diagnostics, &job->diagnostics, job->end, shift);
        arena_adopt(&compilation->arena, &job->arena); // which has what they say
    }
}

bool jobs_run(struct session *session, const struct job_list *jobs)
{
    struct compilation *compilation = &session->compilation;
    run_all(session, jobs, false);
    for (size_t i = 0; i < jobs->count; i++) {
        take_over(compilation, jobs->items[i]);
    }
    return compilation->diagnostics.errors == 0;
}

void findings_init(struct findings *findings, struct arena *arena)
{
    *findings = (struct findings){.jobs = {0}};
    names_init(&findings->known, arena);
}

// The names are interned, so that a text is known from the second time on: the count shows whether
// it was added.
static bool is_new(struct findings *findings, const char *text)
{
    size_t count = findings->known.count;
    names_intern(&findings->known, text, strlen(text));
    return findings->known.count > count;
}

// A finding has a place in a file of its name, which each job reads for itself.
static const char *finding_text(struct job *job, const struct diagnostic *diagnostic)
{
    bool has_place = span_is_known(diagnostic->span);
    const struct source *source =
        has_place ? sources_find(&job->sources, diagnostic->span.start) : NULL;
    return arena_format(
        &job->arena, "%d %s %u %s", (int)diagnostic->code, source ? source->path : "",
        source ? (unsigned)(diagnostic->span.start - source->start) : 0, diagnostic->message);
}

// All findings of a job are entered, even after the first that is new: a later job with only the
// others has nothing new.
static bool has_news(struct findings *findings, struct job *job)
{
    bool has_any = false;
    for (size_t i = 0; i < job->diagnostics.kept.count; i++) {
        has_any |= is_new(findings, finding_text(job, job->diagnostics.kept.items[i]));
    }
    for_each (hidden, &job->sources.hidden) {
        has_any |= is_new(findings, sources_text(&job->sources, *hidden));
    }
    return has_any;
}

// Only one of the jobs that found the same is kept: with a hundred variants of one table, a mistake
// would otherwise be listed a hundred times.
void jobs_judge(struct session *session, const struct job_list *jobs, struct findings *findings)
{
    run_all(session, jobs, true);
    for_each (job, jobs) {
        if (has_news(findings, job)) {
            list_append(&session->compilation.arena, &findings->jobs, job);
        } else {
            arena_release(&job->arena);
        }
    }
}

void jobs_report(struct session *session, const struct findings *findings)
{
    for (size_t i = 0; i < findings->jobs.count; i++) {
        take_over(&session->compilation, findings->jobs.items[i]);
    }
}

// For an image that goes on living, such as a piece of a flash: its memory becomes the
// compilation's.
void job_keep(struct session *session, struct job *job, struct images *images)
{
    images_keep_notes(images, job->request.partition, &job->notes);
    arena_adopt(&session->compilation.arena, &job->arena);
    arena_adopt(&session->compilation.arena, &job->image_arena);
}

// For an image that was written or staged: only its notes are kept, which are not in the job's
// memory once images_keep_notes() has copied them.
void job_release(struct job *job, struct images *images)
{
    images_keep_notes(images, job->request.partition, &job->notes);
    arena_release(&job->arena);
    arena_release(&job->image_arena);
}
