// What a whole flash contains: the partition tables, the image of each partition, and the files
// that --add puts somewhere. All are pieces of a `struct flash`, which finds overlaps and fills the
// gaps.
//
// A file that is added replaces the image of its partition, which is then not built at all. Images
// are built in parallel (jobs.c). Before that, each is checked for inputs that do not exist: such
// an image is an error, or with --partial left out with a warning, but never an image of half its
// files.
#include "flash_image.h"

#include "addition.h"
#include "boot.h"
#include "jobs.h"
#include "text.h"
#include "variants.h"

#include <errno.h>
#include <sys/stat.h>

struct images *flash_image_plan(struct session *session)
{
    const char *variant = option_text(session->options, OPTION_VARIANT);
    if (variant && !variants_have(session, variant)) {
        return NULL;
    }
    return compilation_images(&session->compilation, session_invocation(session, ".", variant));
}

const struct layout_flash *flash_image_choose_flash(struct session *session,
                                                    const struct layout *layout)
{
    const char *name = option_text(session->options, OPTION_ON);
    struct arena *arena = &session->compilation.arena;
    const struct layout_flash *device = layout_find_flash(layout, name);
    if (!device) {
        struct nearest nearest = nearest_to(name);
        for (size_t i = 0; i < layout->flashes.count; i++) {
            nearest_offer(&nearest, layout->flashes.items[i]->identifier);
        }
        session->usage_error = arena_format(arena, "the schema has no flash `%s`%s", name,
                                            nearest_hint(arena, &nearest));
    }
    return device;
}

// What is reported of a file does not keep it from becoming a piece, so that further mistakes are
// found; of one that cannot be read, that piece is empty.
static void add_file(struct session *session, const struct images *images,
                     struct addition *addition, struct flash *flash)
{
    const struct partition *partition = addition->partition;
    addition_read(session, &session->compilation.diagnostics, addition);
    const struct flash_piece piece = {
        .offset = addition->offset,
        .bytes = addition->bytes.bytes,
        .length = addition->is_read ? addition->bytes.length : 0,
        .room = partition ? partition->size : addition->bytes.length,
        .name = arena_format(flash->arena, "`%s`", addition->path),
        .partition = partition,
        .table = addition->table,
        .is_secret = addition->is_secret,
        .is_written = partition && image_is_written(images, partition),
    };
    if (addition->table) {
        flash_replace_table(flash, piece);
    } else {
        flash_add(flash, piece);
    }
}

static bool add_files(struct session *session, const struct images *images, struct flash *flash,
                      struct partition_list *replaced)
{
    const struct text_list *words = option_words(session->options, OPTION_ADD);
    for (size_t i = 0; i < words->count; i++) {
        struct addition addition;
        if (!addition_place(session, flash->layout, flash->device, words->items[i], &addition)) {
            return false;
        }
        add_file(session, images, &addition, flash);
        list_append(&session->compilation.arena, replaced, addition.partition);
    }
    return true;
}

static const char *first_missing(const struct text_list *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        struct stat status;
        if (stat(paths->items[i], &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
            return paths->items[i];
        }
    }
    return NULL;
}

// Why a partition's image can't be there at all; null: it can.
static const char *why_missing(const struct session *session, const struct image_plan *plan)
{
    struct arena *arena = session->compilation.diagnostics.arena;
    const char *file = first_missing(&plan->notes.inputs);
    const char *path = file ? file : first_missing(&plan->notes.folders);
    if (plan->is_per_device && !session->options->images.values) {
        return "each device has its own image, and there is no `--values` to select one";
    }
    return path ? arena_format(arena, "there is no %s `%s`", file ? "file" : "directory", path)
                : NULL;
}

// Whether a partition's image is to be made.
static bool is_wanted(struct session *session, const struct images *images,
                      const struct partition *partition)
{
    const char *why = why_missing(session, image_plan_of(images, partition));
    if (!why) {
        return true;
    }
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct span span = partition->content->span;
    if (option_is_given(session->options, OPTION_PARTIAL)) {
        report(diagnostics, CODE_IMAGE_LEFT_OUT, span, "`%s` is left out: %s", partition->label,
               why);
    } else {
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_IMAGE_MISSING, span, "the image of `%s` is missing: %s",
                   partition->label, why);
        add_note(diagnostic, (struct span){0}, "use `--partial` to leave it out");
    }
    return false;
}

static bool has_partition(const struct partition_list *list, const struct partition *item)
{
    for_each (other, list) {
        if (other == item) {
            return true;
        }
    }
    return false;
}

static void add_image(struct flash *flash, const struct job *job)
{
    const struct partition *partition = job->request.partition;
    flash_add(flash, (struct flash_piece){
                         .offset = partition->offset,
                         .bytes = job->image.bytes,
                         .length = job->image.length,
                         .room = partition->size,
                         .name = arena_format(flash->arena, "partition `%s`", partition->label),
                         .partition = partition,
                         .is_secret = job->notes.is_secret,
                         .is_written = image_is_written(job->request.images, partition),
                         .span = partition->span,
                     });
}

// The notes of an image, such as the inputs that were found while it was built, are kept for the
// depfile.
static bool add_images(struct session *session, struct images *images, struct flash *flash,
                       const struct partition *only, const struct partition_list *replaced)
{
    const struct partition_list *partitions = &flash->layout->partitions;
    struct job_list jobs = {0};
    for_each (partition, partitions) {
        bool is_here = partition->table->flash == flash->device && !partition->is_absent &&
                       !partition->is_update_slot;
        if (is_here && partition->content && flash_is_within(only, partition->offset) &&
            !has_partition(replaced, partition) && is_wanted(session, images, partition)) {
            list_append(flash->arena, &jobs, job_new(session, images, partition, partition->label));
        }
    }
    bool is_good = jobs_run(session, &jobs);
    for_each (job, &jobs) {
        job_keep(session, job, images);
        add_image(flash, job);
    }
    return is_good;
}

bool flash_image_fill(struct session *session, struct images *images,
                      const struct layout_flash *device, const struct partition *only,
                      struct flash *flash)
{
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct partition_list replaced = {0}; // the command line has their images
    flash_init(flash, images->layout, device);
    diagnostics->is_mute = false; // what only this run can see
    if (!add_files(session, images, flash, &replaced) ||
        !add_images(session, images, flash, only, &replaced)) {
        return false;
    }
    flash_set_size(flash, diagnostics);
    return flash_close(flash, diagnostics);
}
