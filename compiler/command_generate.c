// `generate`
#include "commands.h"
#include "emit.h"
#include "image.h"
#include "output.h"
#include "session.h"
#include "text.h"

#include <string.h>

static bool has_label(const struct layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (strcmp(partition->label, name) == 0) {
            return true;
        }
    }
    return false;
}

static const char *no_partition(struct arena *arena, const struct layout *layout, const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        nearest_offer(&nearest, ((const struct partition *)layout->partitions.items[i])->label);
    }
    if (has_label(layout, name)) {
        return arena_format(arena, "several tables have a partition `%s`; say TABLE.%s", name,
                            name);
    }
    return arena_format(arena, "there is no partition `%s`%s", name, nearest_hint(arena, &nearest));
}

static void write_image(struct session *session, const struct layout *layout,
                        const struct partition *partition, const struct buffer *image)
{
    struct compilation *compilation = &session->compilation;
    const char *output = session->options->output;
    struct list artifacts = {0};
    struct list inputs = {0};
    if (strcmp(output, "-") == 0 || strcmp(output, "/dev/stdout") == 0) {
        session_say(session, image);
        return;
    }
    artifact_add(&compilation->arena, &artifacts, output, image)->is_secret =
        partition->content->is_secret;
    if (session->options->depfile) {
        struct list made_of = image_inputs(layout, partition);
        session_add_depfile(session, &made_of, &artifacts);
    }
    session_add_inputs(session, layout, &inputs);
    output_write("", &artifacts, &inputs, &compilation->diagnostics, NULL);
}

static void generate(struct session *session)
{
    const struct options *options = session->options;
    struct compilation *compilation = &session->compilation;
    if (options->variant && !session_has_variant(session, options->variant)) {
        return;
    }
    const struct layout *layout =
        compilation_layout(compilation, session_project(session, ".", options->variant));
    if (!layout) {
        return;
    }
    const struct partition *partition = layout_find(layout, options->arguments[1]);
    if (!partition) {
        session->usage_error = no_partition(&compilation->arena, layout, options->arguments[1]);
        return;
    }
    struct buffer image;
    buffer_init(&image, &compilation->arena);
    const struct image_request request = {
        layout,
        partition,
        &options->images,
        &compilation->diagnostics,
        &compilation->sources,
        &compilation->arena,
    };
    compilation->diagnostics.is_mute = false; // what only this run can see
    if (image_make(&request, &image) && compilation->diagnostics.errors == 0) {
        write_image(session, layout, partition, &image);
    }
}

int command_generate(const struct options *options)
{
    struct session session;
    if (!options->output) {
        fputs("schemac: error: `generate` needs `-o IMAGE`, the file to write\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (options->depfile && strcmp(options->depfile, options->output) == 0) {
        fputs("schemac: error: --depfile cannot be the image itself\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options, options->arguments[0], true)) { // `compile` warns
        generate(&session);
    }
    return session_end(&session);
}
