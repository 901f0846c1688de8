// What replaces host/posix where WebAssembly runs, in a browser or in Node: files are there, as
// the loader gives them (compiler/web/); programs, processes and shared libraries are not.
#include "posix_host.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINK_LIMIT = 16 };

static const char no_programs[] = "this build cannot run programs";

// The C library starts in `/`; the loader says where relative paths are to start.
__attribute__((constructor)) static void enter_directory(void)
{
    const char *directory = getenv("PWD");
    if (directory) {
        chdir(directory);
    }
}

// Removes the last step of a path.
static size_t parent_length(const char *path, size_t length)
{
    while (length > 0 && path[--length] != '/') {
    }
    return length;
}

// Appends a step to a path that begins with a slash and does not end with one.
static bool append_step(char *path, size_t *length, const char *step, size_t step_length)
{
    if (step_length == 0 || (step_length == 1 && step[0] == '.')) {
        return true;
    }
    if (step_length == 2 && step[0] == '.' && step[1] == '.') {
        *length = parent_length(path, *length);
        return true;
    }
    if (step_length + 2 > PATH_MAX - *length) {
        errno = ENAMETOOLONG;
        return false;
    }
    path[(*length)++] = '/';
    memcpy(path + *length, step, step_length);
    *length += step_length;
    return true;
}

// Appends the steps of a path, and instead of a symbolic link where it leads. Each link is a call
// deeper: the limit bounds the stack as well as loops, as ELOOP does in POSIX.
static bool append_path(char *real, size_t *length, const char *path, unsigned links)
{
    char target[PATH_MAX];
    bool is_good = true;
    while (is_good && *path) {
        size_t step = strcspn(path, "/");
        is_good = append_step(real, length, path, step);
        real[*length] = 0;
        ssize_t size = is_good && *length ? readlink(real, target, sizeof target - 1) : 0;
        if (size > 0 && links == LINK_LIMIT) {
            errno = ELOOP;
            is_good = false;
        } else if (size > 0) {
            target[size] = 0;
            *length = target[0] == '/' ? 0 : parent_length(real, *length);
            is_good = append_path(real, length, target, links + 1);
        }
        path += step + (path[step] == '/');
    }
    return is_good;
}

// For host/posix/system.c: the C library of WASI has none. `real` has room for PATH_MAX bytes.
char *realpath(const char *path, char *real)
{
    char directory[PATH_MAX];
    struct stat status;
    size_t length = 0;
    bool is_absolute = path[0] == '/';
    if (stat(path, &status) != 0 || (!is_absolute && !getcwd(directory, sizeof directory)) ||
        (!is_absolute && !append_path(real, &length, directory, 0)) ||
        !append_path(real, &length, path, 0)) {
        return NULL;
    }
    if (length == 0) {
        real[length++] = '/';
    }
    real[length] = 0;
    return real;
}

// Advice that is not taken does no harm.
int madvise(void *address, size_t length, int advice)
{
    (void)address, (void)length, (void)advice;
    return 0;
}

const char *posix_scratch_make(void *context, struct arena *arena, struct host_scratch *scratch)
{
    (void)context, (void)arena, (void)scratch;
    return no_programs;
}

void posix_scratch_remove(void *context, struct host_scratch *scratch)
{
    (void)context, (void)scratch;
}

// Reported like a program that cannot be started, with the reason.
void posix_run(void *context, const struct host_scratch *scratch, const char *program,
               const char *const *words, struct host_process *process)
{
    (void)context, (void)scratch, (void)program, (void)words;
    process->start = HOST_NOT_STARTED;
    process->error = no_programs;
}

bool posix_isolate(void *context, const char *path, void (*prepare)(void),
                   void (*work)(void *argument, const char *path, struct buffer *output),
                   void *argument, uint64_t limit, struct buffer *output, const char **error)
{
    (void)context, (void)path, (void)prepare, (void)work, (void)argument, (void)limit, (void)output;
    *error = no_programs;
    return false;
}

const char *posix_load(void *context, struct arena *arena, const char *library,
                       const char *const *names, size_t count, void *functions)
{
    (void)context, (void)arena, (void)library, (void)names, (void)count, (void)functions;
    return "this build cannot load libraries";
}
