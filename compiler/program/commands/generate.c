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
    const char *output = option_text(session->options, OPTION_OUTPUT);
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    if (strcmp(output, "-") == 0 || strcmp(output, "/dev/stdout") == 0) {
        session_put(session, image);
        return;
    }
    artifact_add(&compilation->arena, &artifacts, output, image)->is_secret = notes->is_secret;
    if (option_text(session->options, OPTION_DEPFILE)) {
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
    if (option_text(options, OPTION_VARIANT) &&
        !session_has_variant(session, option_text(options, OPTION_VARIANT))) {
        return;
    }
    struct images *images = compilation_images(
        compilation, session_invocation(session, ".", option_text(options, OPTION_VARIANT)));
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
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o IMAGE`, the file to write"},
};

const struct command command_generate = {
    .name = "generate",
    .arguments = "FILE PARTITION -o IMAGE",
    .summary = "make one partition's image",
    .description =
        "Makes the image of a partition that has a `from`. Where two tables share its name it is\n"
        "TABLE.PARTITION. `-o -` writes to standard output. Warnings about the schema itself are\n"
        "left to `compile`, but for those that -Werror makes errors. `from exec` and programs in\n"
        "the schema's `tools` folder are started as they are, never through a shell.",
    TAKES(taken),
    RULES(rules),
    .fewest = 2,
    .most = 2,
    .begins_with_file = true,
    .check = depfile_check_usage,
    .run = run,
};
