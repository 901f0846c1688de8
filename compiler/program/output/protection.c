// What is never replaced. An input is known by its place on the disk, whatever it is called.
#include "protection.h"

#include "output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct input {
    dev_t device;
    ino_t file;
};

// Found once, and only when the first file is about to be replaced: a run that changes nothing
// asks for none of them. Inputs that do not exist cannot be overwritten.
static void find_inputs(struct protection *protection)
{
    const struct text_list *paths = protection->paths;
    protection->inputs =
        arena_array(protection->diagnostics->arena, paths->count, sizeof *protection->inputs);
    for (size_t i = 0; i < paths->count; i++) {
        struct stat status;
        if (stat(paths->items[i], &status) == 0) {
            protection->inputs[protection->count++] = (struct input){status.st_dev, status.st_ino};
        }
    }
}

static bool refuse_input(struct protection *protection, const char *path, const struct stat *status)
{
    if (!protection->inputs) {
        find_inputs(protection);
    }
    for (size_t i = 0; i < protection->count; i++) {
        const struct input *input = &protection->inputs[i];
        if (input->file == status->st_ino && input->device == status->st_dev) {
            report_failure(protection->diagnostics, CODE_CANNOT_WRITE,
                           "cannot write `%s`: it is one of the inputs", path);
            return true;
        }
    }
    return false;
}

bool output_refuse_input(const char *path, const struct text_list *inputs,
                         struct diagnostics *diagnostics)
{
    struct protection protection = {.diagnostics = diagnostics, .paths = inputs};
    struct stat status;
    return stat(path, &status) == 0 && refuse_input(&protection, path, &status);
}

// What is written by hand, or records what cannot be made again.
static bool is_precious(const char *path)
{
    static const char *const suffixes[] = {".pschema", ".lock"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t end = strlen(suffixes[i]);
        if (length >= end && strcmp(path + length - end, suffixes[i]) == 0) {
            return true;
        }
    }
    return false;
}

// access() asks with the rights of the real user, and is asked though a rename needs no right to
// the file itself: who makes a file read-only does not want it to be replaced.
bool protection_allows(struct protection *protection, const struct artifact *artifact,
                       const char *path, const struct stat *status)
{
    struct diagnostics *diagnostics = protection->diagnostics;
    if (refuse_input(protection, path, status)) {
        return false;
    }
    if (!artifact->is_lasting && status->st_size > 0 && is_precious(path)) {
        report_failure(diagnostics, CODE_CANNOT_WRITE,
                       "cannot write `%s`: a schema or a lock is never replaced by something else",
                       path);
        return false;
    }
    if (access(path, W_OK) != 0) {
        report_failure(diagnostics, CODE_CANNOT_WRITE, "cannot write `%s`: %s", path,
                       strerror(errno));
        return false;
    }
    return true;
}
