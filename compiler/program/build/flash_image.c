// What a whole flash contains: the partition tables, the image of each partition, and the files
// that --add puts somewhere. All are pieces of a `struct flash`, which finds overlaps and fills the
// gaps.
//
// A file that is added replaces the image of its partition, which is then not built at all. Images
// are built in parallel (jobs.c). Before that, each is checked for inputs that do not exist: such
// an image is an error, or with --partial left out with a warning, but never an image of half its
// files.
#include "flash_image.h"

#include "file.h"
#include "jobs.h"
#include "text.h"
#include "partition_name.h"
#include "variants.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE_LIMIT = 1 << 30 }; // of a file that is added

// A file that the command line adds.
struct addition {
    const char *path;
    uint64_t offset;
    uint64_t room;
    const struct partition *partition; // null: only an offset was given
    bool is_written;                   // by firmware, too
};

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

// An offset as the command line says it: `0x1000`, `64K`. False if it is none.
// Numbers with a leading zero are refused: octal numbers do not exist in schemas, and `010000`
// would mean something else to C programmers than to everybody else.
static bool read_offset(const char *text, uint64_t *offset)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 0);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 0;
    *offset = (uint64_t)value << shift;
    bool is_octal = *text == '0' && isdigit((unsigned char)text[1]); // none in the language either
    return isdigit((unsigned char)*text) && !is_octal && errno == 0 && !end[shift != 0] &&
           *offset >> shift == value;
}

static void report_no_place(struct session *session, const struct layout *layout, const char *place)
{
    struct arena *arena = &session->compilation.arena;
    const struct partition *partition = partition_by_name(session, layout, place);
    session->usage_error =
        partition ? arena_format(arena, "--add: partition `%s` is not in this flash%s", place,
                                 partition->is_absent ? ": its `depends on` is not met" : "")
                  : arena_format(arena, "--add: `%s` is not an offset, and %s", place,
                                 session->usage_error);
}

// Finds where `PLACE=FILE` goes; a usage error where there is no such place.
static bool place_addition(struct session *session, const struct flash *flash, const char *word,
                           struct addition *addition)
{
    struct arena *arena = &session->compilation.arena;
    size_t length = strcspn(word, "=");
    const char *place = arena_copy(arena, word, length);
    const struct partition *partition = layout_find(flash->layout, place);
    bool is_here = partition && partition->table->flash == flash->device && !partition->is_absent;
    *addition = (struct addition){.path = word + length + 1};
    if (is_here) {
        addition->partition = partition;
        addition->offset = partition->offset;
        addition->room = partition->size;
    } else if (!partition && read_offset(place, &addition->offset)) {
        bool is_within = addition->offset < flash->device->size;
        addition->room = is_within ? flash->device->size - addition->offset : 0;
    } else {
        report_no_place(session, flash->layout, place);
    }
    return !session->usage_error;
}

// What is wrong with a file that is to be a part of the image; null: nothing.
// Reads at most one byte more than fits, so that a wrong file of many gigabytes is refused at once.
static const char *read_file(const struct addition *addition, struct buffer *bytes, bool *is_secret)
{
    struct stat status;
    int file = open(addition->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return strerror(errno);
    }
    uint64_t limit = addition->room < SIZE_LIMIT ? addition->room : SIZE_LIMIT;
    bool is_regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    *is_secret = is_regular && !(status.st_mode & (S_IRGRP | S_IROTH));
    const char *error = is_regular ? file_read(file, limit, bytes) : "not a regular file";
    close(file);
    bool is_too_large = limit < addition->room && bytes->length > limit;
    return !error && is_too_large ? "larger than 1G" : error;
}

static uint64_t most_of(const struct addition *addition)
{
    return addition->partition ? layout_image_limit(addition->partition) : addition->room;
}

// Also a file that cannot be read becomes a piece, an empty one, so that further mistakes are
// found.
static void add_file(struct session *session, struct flash *flash, const struct addition *addition)
{
    struct arena *arena = &session->compilation.arena;
    struct diagnostics *diagnostics = &session->compilation.diagnostics;
    struct buffer bytes;
    bool is_secret = false;
    buffer_init(&bytes, arena);
    const char *error = read_file(addition, &bytes, &is_secret);
    if (error) {
        report_unreadable(diagnostics, CODE_CANNOT_READ, addition->path, error);
    } else if (bytes.length > most_of(addition)) {
        const char *name =
            addition->partition
                ? arena_format(arena, "partition `%s`", addition->partition->label)
                : arena_format(arena, "the flash from %s on", text_offset(arena, addition->offset));
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_IMAGE_TOO_LARGE, (struct span){0},
                   "`%s` does not fit: %s has room for %s bytes", addition->path, name,
                   text_number(arena, number_of(most_of(addition))));
        if (addition->partition) {
            image_note_boundary(arena, diagnostic, addition->partition);
        }
    } else if (addition->partition) {
        image_leaves_headroom(diagnostics, addition->partition, bytes.length,
                              arena_format(arena, "`%s`", addition->path));
    }
    flash_add(flash, (struct flash_piece){
                         .offset = addition->offset,
                         .bytes = bytes.bytes,
                         .length = error ? 0 : bytes.length,
                         .room = addition->partition ? addition->room : bytes.length,
                         .name = arena_format(arena, "`%s`", addition->path),
                         .partition = addition->partition,
                         .is_secret = is_secret,
                         .is_written = addition->is_written,
                     });
}

static bool add_files(struct session *session, const struct images *images, struct flash *flash,
                      struct partition_list *replaced)
{
    const struct text_list *words = option_words(session->options, OPTION_ADD);
    for (size_t i = 0; i < words->count; i++) {
        struct addition addition;
        if (!place_addition(session, flash, words->items[i], &addition)) {
            return false;
        }
        addition.is_written = addition.partition && image_is_written(images, addition.partition);
        add_file(session, flash, &addition);
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
    return add_files(session, images, flash, &replaced) &&
           add_images(session, images, flash, only, &replaced) && flash_close(flash, diagnostics);
}
