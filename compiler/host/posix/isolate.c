// Code that may do anything, such as a library that reads damaged files: it runs in a process of
// its own, confined by sandbox.c, and what it has to say comes through a pipe.
#include "file.h"
#include "posix_host.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

// What cannot be written is missing at the other end, which finds that out by itself. It runs in
// the child, whose filter allows write() and little else.
static void write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(file, bytes, length);
        if (count < 0 && errno != EINTR) {
            return;
        }
        bytes += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
}

// False if it did not come to its end: it was ended by a signal (a fault, the limits, the filter),
// or memory ended.
static bool wait_for(pid_t child)
{
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Where memory ends in the child: whoever waits for it in the parent must not be returned to twice.
static void end_child(void *context)
{
    (void)context;
    _exit(1);
}

// What the child writes is only read up to `limit`: a library that was taken over by its input may
// write without end. Once this end of the pipe is closed, writing to it ends the child.
bool posix_isolate(void *context, const char *path, void (*prepare)(void),
                   void (*work)(void *argument, const char *path, struct buffer *output),
                   void *argument, uint64_t limit, struct buffer *output, const char **error)
{
    (void)context;
    int ends[2];
    *error = NULL;
    if (pipe2(ends, O_CLOEXEC) != 0) { // programs that other threads start must not have it
        *error = strerror(errno);
        return true;
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        output->arena->exhausted = end_child; // this copy's
        if (prepare) {
            prepare();
        }
        const struct sandbox sandbox = sandbox_enter(path, ends[1]);
        work(argument, sandbox.path, output);
        write_all(sandbox.output, output->bytes, output->length);
        _exit(0);
    }
    close(ends[1]);
    if (child < 0) {
        *error = strerror(errno);
        close(ends[0]);
        return true;
    }
    *error = file_read(ends[0], limit, output);
    close(ends[0]); // a child that still writes ends
    return wait_for(child);
}
