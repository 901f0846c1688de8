// `build`: compiles as `compile` does, then builds the images that are not up to date, and writes
// everything together. What an earlier build left behind is removed only after that, and the log
// for the next build is written last, so an interrupted build is repeated rather than trusted.
#include "commands.h"
#include "images.h"
#include "outputs.h"
#include "release_files.h"

static void build(struct session *session)
{
    struct outputs outputs;
    outputs_begin(&outputs, session);
    bool is_written = outputs_compile(&outputs) && images_build(&outputs) &&
                      release_files_add(&outputs) && outputs_write(&outputs);
    outputs_end(&outputs);
    if (is_written) {
        images_clear(&outputs);
        images_remember(&outputs);
        outputs_say(&outputs);
    }
}

static int run(const struct options *options)
{
    struct session session;
    if (session_begin(&session, options, options->arguments[0], false) &&
        session_read_lock(&session)) {
        build(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT,  OPTION_VARIANT, OPTION_ALL_VARIANTS, OPTION_VALUES,   OPTION_DEVICE,
    OPTION_EMIT,    OPTION_FORCE,   OPTION_MAX_USE,      KCONFIG_OPTIONS, OPTION_QUIET,
    OPTION_NO_EXEC, OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o DIR`, the output directory"},
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
};

const struct command command_build = {
    .name = "build",
    .arguments = "FILE -o DIR",
    .summary = "compile, and build all images",
    .description =
        "Compiles a schema as `compile` does, and builds the image of each partition that has a\n"
        "`from` as DIR/images/PARTITION.bin, using all CPU cores. Images whose inputs have not\n"
        "changed are not built again: DIR/NAME.build records what each was built from. If there\n"
        "is an error, nothing is written.\n"
        "\n"
        "`--emit bin,manifest` writes a release: tables, images, and manifests that list them,\n"
        "manifest.json for ESP Web Tools and ota.json for a server of updates.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = outputs_check_usage,
    .run = run,
};
