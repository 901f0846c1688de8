#include "images.h"

#include "build_log.h"
#include "digest.h"
#include "emit.h"
#include "image.h"
#include "output.h"
#include "text.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { THREAD_LIMIT = 64 };

// An image that is to be made, with memory of its own, so that several are made at once.
struct job {
    struct image_request request;
    struct arena arena;
    struct sources sources;
    struct diagnostics diagnostics;
    struct buffer image;
    const char *path; // within the output folder
    struct logged_image *logged;
};

struct pool {
    struct job *const *jobs;
    size_t count;
    atomic_size_t next;
    pthread_mutex_t showing; // of what follows
    size_t done;
    bool shows_progress;
};

static void show_progress(struct pool *pool, const char *path)
{
    pthread_mutex_lock(&pool->showing);
    pool->done++;
    if (pool->shows_progress) {
        fprintf(stderr, "\r\033[K[%zu/%zu] %s", pool->done, pool->count, path);
    }
    pthread_mutex_unlock(&pool->showing);
}

static void *run_jobs(void *context)
{
    struct pool *pool = context;
    for (;;) {
        size_t next = atomic_fetch_add(&pool->next, 1);
        if (next >= pool->count) {
            return NULL;
        }
        struct job *job = pool->jobs[next];
        image_make(&job->request, &job->image);
        show_progress(pool, job->path);
    }
}

static size_t thread_count(size_t jobs)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = cores < 1 ? 1 : cores > THREAD_LIMIT ? THREAD_LIMIT : (size_t)cores;
    return count < jobs ? count : jobs;
}

static void run_all(const struct work *work, const struct list *jobs)
{
    struct pool pool = {
        .jobs = (struct job *const *)jobs->items,
        .count = jobs->count,
        .showing = PTHREAD_MUTEX_INITIALIZER,
        .shows_progress = isatty(STDERR_FILENO) && !work->session->options->is_quiet,
    };
    pthread_t threads[THREAD_LIMIT];
    size_t started = 0;
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
}

// What an image is made to be: what the schema says, the inputs that this names, and the device.
static uint32_t digest_of(const struct work *work, const struct layout *layout,
                          const struct partition *partition, const struct list *inputs)
{
    const struct image_settings *settings = &work->session->options->images;
    struct buffer text;
    buffer_init(&text, work->arena);
    buffer_format(&text, "%" PRIu32 " %s %zu ", content_digest(layout, partition),
                  settings->values ? settings->values : "", settings->device);
    for (size_t i = 0; i < inputs->count; i++) {
        const char *path = inputs->items[i];
        buffer_bytes(&text, path, strlen(path) + 1);
    }
    return digest_crc32(text.bytes, text.length);
}

// What was written to since the build began may have been read before: the next one looks again.
static struct stamp stamp_since(const char *path, const struct timespec *begin)
{
    struct stamp stamp = stamp_of(path);
    bool is_new = stamp.seconds > begin->tv_sec ||
                  (stamp.seconds == begin->tv_sec && stamp.nanoseconds >= begin->tv_nsec);
    return is_new ? (struct stamp){0} : stamp;
}

// Those that are logged already stand among the others, in the same order.
static void add_inputs(struct work *work, struct logged_image *logged, const struct list *paths)
{
    size_t before = logged->inputs.count;
    size_t known = 0;
    for (size_t i = 0; i < paths->count; i++) {
        const struct logged_file *next = known < before ? logged->inputs.items[known] : NULL;
        if (next && strcmp(next->path, paths->items[i]) == 0) {
            known++;
            continue;
        }
        struct logged_file *file = arena_new(work->arena, sizeof *file);
        *file = (struct logged_file){paths->items[i], stamp_since(paths->items[i], &work->begin)};
        list_append(work->arena, &logged->inputs, file);
    }
}

static const struct logged_image *find_logged(const struct list *log, const char *path)
{
    for (size_t i = 0; i < log->count; i++) {
        const struct logged_image *logged = log->items[i];
        if (strcmp(logged->image.path, path) == 0) {
            return logged;
        }
    }
    return NULL;
}

static bool is_up_to_date(const struct work *work, const struct logged_image *before,
                          const struct logged_image *now)
{
    const char *path = work_path(work, work->folder, now->image.path);
    if (!before || before->digest != now->digest ||
        !stamp_is_same(before->image.stamp, stamp_of(path))) {
        return false;
    }
    for (size_t i = 0; i < before->inputs.count; i++) {
        const struct logged_file *input = before->inputs.items[i];
        if (!stamp_is_same(input->stamp, stamp_of(input->path))) {
            return false;
        }
    }
    return true;
}

static bool is_closed_file(const struct work *work, const char *path)
{
    struct stat status;
    return stat(work_path(work, work->folder, path), &status) == 0 &&
           !(status.st_mode & (S_IRWXG | S_IRWXO));
}

static struct job *new_job(struct work *work, const struct layout *layout,
                           const struct partition *partition, struct logged_image *logged)
{
    struct compilation *compilation = &work->session->compilation;
    struct job *job = arena_new(work->arena, sizeof *job);
    arena_init(&job->arena, work->arena->exhausted);
    job->sources = sources_fork(&compilation->sources, &job->arena);
    diagnostics_init(&job->diagnostics, &job->arena, &job->sources);
    job->diagnostics.settings = compilation->diagnostics.settings;
    buffer_init(&job->image, &job->arena);
    job->path = logged->image.path;
    job->logged = logged;
    job->request = (struct image_request){
        .layout = layout,
        .partition = partition,
        .settings = &work->session->options->images,
        .diagnostics = &job->diagnostics,
        .sources = &job->sources,
        .arena = &job->arena,
    };
    return job;
}

static void plan_image(struct work *work, struct work_part *part, const struct list *log,
                       const struct partition *partition, struct list *jobs)
{
    const char *path = work_path(work, part->folder, image_path(part->layout, partition));
    if (partition->content->is_per_device && !work->session->options->images.values) {
        buffer_format(&work->rest, "skipped    %s/%s (one for each device: see --values)\n",
                      work->folder, path);
        return;
    }
    struct list inputs = image_inputs(part->layout, partition);
    struct logged_image *logged = arena_new(work->arena, sizeof *logged);
    logged->image.path = path;
    logged->digest = digest_of(work, part->layout, partition, &inputs);
    add_inputs(work, logged, &inputs);
    const struct logged_image *before = find_logged(log, path);
    bool is_closed = !partition->content->is_secret || is_closed_file(work, path);
    if (is_closed && is_up_to_date(work, before, logged)) {
        buffer_format(&work->rest, "unchanged  %s/%s\n", work->folder, path);
        list_append(work->arena, &part->images, before);
    } else {
        list_append(work->arena, &part->images, logged);
        list_append(work->arena, jobs, new_job(work, part->layout, partition, logged));
    }
}

static void plan_partition(struct work *work, struct work_part *part, const struct list *log,
                           const struct partition *partition, struct list *jobs)
{
    if (partition->content && !partition->is_absent) {
        plan_image(work, part, log, partition, jobs);
    } else if (partition->lacks_tool && !partition->is_absent) {
        const char *path = work_path(work, part->folder, image_path(part->layout, partition));
        buffer_format(&work->rest, "skipped    %s/%s (the folder `%s` has no program for it)\n",
                      work->folder, path, part->layout->tools);
    }
}

static const char *log_path(struct work *work, const struct work_part *part)
{
    const char *name = arena_format(work->arena, "%s.build", part->layout->identifier);
    return work_path(work, work->folder, work_path(work, part->folder, name));
}

// What a job found, reported and made becomes the compilation's own.
static void take_over(struct work *work, struct job *job, size_t files, uint32_t end)
{
    struct compilation *compilation = &work->session->compilation;
    const struct content *content = job->request.partition->content;
    if (job->diagnostics.kept.count || job->sources.hidden.count) {
        uint32_t shift = sources_adopt(&compilation->sources, &job->sources, files, end);
        diagnostics_adopt(&compilation->diagnostics, &job->diagnostics, end, shift);
    }
    struct artifact *artifact = artifact_add(work->arena, &work->artifacts, job->path, &job->image);
    artifact->is_secret = content->is_secret;
    struct list inputs = image_inputs(job->request.layout, job->request.partition);
    add_inputs(work, job->logged, &inputs);
    arena_adopt(work->arena, &job->arena);
}

bool images_build(struct work *work)
{
    const struct compilation *compilation = &work->session->compilation;
    size_t files = compilation->sources.files.count;
    uint32_t end = compilation->sources.end;
    struct list jobs = {0};
    clock_gettime(CLOCK_REALTIME, &work->begin);
    for (size_t i = 0; i < work->parts.count; i++) {
        struct work_part *part = (struct work_part *)work->parts.items[i];
        struct list log = build_log_read(work->arena, log_path(work, part));
        for (size_t j = 0; j < part->layout->partitions.count; j++) {
            plan_partition(work, part, &log, part->layout->partitions.items[j], &jobs);
        }
    }
    run_all(work, &jobs);
    for (size_t i = 0; i < jobs.count; i++) {
        take_over(work, (struct job *)jobs.items[i], files, end);
    }
    return compilation->diagnostics.errors == 0;
}

// A log that can't be written only means that the next build makes more.
void images_remember(struct work *work)
{
    struct diagnostics ignored;
    struct list artifacts = {0};
    struct list inputs = {0};
    diagnostics_init(&ignored, work->arena, &work->session->compilation.sources);
    for (size_t i = 0; i < work->parts.count; i++) {
        const struct work_part *part = work->parts.items[i];
        struct buffer text;
        buffer_init(&text, work->arena);
        for (size_t j = 0; j < part->images.count; j++) {
            struct logged_image *logged = (struct logged_image *)part->images.items[j];
            logged->image.stamp = stamp_of(work_path(work, work->folder, logged->image.path));
        }
        build_log_text(&part->images, &text);
        artifact_add(work->arena, &artifacts, log_path(work, part), &text);
    }
    output_write("", &artifacts, &inputs, &ignored, NULL);
}
