// `generate`: builds the image of one partition and writes it to a file or standard output. It is
// what the build fragments call for each image, so it reports only what it alone can find: warnings
// about the schema were printed by `compile`, and are muted until the image is built.
#include "commands.h"
#include "image.h"
#include "output_file.h"
#include "partition_name.h"
#include "variants.h"

#include <string.h>

// The depfile lists what this image is made of, but no file of the project may be overwritten, so
// the inputs of all images are protected.
static void write_image(struct session *session, const struct images *images,
                        const struct partition *partition, const struct image_notes *notes,
                        const struct buffer *image)
{
    const struct text_list made_of = image_inputs(images, partition);
    struct text_list inputs = {0};
    enum written written;
    session_add_inputs(session, images, &inputs);
    const struct output_file file = {image, &made_of, &inputs, notes->is_secret};
    output_file_write(session, &file, &written);
}

static void generate(struct session *session)
{
    const struct options *options = session->options;
    struct compilation *compilation = &session->compilation;
    if (option_text(options, OPTION_VARIANT) &&
        !variants_have(session, option_text(options, OPTION_VARIANT))) {
        return;
    }
    struct images *images = compilation_images(
        compilation, session_invocation(session, ".", option_text(options, OPTION_VARIANT)));
    if (!images) {
        return;
    }
    const struct partition *partition =
        partition_by_name(session, images->layout, options->arguments[1]);
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

static int run(const struct options *options)
{
    struct session session;
    if (session_begin(&session, options, options->arguments[0], true) && // `compile` warns
        session_read_lock(&session)) {
        generate(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT,   OPTION_VARIANT, OPTION_VALUES,  OPTION_DEVICE,  OPTION_DEPFILE,
    KCONFIG_OPTIONS, OPTION_QUIET,   OPTION_NO_EXEC, OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o IMAGE`, the output file"},
};

const struct command command_generate = {
    .name = "generate",
    .arguments = "FILE PARTITION -o IMAGE",
    .summary = "build the image of one partition",
    .description =
        "Builds the image of a partition that has a `from`. If two tables have a partition of\n"
        "that name, write TABLE.PARTITION. `-o -` writes to standard output. Warnings about the\n"
        "schema itself are left to `compile`, except those that -Werror turns into errors.\n"
        "Programs (`from exec`, and those in the schema's `tools` directory) are started\n"
        "directly, never through a shell.",
    TAKES(taken),
    RULES(rules),
    .fewest = 2,
    .most = 2,
    .begins_with_file = true,
    .check = output_file_check_usage,
    .run = run,
};
