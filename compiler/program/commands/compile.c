// `compile`: writes the artifacts of a schema, and no images. See build/outputs.c, where the work
// is done; `build` adds the images.
#include "commands.h"
#include "outputs.h"

static void compile(struct session *session)
{
    struct outputs outputs;
    outputs_begin(&outputs, session);
    bool is_written = outputs_compile(&outputs) && outputs_write(&outputs);
    outputs_end(&outputs);
    if (is_written) {
        outputs_say(&outputs);
    }
}

static int run(const struct options *options)
{
    struct session session;
    if (session_begin(&session, options, options->arguments[0], false) &&
        session_read_lock(&session)) {
        compile(&session);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_OUTPUT,  OPTION_VARIANT,  OPTION_ALL_VARIANTS, OPTION_EMIT,    OPTION_FORCE,
    OPTION_MAX_USE, KCONFIG_OPTIONS, OPTION_QUIET,        OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o DIR`, the output directory"},
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
};

const struct command command_compile = {
    .name = "compile",
    .arguments = "FILE -o DIR",
    .summary = "generate the tables, the header and the build fragments",
    .description =
        "Compiles a schema (`-`: standard input) and writes its artifacts to DIR. If there is\n"
        "an error, nothing is written. A file whose content would not change keeps its time\n"
        "stamp, so that nothing is rebuilt. A file that schemac did not generate from this\n"
        "schema is not overwritten unless --force is given; DIR/NAME.made lists the files that\n"
        "it generated.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = outputs_check_usage,
    .run = run,
};
