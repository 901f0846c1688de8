// What schemac.h makes of a layout: artifacts, images and pictures, as files in memory.
//
// A list of files is whole or not there: where anything was wrong, none of them is handed out, as
// the program writes all files or none.
#include "library.h"

#include "emit.h"
#include "image.h"
#include "picture.h"

static const struct artifact *at(const struct schemac_files *files, size_t index)
{
    return files->artifacts.items[index];
}

size_t schemac_file_count(const struct schemac_files *files)
{
    return files->artifacts.count;
}

const char *schemac_file_path(const struct schemac_files *files, size_t index)
{
    return at(files, index)->path;
}

// An empty file has bytes, too, so that callers need not know null.
const void *schemac_file_bytes(const struct schemac_files *files, size_t index, size_t *length)
{
    const struct artifact *artifact = at(files, index);
    *length = artifact->length;
    return artifact->length ? artifact->bytes : "";
}

bool schemac_file_is_secret(const struct schemac_files *files, size_t index)
{
    return at(files, index)->is_secret;
}

// They live as long as the compilation, so that nobody has to release them.
static struct schemac_files *files_new(struct schemac *schemac)
{
    return arena_new(&schemac->compilation.arena, sizeof(struct schemac_files));
}

// The end of a call that made files, and before which there were so many errors.
static enum schemac_status finish(struct schemac *schemac, struct library_call *call,
                                  const struct schemac_files *files, size_t errors)
{
    enum schemac_status status = library_status(schemac, errors);
    library_settle_diagnostics(schemac);
    if (status == SCHEMAC_DONE) {
        *call->files = files;
    }
    return status;
}

size_t schemac_emitter_count(void)
{
    return emitter_count;
}

const char *schemac_emitter_name(size_t index)
{
    return emitters[index].name;
}

const char *schemac_emitter_description(size_t index)
{
    return emitters[index].description;
}

// All emitters check before one of them makes anything, as compilation_emit() has it.
static enum schemac_status emit(struct schemac *schemac, struct library_call *call)
{
    const struct emitter *only = call->name ? emitter_find(call->name) : NULL;
    struct diagnostics *diagnostics = &schemac->compilation.diagnostics;
    const struct images *images = call->layout->images;
    struct schemac_files *files = files_new(schemac);
    size_t errors = diagnostics->all_errors;
    if (call->name && !only) {
        return library_misused(schemac, "no artifact is called `%s`", call->name);
    }
    if (!call->layout->is_sound) {
        return SCHEMAC_INVALID;
    }
    for (size_t i = 0; i < emitter_count; i++) {
        if (emitters[i].check && (!only || only == &emitters[i])) {
            emitters[i].check(images->layout, images, diagnostics);
        }
    }
    for (size_t i = 0; i < emitter_count && diagnostics->all_errors == errors; i++) {
        if (!only || only == &emitters[i]) {
            emitters[i].emit(images->layout, images, &files->artifacts);
        }
    }
    return finish(schemac, call, files, errors);
}

enum schemac_status schemac_emit(struct schemac *schemac, const struct schemac_layout *layout,
                                 const char *emitter, const struct schemac_files **files)
{
    *files = NULL;
    return library_guard(schemac, emit,
                         &(struct library_call){.layout = layout, .name = emitter, .files = files});
}

// Images are made one by one, in the thread of the caller. Programs are started only if the flags
// say so: a host that shows somebody else's schema must not run what it names. What the image
// reported is settled in any case.
static enum schemac_status make_image(struct schemac *schemac, struct library_call *call)
{
    struct compilation *compilation = &schemac->compilation;
    struct images *images = call->layout->images;
    struct schemac_files *files = files_new(schemac);
    size_t errors = compilation->diagnostics.all_errors;
    struct buffer image;
    struct image_notes notes;
    if (!call->layout->is_sound) {
        return SCHEMAC_INVALID;
    }
    const struct image_settings settings = {.no_exec = !(call->number & SCHEMAC_RUN_PROGRAMS)};
    const struct image_request request = {
        .images = images,
        .partition = call->partition,
        .notes = &notes,
        .settings = &settings,
        .diagnostics = &compilation->diagnostics,
        .sources = &compilation->sources,
        .arena = &compilation->arena,
    };
    buffer_init(&image, &compilation->arena);
    image_notes_begin(&notes, image_plan_of(images, call->partition));
    if (image_make(&request, &image)) {
        images_keep_notes(images, call->partition, &notes);
        artifact_add(&compilation->arena, &files->artifacts,
                     image_path(images->layout, call->partition), &image)
            ->is_secret = image_is_secret(images, call->partition);
    }
    return finish(schemac, call, files, errors);
}

enum schemac_status schemac_image(struct schemac *schemac, const struct schemac_layout *layout,
                                  const struct schemac_partition *partition, unsigned flags,
                                  const struct schemac_files **files)
{
    *files = NULL;
    return library_guard(schemac, make_image,
                         &(struct library_call){.layout = layout,
                                                .partition = (const struct partition *)partition,
                                                .number = flags,
                                                .files = files});
}

// Also of a layout with mistakes, which is when a picture helps most.
static enum schemac_status draw(struct schemac *schemac, struct library_call *call)
{
    struct arena *arena = &schemac->compilation.arena;
    const struct layout *layout = call->layout->images->layout;
    const struct picture_side side = {.layout = layout};
    struct schemac_files *files = files_new(schemac);
    struct buffer picture;
    buffer_init(&picture, arena);
    picture_svg(&side, 1, call->number, &picture);
    artifact_add(arena, &files->artifacts, arena_format(arena, "%s.svg", layout->identifier),
                 &picture);
    *call->files = files;
    return SCHEMAC_DONE;
}

enum schemac_status schemac_map_svg(struct schemac *schemac, const struct schemac_layout *layout,
                                    size_t width, const struct schemac_files **files)
{
    *files = NULL;
    return library_guard(schemac, draw,
                         &(struct library_call){.layout = layout, .number = width, .files = files});
}
