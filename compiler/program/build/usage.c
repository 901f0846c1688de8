// How full partitions are: each image is built in memory, with no program started and no error
// reported, and the part of it that is used is measured. How to measure depends on the generator,
// whose row says so (entries of an NVS, blocks of a file system, or the bytes up to the last one
// that is not erased).
//
// What cannot be measured has a remark instead of a number. A certificate that has expired, for
// example, must not keep anybody from drawing a map, so images are built as estimates.
#include "usage.h"

#include "image.h"

#include <ctype.h>
#include <string.h>

// Characters that paths usually consist of; the schema's directory is cut out of a message only
// where a path can begin.
static bool is_in_path(unsigned char byte)
{
    return isalnum(byte) || byte >= 0x80 || strchr("/._-+", byte);
}

// A message without the directory of the schema: a picture is the same wherever that is.
static const char *without_directory(struct arena *arena, const char *message, const char *schema)
{
    struct buffer text;
    const char *slash = strrchr(schema, '/');
    size_t length = slash ? (size_t)(slash + 1 - schema) : 0;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (const char *start = message; *message;) {
        bool is_start = message == start || !is_in_path((unsigned char)message[-1]);
        bool is_directory_name = length && is_start && strncmp(message, schema, length) == 0;
        if (!is_directory_name) {
            buffer_byte(&text, (uint8_t)*message);
        }
        message += is_directory_name ? length : 1;
    }
    return text.bytes;
}

// What the first mistake is.
static const char *first_error(struct session *session, struct diagnostics *diagnostics)
{
    diagnostics_conceal(diagnostics);
    for_each (diagnostic, &diagnostics->kept) {
        if (diagnostic->severity == SEVERITY_ERROR) {
            return without_directory(&session->compilation.arena, diagnostic->message,
                                     session->path);
        }
    }
    return "no image yet";
}

// In memory of its own, as images are large and only their sizes are kept.
static struct picture_usage make(struct session *session, struct images *images,
                                 const struct partition *partition)
{
    struct compilation *compilation = &session->compilation;
    struct image_settings settings = session->options->images;
    struct picture_usage fill = {0};
    struct image_notes notes;
    image_notes_begin(&notes, image_plan_of(images, partition));
    struct arena arena;
    arena_init(&arena, compilation->arena.exhausted);
    struct sources sources = sources_fork(&compilation->sources, &arena);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena, &sources);
    settings.no_exec = true;
    settings.is_estimate = true;
    const struct image_request request = {
        .images = images,
        .partition = partition,
        .notes = &notes,
        .settings = &settings,
        .diagnostics = &diagnostics,
        .sources = &sources,
        .arena = &arena,
    };
    struct buffer image;
    buffer_init(&image, &arena);
    bool is_made = image_make(&request, &image);
    if (is_made || image.length > partition->size) {
        fill.is_known = true;
        fill.used = is_made ? image_used_size(partition, &image) : image.length;
    } else {
        fill.remark = first_error(session, &diagnostics);
    }
    images_keep_notes(images, partition, &notes);
    arena_release(&arena);
    return fill;
}

// Cheap answers come first: a program is never started for a picture, and an image of one device
// among many has no size of its own.
static struct picture_usage fill_of(struct session *session, struct images *images,
                                    const struct partition *partition)
{
    if (partition->is_absent || !image_says_usage(partition)) {
        return (struct picture_usage){0};
    }
    if (image_runs_program(partition)) {
        return (struct picture_usage){.remark = "built by a program"};
    }
    if (image_plan_of(images, partition)->is_per_device && !session->options->images.values) {
        return (struct picture_usage){.remark = "one for each device"};
    }
    return make(session, images, partition);
}

const struct picture_usage *usage_of(struct session *session, struct images *images,
                                     const struct addition_list *additions)
{
    const struct layout *layout = images->layout;
    struct picture_usage *fills =
        arena_array(layout->arena, layout->partitions.count + 1, sizeof *fills);
    for_each (partition, &layout->partitions) {
        const struct addition *addition = fit_judge_find(additions, partition);
        fills[partition->index] = addition ? (struct picture_usage){.is_known = addition->is_read,
                                                                    .used = addition->size,
                                                                    .file = addition->path}
                                           : fill_of(session, images, partition);
    }
    return fills;
}
