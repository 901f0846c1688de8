// The images of a build. An image is up to date if it is the file that the last build wrote, it was
// to be built from the same content, settings and inputs (a digest of them), and none of its inputs
// has changed since (stamps, see build_log.h). Everything else is built.
//
// Images are built in batches whose size is limited, since they are kept in memory until all of
// them are written. Those that are large go to a temporary file and are mapped, which lets the
// system drop their pages.
//
// A stamp says nothing about a file that is changed while schemac reads it. Therefore the moment at
// which the build began is noted first, and inputs that were changed since then are logged with an
// empty stamp: the next build looks at them again.
#include "images.h"

#include "build_log.h"
#include "digest.h"
#include "emit.h"
#include "jobs.h"
#include "output.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BATCH_SIZE = 32 << 20,   // bytes of images that memory holds at once, if none is larger
    STAGED_LEAST = 64 << 10, // of one: what is smaller stays in memory
};

// An image that is to be made, and what the next build has to know of it.
struct planned {
    struct outputs_part *part;
    const struct partition *partition;
    struct logged_image *logged;
};

struct plan {
    struct LIST(const struct planned) images;
    size_t next; // the first that was not made yet
};

// What an image is made to be: what the schema says, the inputs that this names, and the device.
// The NUL after each path keeps `a` and `bc` apart from `ab` and `c`. A CRC is enough: it only
// tells a setting that was changed from one that was not, and the bytes of inputs are judged by
// their stamps.
static uint32_t digest_of(const struct outputs *outputs, const struct images *images,
                          const struct partition *partition, const struct text_list *inputs)
{
    const struct image_settings *settings = &outputs->session->options->images;
    struct buffer text;
    buffer_init(&text, outputs->arena);
    const char *epoch = image_plan_of(images, partition)->epoch;
    buffer_format(&text, "%" PRIu32 " %s %zu %s ", image_digest(images, partition),
                  settings->values ? settings->values : "", settings->device, epoch ? epoch : "");
    for_each (path, inputs) {
        buffer_bytes(&text, path, strlen(path) + 1);
    }
    return digest_crc32(text.bytes, text.length);
}

// A moment that no file can be given as its time from now on: the clock of file systems runs behind
// by a tick or two.
static struct timespec clock_now(void)
{
    enum { SECOND = 1000000000, TICKS = 10000000 };
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec -= now.tv_nsec < TICKS;
    now.tv_nsec += (now.tv_nsec < TICKS ? SECOND : 0) - TICKS;
    return now;
}

// What was written to since the build began may have been read before: the next one looks again.
static struct stamp stamp_since(const char *path, const struct timespec *begin)
{
    struct stamp stamp = stamp_of(path);
    return stamp_is_since(stamp, begin) ? (struct stamp){0} : stamp;
}

// Those that are logged already are among the others, in the same order.
static void add_inputs(struct outputs *outputs, struct logged_image *logged,
                       const struct text_list *paths)
{
    size_t before = logged->inputs.count;
    size_t known = 0;
    for (size_t i = 0; i < paths->count; i++) {
        const struct logged_file *next = known < before ? logged->inputs.items[known] : NULL;
        if (next && strcmp(next->path, paths->items[i]) == 0) {
            known++;
            continue;
        }
        struct logged_file *file = arena_new(outputs->arena, sizeof *file);
        *file =
            (struct logged_file){paths->items[i], stamp_since(paths->items[i], &outputs->begin)};
        list_append(outputs->arena, &logged->inputs, file);
    }
}

// A search from the start: a part has no more images than its tables have rows.
static struct logged_image *find_logged(const struct logged_images *log, const char *path)
{
    for_each (logged, log) {
        if (strcmp(logged->image.path, path) == 0) {
            return logged;
        }
    }
    return NULL;
}

// The image must be where it was, and every input that was logged must be what it was; an input
// that was added has changed the digest.
static bool is_up_to_date(const struct outputs *outputs, const struct logged_image *before,
                          const struct logged_image *now)
{
    const char *path = outputs_path(outputs, outputs->directory, now->image.path);
    if (!before || before->digest != now->digest ||
        !stamp_is_same(before->image.stamp, stamp_of(path))) {
        return false;
    }
    for_each (input, &before->inputs) {
        if (!stamp_is_same(input->stamp, stamp_of(input->path))) {
            return false;
        }
    }
    return true;
}

// An image with secrets that others can read is built again, which closes it.
static bool is_closed_file(const struct outputs *outputs, const char *path)
{
    struct stat status;
    return stat(outputs_path(outputs, outputs->directory, path), &status) == 0 &&
           !(status.st_mode & (S_IRWXG | S_IRWXO));
}

static void plan_image(struct outputs *outputs, struct outputs_part *part,
                       const struct partition *partition, struct plan *plan)
{
    const char *path = outputs_path(outputs, part->directory, image_path(part->layout, partition));
    const struct image_plan *content = image_plan_of(part->images, partition);
    if (content->is_per_device && !outputs->session->options->images.values) {
        buffer_format(&outputs->rest, "skipped    %s/%s (one for each device: see --values)\n",
                      outputs->directory, path);
        return;
    }
    struct text_list inputs = image_inputs(part->images, partition);
    struct logged_image *logged = arena_new(outputs->arena, sizeof *logged);
    logged->image.path = path;
    logged->digest = digest_of(outputs, part->images, partition, &inputs);
    add_inputs(outputs, logged, &inputs);
    struct logged_image *before = find_logged(&part->log, path);
    bool is_closed = !content->notes.is_secret || is_closed_file(outputs, path);
    if (is_closed && is_up_to_date(outputs, before, logged)) {
        buffer_format(&outputs->rest, "unchanged  %s/%s\n", outputs->directory, path);
        list_append(outputs->arena, &part->logged, before);
    } else {
        list_append(outputs->arena, &part->logged, logged);
        struct planned *planned = arena_new(outputs->arena, sizeof *planned);
        *planned = (struct planned){part, partition, logged};
        list_append(outputs->arena, &plan->images, planned);
    }
}

static void plan_partition(struct outputs *outputs, struct outputs_part *part,
                           const struct partition *partition, struct plan *plan)
{
    const struct image_plan *content = image_plan_of(part->images, partition);
    if (content && content->is_of_build) {
        return; // it is made already, or will be
    }
    if (partition->content && !partition->is_absent) {
        plan_image(outputs, part, partition, plan);
    } else if (partition->lacks_tool && !partition->is_absent) {
        const char *path =
            outputs_path(outputs, part->directory, image_path(part->layout, partition));
        buffer_format(&outputs->rest, "skipped    %s/%s (no program for it in `%s`)\n",
                      outputs->directory, path, part->layout->tools);
    }
}

static const char *log_path(struct outputs *outputs, const struct outputs_part *part)
{
    const char *name = arena_format(outputs->arena, "%s.build", part->layout->identifier);
    return outputs_path(outputs, outputs->directory, outputs_path(outputs, part->directory, name));
}

// Hands over an image to be written. A small one is copied out of the memory of its job, which is
// released next; a large one is written beside its place at once and mapped, so that a build of
// many flashes does not need the memory for all of them.
static bool stage(struct outputs *outputs, const struct planned *planned, const struct job *job)
{
    struct artifact_list made = {0};
    struct artifact *image = artifact_add(outputs->arena, &made, job->name, &job->image);
    image->is_secret = job->notes.is_secret;
    outputs_add(outputs, planned->part, image);
    if (image->length < STAGED_LEAST) {
        image->bytes = arena_copy(outputs->arena, image->bytes, image->length);
        return true;
    }
    return output_stage(outputs->output, outputs->directory, image);
}

// Makes as many of the images as memory is to hold, and writes them beside their places. Also
// after an error all jobs of the batch are released, and their inputs are noted.
static bool make_batch(struct outputs *outputs, struct plan *plan)
{
    struct job_list jobs = {0};
    uint64_t size = 0;
    size_t first = plan->next;
    for (; plan->next < plan->images.count && size < BATCH_SIZE; plan->next++) {
        const struct planned *planned = plan->images.items[plan->next];
        size += planned->partition->size;
        list_append(outputs->arena, &jobs,
                    job_new(outputs->session, planned->part->images, planned->partition,
                            planned->logged->image.path));
    }
    bool is_good = jobs_run(outputs->session, &jobs);
    for (size_t i = 0; i < jobs.count; i++) {
        const struct planned *planned = plan->images.items[first + i];
        struct job *job = jobs.items[i];
        is_good = is_good && stage(outputs, planned, job);
        job_release(job, planned->part->images);
        struct text_list inputs = image_inputs(planned->part->images, planned->partition);
        add_inputs(outputs, planned->logged, &inputs);
    }
    return is_good;
}

bool images_build(struct outputs *outputs)
{
    struct plan plan = {0};
    outputs->begin = clock_now();
    outputs->makes_images = true;
    for_each (part, &outputs->parts) {
        part->log = build_log_read(outputs->arena, log_path(outputs, part));
        for (size_t j = 0; j < part->layout->partitions.count; j++) {
            plan_partition(outputs, part, part->layout->partitions.items[j], &plan);
        }
    }
    bool is_good = true;
    while (plan.next < plan.images.count) {
        is_good &= make_batch(outputs, &plan); // report everything that is wrong
    }
    return is_good;
}

// Whether an image of the last build stays where it is: this build has it, or a program made it
// that is not at hand now, so that it cannot be made again.
static bool is_kept(const struct outputs *outputs, const struct outputs_part *part,
                    const char *path)
{
    for_each (partition, &part->layout->partitions) {
        if (partition->lacks_tool && !partition->is_absent &&
            strcmp(path, outputs_path(outputs, part->directory,
                                      image_path(part->layout, partition))) == 0) {
            return true;
        }
    }
    return find_logged(&part->logged, path);
}

// What the images of a part are made of, those that are up to date, too.
static void list_inputs(struct outputs *outputs, const struct outputs_part *part,
                        struct text_list *paths)
{
    for_each (logged, &part->logged) {
        for_each (file, &logged->inputs) {
            list_append(outputs->arena, paths, file->path);
        }
    }
}

// Whether a file is what one of this build's images is made of: it is made by nobody from now on.
static bool is_input(struct outputs *outputs, const struct text_list *inputs, const char *path)
{
    struct diagnostics ignored;
    diagnostics_init(&ignored, outputs->arena, &outputs->session->compilation.sources);
    return output_refuse_input(path, inputs, &ignored);
}

// Removes images that an earlier build made and this one did not. The log is a file that others
// may have written, and so no path in it may lead out of the output directory, and only a file
// with the very stamp that was logged is removed: what somebody put in its place stays.
static void clear_part(struct outputs *outputs, const struct outputs_part *part,
                       const struct text_list *inputs)
{
    for_each (logged, &part->log) {
        const char *path = outputs_path(outputs, outputs->directory, logged->image.path);
        bool is_inside = logged->image.path[0] != '/' && !strstr(logged->image.path, "..");
        if (is_inside && !is_kept(outputs, part, logged->image.path) &&
            stamp_is_same(logged->image.stamp, stamp_of(path)) &&
            !is_input(outputs, inputs, path) && unlink(path) == 0) {
            buffer_format(&outputs->text,
                          "removed    %s (built by an earlier build, not by this one)\n", path);
        }
    }
}

void images_clear(struct outputs *outputs)
{
    struct text_list inputs = {0};
    for (size_t i = 0; i < outputs->parts.count; i++) {
        list_inputs(outputs, outputs->parts.items[i], &inputs);
    }
    for (size_t i = 0; i < outputs->parts.count; i++) {
        clear_part(outputs, outputs->parts.items[i], &inputs);
    }
}

// A log that can't be written only means that the next build makes more.
void images_remember(struct outputs *outputs)
{
    struct diagnostics ignored;
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    diagnostics_init(&ignored, outputs->arena, &outputs->session->compilation.sources);
    for_each (part, &outputs->parts) {
        struct buffer text;
        buffer_init(&text, outputs->arena);
        for_each (logged, &part->logged) {
            logged->image.stamp =
                stamp_of(outputs_path(outputs, outputs->directory, logged->image.path));
        }
        build_log_text(&part->logged, &text);
        artifact_add(outputs->arena, &artifacts, log_path(outputs, part), &text);
    }
    output_write("", &artifacts, &inputs, &ignored, NULL);
}
