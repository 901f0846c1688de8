// A run's files are written beside their places and checked, all of them, before the first is
// renamed: what can fail has failed by then. Signals that end the program wait until the files are
// in their places or removed again.
#include "output.h"

#include "protection.h"
#include "signals.h"
#include "source.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// A file on its way: written beside its place, then renamed.
struct pending {
    const struct artifact *artifact;
    const char *path;
    const char *temporary; // null: not written, or renamed already
    bool is_open;          // others may read what is secret: that is to end
    bool is_special;       // a device or pipe: it is written to where it is
    bool keeps_rights;     // of the file that is there
    mode_t rights;
    uid_t owner;
    gid_t group;
    enum written written;
};

struct writer {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct protection protection;
    struct list made; // folders, of const char, the outer ones first
    struct temporaries temporaries;
    struct signals signals;
};

static bool fail(struct writer *writer, const char *what, const char *path)
{
    report_failure(writer->diagnostics, CODE_CANNOT_WRITE, "cannot %s `%s`: %s", what, path,
                   strerror(errno));
    return false;
}

static bool make_folder(struct writer *writer, const char *path)
{
    if (mkdir(path, 0777) == 0) {
        list_append(writer->arena, &writer->made, path);
        return true;
    }
    struct stat status;
    if (errno == EEXIST && stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            return true;
        }
        errno = ENOTDIR;
    }
    return fail(writer, "make the folder", path);
}

// Makes the folders that a path lies in.
static bool make_folders(struct writer *writer, const char *path)
{
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder = arena_copy(writer->arena, path, (size_t)(slash - path));
        if (slash[-1] != '/' && !make_folder(writer, folder)) {
            return false;
        }
    }
    return true;
}

bool output_folder(const char *path, struct diagnostics *diagnostics)
{
    struct writer writer = {.arena = diagnostics->arena, .diagnostics = diagnostics};
    return make_folders(&writer, path) && make_folder(&writer, path);
}

// Waits until a stream takes more: one that does not block is somebody else's to choose.
static bool wait_for_room(int stream)
{
    struct pollfd waiting = {.fd = stream, .events = POLLOUT};
    return poll(&waiting, 1, -1) >= 0 || errno == EINTR;
}

bool output_text(int stream, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t count = write(stream, text, length);
        bool is_full = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (is_full ? !wait_for_room(stream) : count < 0 && errno != EINTR) {
            return false;
        }
        if (count > 0) {
            text += count;
            length -= (size_t)count;
        }
    }
    return true;
}

// Whether a file has just these bytes.
static bool is_same(const char *path, const struct stat *status, const struct artifact *artifact)
{
    if ((uint64_t)status->st_size != artifact->length) {
        return false;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    char chunk[16 * 1024];
    size_t at = 0;
    bool is_equal = true;
    while (is_equal && at < artifact->length) {
        ssize_t count = read(file, chunk, sizeof chunk);
        is_equal = count > 0 && (size_t)count <= artifact->length - at &&
                   memcmp(chunk, artifact->bytes + at, (size_t)count) == 0;
        at += is_equal ? (size_t)count : 0;
    }
    close(file);
    return is_equal;
}

// Some file systems have nothing to bring to the disk.
static bool sync_file(int file)
{
    return fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
}

static bool write_and_close(struct writer *writer, const struct pending *pending, int file)
{
    bool is_good = output_text(file, pending->artifact->bytes, pending->artifact->length) &&
                   (!pending->artifact->is_lasting || sync_file(file));
    int error = errno;
    if (close(file) != 0 && is_good) {
        is_good = false;
        error = errno;
    }
    errno = error;
    return is_good || fail(writer, "write", pending->path);
}

// Gives a new file the rights of the one whose place it takes, and its owner where that is allowed:
// root in a container is not to make the files of a project its own.
static bool keep_rights(const struct pending *pending, int file)
{
    int ignored = fchown(file, pending->owner, pending->group);
    (void)ignored;
    return fchmod(file, pending->rights) == 0;
}

static bool write_beside(struct writer *writer, struct pending *pending)
{
    const char *temporary = NULL;
    bool is_closed = pending->artifact->is_secret || pending->keeps_rights;
    temporaries_enter(&writer->temporaries, pending->path);
    int file = temporaries_open(&writer->temporaries, pending->path, is_closed, &temporary);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        if (!make_folders(writer, pending->path)) {
            return false;
        }
        file = temporaries_open(&writer->temporaries, pending->path, is_closed, &temporary);
    }
    if (file < 0) {
        return fail(writer, "write", pending->path);
    }
    pending->temporary = temporary;
    if (pending->keeps_rights && !keep_rights(pending, file)) {
        close(file);
        return fail(writer, "write", pending->path);
    }
    return write_and_close(writer, pending, file);
}

enum { LINK_LIMIT = 16 };

// Where a symbolic link leads, through others, and to what is not there yet: the link stays.
static const char *follow(struct arena *arena, const char *path)
{
    char target[PATH_MAX];
    for (size_t i = 0; i < LINK_LIMIT; i++) {
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0) {
            break;
        }
        target[length] = 0;
        path = path_beside(arena, path, arena_copy(arena, target, (size_t)length));
    }
    return path;
}

// Whether something is at a path. A name that is too long, or a link that leads to itself, fails
// here, and not when other files have been renamed.
static bool look_at(struct writer *writer, const char *path, struct stat *status, bool *exists)
{
    *exists = stat(path, status) == 0;
    if (!*exists && errno != ENOENT && errno != ENOTDIR) {
        return fail(writer, "write", path);
    }
    if (*exists && S_ISDIR(status->st_mode)) {
        errno = EISDIR;
        return fail(writer, "write", path);
    }
    return true;
}

static bool prepare(struct writer *writer, struct pending *pending)
{
    struct stat status;
    bool exists;
    if (!look_at(writer, pending->path, &status, &exists)) {
        return false;
    }
    pending->written = exists ? WRITTEN_CHANGED : WRITTEN_NEW;
    pending->is_special = exists && !S_ISREG(status.st_mode);
    if (pending->is_special) {
        return true;
    }
    if (exists && is_same(pending->path, &status, pending->artifact)) {
        temporaries_enter(&writer->temporaries, pending->path);
        pending->written = WRITTEN_UNCHANGED;
        pending->is_open = pending->artifact->is_secret && status.st_mode & (S_IRWXG | S_IRWXO);
        return true;
    }
    if (exists &&
        !protection_allows(&writer->protection, pending->artifact, pending->path, &status)) {
        return false;
    }
    pending->keeps_rights = exists && pending->artifact->keeps_rights;
    pending->rights = exists ? status.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO) : 0;
    pending->owner = exists ? status.st_uid : 0;
    pending->group = exists ? status.st_gid : 0;
    pending->path = follow(writer->arena, pending->path);
    return write_beside(writer, pending);
}

// A pipe takes as long as its reader: that is no time to hold signals back.
static bool write_in_place(struct writer *writer, const struct pending *pending)
{
    signals_release(&writer->signals);
    int file = open(pending->path, O_WRONLY | O_CLOEXEC);
    bool is_good =
        file < 0 ? fail(writer, "write", pending->path) : write_and_close(writer, pending, file);
    signals_hold(&writer->signals);
    return is_good;
}

// A new name is on the disk when its folder is.
static bool sync_folder(struct writer *writer, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? arena_copy(writer->arena, path, (size_t)(slash - path) + 1) : ".";
    int folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return true; // one that may be written to, but not read
    }
    bool is_good = sync_file(folder) || fail(writer, "write", path);
    close(folder);
    return is_good;
}

static bool commit(struct writer *writer, struct pending *pending)
{
    if (pending->is_open && chmod(pending->path, S_IRUSR | S_IWUSR) != 0) {
        return fail(writer, "protect", pending->path);
    }
    if (!pending->temporary) {
        return true;
    }
    if (rename(pending->temporary, pending->path) != 0) {
        return fail(writer, "write", pending->path);
    }
    pending->temporary = NULL;
    return !pending->artifact->is_lasting || sync_folder(writer, pending->path);
}

static void clean_up(struct writer *writer, const struct pending *pending, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pending[i].temporary) {
            unlink(pending[i].temporary);
        }
    }
    for (size_t i = writer->made.count; i > 0; i--) {
        rmdir(writer->made.items[i - 1]); // stays, where something lies in it
    }
}

static const char *join(struct arena *arena, const char *folder, const char *path)
{
    return *folder ? arena_format(arena, "%s/%s", folder, path) : path;
}

// Writes all files beside their places.
static bool prepare_all(struct writer *writer, struct pending *pending, const char *folder,
                        const struct list *artifacts)
{
    for (size_t i = 0; i < artifacts->count; i++) {
        const struct artifact *artifact = artifacts->items[i];
        pending[i].artifact = artifact;
        pending[i].path = join(writer->arena, folder, artifact->path);
        if (!prepare(writer, &pending[i])) {
            return false;
        }
        if (signals_have_come(&writer->signals)) {
            errno = EINTR;
            return fail(writer, "write", pending[i].path);
        }
    }
    return true;
}

static bool write_all(struct writer *writer, struct pending *pending, const char *folder,
                      const struct list *artifacts)
{
    bool is_good = prepare_all(writer, pending, folder, artifacts);
    for (size_t i = 0; i < artifacts->count && is_good; i++) { // what can fail most, first
        is_good = !pending[i].is_special || write_in_place(writer, &pending[i]);
    }
    for (size_t i = 0; i < artifacts->count && is_good; i++) {
        is_good = commit(writer, &pending[i]);
    }
    return is_good;
}

bool output_write(const char *folder, const struct list *artifacts, const struct list *inputs,
                  struct diagnostics *diagnostics, enum written *results)
{
    struct writer writer = {
        .arena = diagnostics->arena,
        .diagnostics = diagnostics,
        .protection = {.diagnostics = diagnostics, .paths = inputs},
        .temporaries = {.arena = diagnostics->arena},
    };
    struct pending *pending = arena_array(writer.arena, artifacts->count, sizeof *pending);
    signals_hold(&writer.signals);
    bool is_good = write_all(&writer, pending, folder, artifacts);
    if (!is_good) {
        clean_up(&writer, pending, artifacts->count);
    }
    temporaries_leave(&writer.temporaries);
    signals_release(&writer.signals);
    for (size_t i = 0; results && is_good && i < artifacts->count; i++) {
        results[i] = pending[i].written;
    }
    return is_good;
}
