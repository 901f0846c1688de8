// `compile`
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
    OPTION_OUTPUT,   OPTION_VARIANT, OPTION_ALL_VARIANTS, OPTION_EMIT,        OPTION_FORCE,
    KCONFIG_OPTIONS, OPTION_QUIET,   OPTION_WARNING,      DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_IS_REQUIRED, OPTION_OUTPUT, 0, "`-o DIR`, the folder for what it makes"},
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
};

const struct command command_compile = {
    .name = "compile",
    .arguments = "FILE -o DIR",
    .summary = "make the tables, the header and the build fragments",
    .description =
        "Compiles a schema (`-`: standard input) and writes its artifacts into DIR. Nothing is\n"
        "written where anything is wrong; a file that would not change keeps its time. A file "
        "that\n"
        "schemac did not make from this schema is not replaced, unless --force is given:\n"
        "DIR/NAME.made lists what it made.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = outputs_check_usage,
    .run = run,
};
