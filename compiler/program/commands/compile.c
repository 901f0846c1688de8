// `compile` and `build`.
#include "commands.h"
#include "images.h"
#include "text.h"
#include "work.h"

#include <string.h>

static void compile(struct session *session)
{
    struct work work;
    work_begin(&work, session);
    bool is_written = work_compile(&work) && work_write(&work);
    work_end(&work);
    if (is_written) {
        work_say(&work);
    }
}

static void build(struct session *session)
{
    struct work work;
    work_begin(&work, session);
    bool is_written = work_compile(&work) && images_build(&work) && work_write(&work);
    work_end(&work);
    if (is_written) {
        images_clear(&work);
        images_remember(&work);
        work_say(&work);
    }
}

static int run(const struct options *options, const char *name,
               void (*command)(struct session *session))
{
    struct session session;
    if (!options->output) {
        fprintf(stderr, "schemac: error: `%s` needs `-o DIR`, the folder for what it makes\n",
                name);
        return STATUS_WRONG_USAGE;
    }
    if (strcmp(options->output, "-") == 0) {
        fprintf(stderr,
                "schemac: error: `%s` makes several files: `-o` needs a directory, not standard "
                "output\n",
                name);
        return STATUS_WRONG_USAGE;
    }
    if (text_has_control(options->output)) {
        fputs("schemac: error: the name of the output directory has a control character\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (options->variant && options->all_variants) {
        fputs("schemac: error: --variant and --all-variants exclude each other\n", stderr);
        return STATUS_WRONG_USAGE;
    }
    if (session_begin(&session, options, options->arguments[0], false) &&
        session_read_lock(&session)) {
        command(&session);
    }
    return session_end(&session);
}

int command_compile(const struct options *options)
{
    return run(options, "compile", compile);
}

int command_build(const struct options *options)
{
    return run(options, "build", build);
}
