// Files and environment of this process. What a path is, is asked of the file that was opened, not
// of the path again, so that nobody can exchange it in between. Opening never waits: a named pipe
// without a writer is refused like any other that is not a regular file.
#include "file.h"
#include "posix_host.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h> // getentropy() of glibc
#include <sys/stat.h>
#include <unistd.h> // and of musl

// Pipes, sockets and devices are all the same to schemac: nothing to read a schema from.
static enum host_kind kind_of(mode_t mode)
{
    return S_ISREG(mode)   ? HOST_FILE
           : S_ISDIR(mode) ? HOST_DIRECTORY
           : S_ISLNK(mode) ? HOST_LINK
                           : HOST_OTHER;
}

static struct host_status status_of(const struct stat *found)
{
    return (struct host_status){
        .kind = kind_of(found->st_mode),
        .size = (uint64_t)found->st_size,
        .device = (uint64_t)found->st_dev,
        .file = (uint64_t)found->st_ino,
        .is_private = !(found->st_mode & (S_IRGRP | S_IROTH)),
    };
}

// `is_executable` is a question of rights, which access() answers for the real user; it is asked
// by path, as nothing is opened here.
const char *posix_look(void *context, const char *path, bool follows_links,
                       struct host_status *status)
{
    (void)context;
    struct stat found;
    if ((follows_links ? stat(path, &found) : lstat(path, &found)) != 0) {
        status->kind = errno == ENOENT ? HOST_MISSING : HOST_UNKNOWN;
        return strerror(errno);
    }
    *status = status_of(&found);
    status->is_executable = access(path, X_OK) == 0;
    return NULL;
}

// What is open while an arena is added to. Where memory ends, the library leaves this function by a
// jump: the arena is made to come here first, so that nothing stays open.
struct held {
    struct arena *arena;
    void (*exhausted)(void *context);
    void *context;
    int file;       // -1: none
    DIR *directory; // null: none
};

static void let_go(const struct held *held)
{
    held->arena->exhausted = held->exhausted;
    held->arena->context = held->context;
    if (held->file >= 0) {
        close(held->file);
    }
    if (held->directory) {
        closedir(held->directory);
    }
}

static void let_go_and_fail(void *context)
{
    const struct held *held = context;
    let_go(held);
    arena_fail(held->arena);
}

static void hold(struct held *held, struct arena *arena, int file, DIR *directory)
{
    *held = (struct held){arena, arena->exhausted, arena->context, file, directory};
    arena->exhausted = let_go_and_fail;
    arena->context = held;
}

static const char *read_regular(int file, uint64_t limit, struct buffer *content,
                                struct host_status *status)
{
    struct stat found;
    if (fstat(file, &found) != 0) {
        return strerror(errno);
    }
    *status = status_of(&found);
    if (status->kind != HOST_FILE) {
        return status->kind == HOST_DIRECTORY ? "it is a directory" : "it is not a regular file";
    }
    return file_read(file, limit, content);
}

// Standard input has no status: its kind stays unknown, and it is not a file of the project.
const char *posix_read(void *context, const char *path, uint64_t limit, struct buffer *content,
                       struct host_status *status)
{
    (void)context;
    if (strcmp(path, "-") == 0) {
        return file_read(STDIN_FILENO, limit, content);
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        status->kind = errno == ENOENT ? HOST_MISSING : HOST_UNKNOWN;
        return strerror(errno);
    }
    struct held held;
    hold(&held, content->arena, file, NULL);
    const char *error = read_regular(file, limit, content, status);
    let_go(&held);
    return error;
}

static const char *fill_from(int file, char *bytes, size_t size)
{
    struct stat found;
    if (fstat(file, &found) != 0) {
        return strerror(errno);
    }
    if (!S_ISREG(found.st_mode) || (uint64_t)found.st_size != size) {
        return "it changed while it was being read";
    }
    for (size_t length = 0; length < size;) {
        ssize_t count = read(file, bytes + length, size - length);
        if (count < 0 && errno != EINTR) {
            return strerror(errno);
        }
        if (count == 0) {
            return "it became shorter while it was being read";
        }
        length += count > 0 ? (size_t)count : 0;
    }
    return NULL;
}

const char *posix_fill(void *context, const char *path, void *bytes, size_t size)
{
    (void)context;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return strerror(errno);
    }
    const char *error = fill_from(file, bytes, size);
    close(file);
    return error;
}

// readdir() returns null at the end and after an error; only errno tells them apart, so that it is
// cleared before each call.
const char *posix_list(void *context, struct arena *arena, const char *path,
                       struct text_list *names)
{
    (void)context;
    DIR *directory = opendir(path);
    if (!directory) {
        return strerror(errno);
    }
    struct held held;
    hold(&held, arena, -1, directory);
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(directory)); errno = 0) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            list_append(arena, names, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
        }
    }
    int error = errno;
    let_go(&held);
    return error ? strerror(error) : NULL;
}

const char *posix_real_path(void *context, struct arena *arena, const char *path,
                            const char **error)
{
    (void)context;
    char real[PATH_MAX];
    *error = NULL;
    if (!realpath(path, real)) {
        *error = strerror(errno);
        return NULL;
    }
    return arena_copy(arena, real, strlen(real));
}

const char *posix_variable(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

// getentropy() blocks until the system has seen enough events after its start, and never gives
// less than was asked for; it takes at most 256 bytes.
const char *posix_random(void *context, void *bytes, size_t size)
{
    (void)context;
    return getentropy(bytes, size) == 0 ? NULL : strerror(errno);
}

// Cores that are switched on. A container may be allowed fewer; more threads than cores only wait.
size_t posix_processors(void *context)
{
    (void)context;
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 1 ? (size_t)count : 1;
}
