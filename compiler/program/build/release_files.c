// The files that manifests list, with their sizes and digests. A file is one that this run made, in
// memory or staged; one that an earlier build left and that is up to date; or one of the SDK's
// build, which is read where it is.
//
// The digest of an image with secrets is not published: whoever has it could try all PINs.
#include "release_files.h"

#include "app_image.h"
#include "emit.h"
#include "manifest.h"
#include "release.h"

#include <string.h>

// The project's own limit: no partition of a chip is larger.
enum { FILE_LIMIT = 1 << 30 };

struct released {
    struct outputs *outputs;
    const struct outputs_part *part;
    struct release release;
    bool has_app;
};

static const struct artifact *find_made(const struct outputs_part *part, const char *path)
{
    for_each (artifact, &part->artifacts) {
        if (strcmp(artifact->path, path) == 0) {
            return artifact;
        }
    }
    return NULL;
}

// The texts of esp_app_desc_t need not end with a NUL.
static const char *text_of(struct arena *arena, const uint8_t *bytes, size_t most)
{
    return arena_copy(arena, (const char *)bytes, strnlen((const char *)bytes, most));
}

// The first app, by offset, names the release: the slots of one have the same.
static void note_app(struct released *released, const struct partition *partition,
                     const void *bytes, size_t size)
{
    struct app_image image;
    bool is_app = partition && (partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT);
    if (!is_app || released->has_app) {
        return;
    }
    released->has_app = true;
    if (app_image_read(bytes, size, &image) && image.description_kind == APP_DESCRIPTION_APP &&
        image.description) {
        struct arena *arena = released->outputs->arena;
        released->release.project = text_of(arena, image.description + 48, 32);
        released->release.version = text_of(arena, image.description + 16, 32);
    }
}

static void measure(struct released *released, struct release_part *file, const void *bytes,
                    size_t size, bool is_secret)
{
    file->size = size;
    file->sha256 = is_secret ? NULL : manifest_digest(released->outputs->arena, bytes, size);
    note_app(released, file->partition, bytes, size);
}

// The memory of a file that is read is given back: a build may have many that are large.
static bool read_file(struct released *released, struct release_part *file, const char *path)
{
    struct session *session = released->outputs->session;
    struct host_status status;
    struct arena arena;
    struct buffer bytes;
    arena_init(&arena, session->compilation.arena.exhausted);
    buffer_init(&bytes, &arena);
    const char *error = host_read(session->options->host, path, FILE_LIMIT, &bytes, &status);
    if (error && file->file) {
        struct diagnostic *diagnostic =
            report(&session->compilation.diagnostics, CODE_CANNOT_READ,
                   file->partition->content->span, "cannot read `%s`: %s", path, error);
        add_note(diagnostic, (struct span){0},
                 "manifests list it with its size and SHA-256: have the project build it first");
    } else if (error) {
        report_unreadable(&session->compilation.diagnostics, CODE_CANNOT_READ, path, error);
    } else {
        bool is_secret = !file->file && status.is_private;
        measure(released, file, bytes.length ? bytes.bytes : "", bytes.length, is_secret);
    }
    arena_release(&arena);
    return !error;
}

static bool add_file(struct released *released, struct release_part *file)
{
    const struct outputs *outputs = released->outputs;
    const char *path = outputs_path(outputs, released->part->directory, file->path);
    const struct artifact *made = file->file ? NULL : find_made(released->part, path);
    if (made) {
        measure(released, file, made->bytes, made->length, made->is_secret);
        return true;
    }
    return read_file(released, file,
                     file->file ? file->file : outputs_path(outputs, outputs->directory, path));
}

static bool add_part(struct outputs *outputs, struct outputs_part *part)
{
    struct released released = {
        .outputs = outputs, .part = part, .release = release_parts(part->images)};
    struct artifact_list made = {0};
    bool is_good = true;
    for_each (file, &released.release.parts) {
        is_good &= add_file(&released, file);
    }
    if (is_good && !released.has_app) {
        report(&outputs->session->compilation.diagnostics, CODE_RELEASE_WITHOUT_APP,
               part->layout->span, "the manifests list no app");
    }
    release_manifests(part->images, &released.release, &made);
    for_each (artifact, &made) {
        artifact->path = outputs_path(outputs, part->directory, artifact->path);
        outputs_add(outputs, part, artifact);
    }
    return is_good;
}

bool release_files_add(struct outputs *outputs)
{
    bool is_wanted = false;
    bool is_good = true;
    for_each (emitter, &outputs->emitters) {
        is_wanted |= emitter->need == NEEDS_IMAGES;
    }
    for_each (part, &outputs->parts) {
        is_good &= !is_wanted || add_part(outputs, part);
    }
    return is_good && outputs->session->compilation.diagnostics.errors == 0;
}
