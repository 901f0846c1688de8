// A command's one output: an image in a file, or on standard output, and its depfile for make or
// ninja. Both are written together or not at all; a depfile without its image would make the build
// system believe that there is nothing to do.
#include "output_file.h"

#include "emit.h"
#include "print.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

const char *output_file_check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    const char *depfile = option_text(options, OPTION_DEPFILE);
    return depfile && strcmp(depfile, option_text(options, OPTION_OUTPUT)) == 0
               ? "--depfile cannot be the image itself"
               : NULL;
}

// Where the image's path is absolute, those of its inputs are: whoever reads the file then need not
// know where schemac ran.
static struct text_list depfile_inputs(struct session *session, const struct text_list *inputs)
{
    struct arena *arena = &session->compilation.arena;
    char directory[PATH_MAX];
    bool is_absolute = option_text(session->options, OPTION_OUTPUT)[0] == '/' &&
                       getcwd(directory, sizeof directory);
    struct text_list paths = {0};
    for_each (path, inputs) {
        bool is_local = is_absolute && path[0] != '/';
        list_append(arena, &paths, is_local ? arena_format(arena, "%s/%s", directory, path) : path);
    }
    return paths;
}

// The depfile is written together with the image, or neither is: a build tool that finds a new
// image with the old list would miss changes of the inputs that are new in it.
static void add_depfile(struct session *session, const struct text_list *inputs,
                        struct artifact_list *artifacts)
{
    struct arena *arena = &session->compilation.arena;
    struct text_list paths = depfile_inputs(session, inputs);
    struct buffer text;
    buffer_init(&text, arena);
    depfile_text(arena, option_text(session->options, OPTION_OUTPUT), &paths, &text);
    artifact_add(arena, artifacts, option_text(session->options, OPTION_DEPFILE), &text);
}

bool output_file_write(struct session *session, const struct output_file *file,
                       enum written *written)
{
    enum written results[2]; // the image, and its depfile
    const char *path = option_text(session->options, OPTION_OUTPUT);
    struct artifact_list artifacts = {0};
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) {
        print_bytes(session, file->image);
        return false;
    }
    artifact_add(&session->compilation.arena, &artifacts, path, file->image)->is_secret =
        file->is_secret;
    if (option_is_given(session->options, OPTION_DEPFILE)) {
        add_depfile(session, file->made_of, &artifacts);
    }
    bool is_good =
        output_write("", &artifacts, file->inputs, &session->compilation.diagnostics, results);
    *written = *results;
    return is_good;
}
