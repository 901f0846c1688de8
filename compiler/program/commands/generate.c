// `generate`
#include "commands.h"
#include "emit.h"
#include "image.h"
#include "output.h"
#include "session.h"

#include <string.h>

static void write_image(struct session *session, const struct images *images,
                        const struct partition *partition, const struct image_notes *notes,
                        const struct buffer *image)
{
    struct compilation *compilation = &session->compilation;
    const char *output = session->options->output;
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    if (strcmp(output, "-") == 0 || strcmp(output, "/dev/stdout") == 0) {
        session_put(session, image);
        return;
    }
    artifact_add(&compilation->arena, &artifacts, output, image)->is_secret = notes->is_secret;
    if (session->options->depfile) {
        struct text_list made_of = image_inputs(images, partition);
        session_add_depfile(session, &made_of, &artifacts);
    }
    session_add_inputs(session, images, &inputs);
    output_write("", &artifacts, &inputs, &compilation->diagnostics, NULL);
}

static void generate(struct session *session)
{
    const struct options *options = session->options;
    struct compilation *compilation = &session->compilation;
    if (options->variant && !session_has_variant(session, options->variant)) {
        return;
    }
    struct images *images =
        compilation_images(compilation, session_invocation(session, ".", options->variant));
    if (!images) {
        return;
    }
    const struct partition *partition =
        session_find_partition(session, images->layout, options->arguments[1]);
    if (!partition) {
        return;
    }
    struct buffer image;
    buffer_init(&image, &compilation->arena);
    struct image_notes notes;
    image_notes_begin(&notes, image_plan_of(images, partition));
    const struct image_request request = {
        .images = images,
        .partition = partition,
        .notes = &notes,
        .settings = &options->images,
        .diagnostics = &compilation->diagnostics,
        .sources = &compilation->sources,
        .arena = &compilation->arena,
    };
    compilation->diagnostics.is_mute = false; // what only this run can see
    if (image_make(&request, &image) && compilation->diagnostics.errors == 0) {
        images_keep_notes(images, partition, &notes);
        write_image(session, images, partition, &notes, &image);
    }
}

int command_generate(const struct options *options)
{
    struct session session;
    if (!session_can_write(options, "generate", "IMAGE")) {
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options, options->arguments[0], true) && // `compile` warns
        session_read_lock(&session)) {
        generate(&session);
    }
    return session_end(&session);
}
