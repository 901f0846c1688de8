// A run's files are written beside their places and checked, all of them, before the first is
// renamed: what can fail has failed by then. Signals that end the program wait until the files are
// in their places or removed again.
#include "output.h"

#include "mapping.h"
#include "protection.h"
#include "signals.h"
#include "source.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
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

struct output {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct protection protection;
    struct text_list made;       // directories, the outer ones first
    struct artifact_list staged; // written before the others are there
    struct temporaries temporaries;
    struct signals signals;
};

static bool fail(struct output *output, const char *what, const char *path)
{
    report_failure(output->diagnostics, CODE_CANNOT_WRITE, "cannot %s `%s`: %s", what, path,
                   strerror(errno));
    return false;
}

// mkdir() first and a look after it if it failed, as another process may make the same directory
// in between.
static bool make_directory(struct output *output, const char *path)
{
    if (mkdir(path, 0777) == 0) {
        list_append(output->arena, &output->made, path);
        return true;
    }
    struct stat status;
    if (errno == EEXIST && stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            return true;
        }
        errno = ENOTDIR;
    }
    return fail(output, "create the directory", path);
}

// Makes the directories that a path is in.
static bool make_directories(struct output *output, const char *path)
{
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *directory = arena_copy(output->arena, path, (size_t)(slash - path));
        if (slash[-1] != '/' && !make_directory(output, directory)) {
            return false;
        }
    }
    return true;
}

bool output_directory(const char *path, struct diagnostics *diagnostics)
{
    struct output output = {.arena = diagnostics->arena, .diagnostics = diagnostics};
    return make_directories(&output, path) && make_directory(&output, path);
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
    mapping_forget(artifact);
    return is_equal;
}

// Some file systems have nothing to bring to the disk.
static bool sync_file(int file)
{
    return fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
}

// close() may be where a full disk or a quota shows, on NFS for example, so that its result
// counts; the first error is the one that is reported.
static bool write_and_close(struct output *output, const struct pending *pending, int file)
{
    bool is_good = output_text(file, pending->artifact->bytes, pending->artifact->length) &&
                   (!pending->artifact->is_lasting || sync_file(file));
    int error = errno;
    if (close(file) != 0 && is_good) {
        is_good = false;
        error = errno;
    }
    errno = error;
    return is_good || fail(output, "write", pending->path);
}

// Gives a new file the rights of the one whose place it takes, and its owner where that is allowed:
// root in a container is not to make the files of a project its own.
static bool keep_rights(const struct pending *pending, int file)
{
    int ignored = fchown(file, pending->owner, pending->group);
    (void)ignored;
    return fchmod(file, pending->rights) == 0;
}

// The file is made where it is to be: a rename is one step only within a file system. A missing
// directory is made when opening fails, and not looked for before, as it nearly always is there.
static bool write_beside(struct output *output, struct pending *pending)
{
    const char *temporary = pending->artifact->staged;
    if (temporary) {
        pending->temporary = temporary;
        return true;
    }
    bool is_closed = pending->artifact->is_secret || pending->keeps_rights;
    temporaries_enter(&output->temporaries, pending->path);
    int file = temporaries_open(&output->temporaries, pending->path, is_closed, &temporary);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        if (!make_directories(output, pending->path)) {
            return false;
        }
        file = temporaries_open(&output->temporaries, pending->path, is_closed, &temporary);
    }
    if (file < 0) {
        return fail(output, "write", pending->path);
    }
    pending->temporary = temporary;
    if (pending->keeps_rights && !keep_rights(pending, file)) {
        close(file);
        return fail(output, "write", pending->path);
    }
    return write_and_close(output, pending, file);
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
static bool look_at(struct output *output, const char *path, struct stat *status, bool *exists)
{
    *exists = stat(path, status) == 0;
    if (!*exists && errno != ENOENT && errno != ENOTDIR) {
        return fail(output, "write", path);
    }
    if (*exists && S_ISDIR(status->st_mode)) {
        errno = EISDIR;
        return fail(output, "write", path);
    }
    return true;
}

static bool prepare(struct output *output, struct pending *pending)
{
    struct stat status;
    bool exists;
    if (!look_at(output, pending->path, &status, &exists)) {
        return false;
    }
    pending->written = exists ? WRITTEN_CHANGED : WRITTEN_NEW;
    pending->is_special = exists && !S_ISREG(status.st_mode);
    if (pending->is_special) {
        return true;
    }
    if (exists && is_same(pending->path, &status, pending->artifact)) {
        temporaries_enter(&output->temporaries, pending->path);
        pending->written = WRITTEN_UNCHANGED;
        pending->is_open = pending->artifact->is_secret && status.st_mode & (S_IRWXG | S_IRWXO);
        return true;
    }
    if (exists &&
        !protection_allows(&output->protection, pending->artifact, pending->path, &status)) {
        return false;
    }
    pending->keeps_rights = exists && pending->artifact->keeps_rights;
    pending->rights = exists ? status.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO) : 0;
    pending->owner = exists ? status.st_uid : 0;
    pending->group = exists ? status.st_gid : 0;
    pending->path = follow(output->arena, pending->path);
    return write_beside(output, pending);
}

// A pipe takes as long as its reader: that is no time to hold signals back.
static bool write_in_place(struct output *output, const struct pending *pending)
{
    signals_release(&output->signals);
    int file = open(pending->path, O_WRONLY | O_CLOEXEC);
    bool is_good =
        file < 0 ? fail(output, "write", pending->path) : write_and_close(output, pending, file);
    signals_hold(&output->signals);
    return is_good;
}

// A new name is on the disk when its directory is.
static bool sync_directory(struct output *output, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? arena_copy(output->arena, path, (size_t)(slash - path) + 1) : ".";
    int directory = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return true; // one that may be written to, but not read
    }
    bool is_good = sync_file(directory) || fail(output, "write", path);
    close(directory);
    return is_good;
}

// The one step that others can see. A failure in the middle of many files leaves those before it
// in their new form: there is no way to rename several files at once.
static bool commit(struct output *output, struct pending *pending)
{
    if (pending->is_open && chmod(pending->path, S_IRUSR | S_IWUSR) != 0) {
        return fail(output, "protect", pending->path);
    }
    if (!pending->temporary) {
        return true;
    }
    if (rename(pending->temporary, pending->path) != 0) {
        return fail(output, "write", pending->path);
    }
    pending->temporary = NULL;
    return !pending->artifact->is_lasting || sync_directory(output, pending->path);
}

static void clean_up(const struct pending *pending, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pending[i].temporary) {
            unlink(pending[i].temporary);
        }
    }
}

// What was staged and did not get to its place, and the directories that were made for nothing.
static void clear_stage(struct output *output)
{
    for_each (artifact, &output->staged) {
        if (artifact->staged) {
            unlink(artifact->staged);
        }
        mapping_close(artifact);
    }
    for (size_t i = output->made.count; i > 0; i--) {
        rmdir(output->made.items[i - 1]); // stays, if something is in it
    }
    output->staged.count = output->made.count = 0;
}

static const char *join(struct arena *arena, const char *directory, const char *path)
{
    return *directory ? arena_format(arena, "%s/%s", directory, path) : path;
}

// Writes all files beside their places.
static bool prepare_all(struct output *output, struct pending *pending, const char *directory,
                        const struct artifact_list *artifacts)
{
    for (size_t i = 0; i < artifacts->count; i++) {
        const struct artifact *artifact = artifacts->items[i];
        pending[i].artifact = artifact;
        pending[i].path = join(output->arena, directory, artifact->path);
        if (!prepare(output, &pending[i])) {
            return false;
        }
        if (signals_have_come(&output->signals)) {
            errno = EINTR;
            return fail(output, "write", pending[i].path);
        }
    }
    return true;
}

static bool write_all(struct output *output, struct pending *pending, const char *directory,
                      const struct artifact_list *artifacts)
{
    bool is_good = prepare_all(output, pending, directory, artifacts);
    for (size_t i = 0; i < artifacts->count && is_good; i++) { // what can fail most, first
        is_good = !pending[i].is_special || write_in_place(output, &pending[i]);
    }
    for (size_t i = 0; i < artifacts->count && is_good; i++) {
        is_good = commit(output, &pending[i]);
    }
    return is_good;
}

struct output *output_begin(struct diagnostics *diagnostics)
{
    struct output *output = arena_new(diagnostics->arena, sizeof *output);
    output->arena = output->temporaries.arena = diagnostics->arena;
    output->diagnostics = output->protection.diagnostics = diagnostics;
    return output;
}

bool output_stage(struct output *output, const char *directory, struct artifact *artifact)
{
    struct pending pending = {.artifact = artifact,
                              .path = join(output->arena, directory, artifact->path)};
    struct stat status;
    bool exists = stat(pending.path, &status) == 0;
    if (exists ? !S_ISREG(status.st_mode) : errno != ENOENT && errno != ENOTDIR) {
        return true; // what is to be done or said of it comes when all are written
    }
    list_append(output->arena, &output->staged, artifact);
    if (exists && is_same(pending.path, &status, artifact)) {
        return mapping_open(artifact, pending.path) || fail(output, "read", pending.path);
    }
    pending.path = follow(output->arena, pending.path);
    bool is_good = write_beside(output, &pending);
    artifact->staged = pending.temporary;
    return is_good &&
           (mapping_open(artifact, pending.temporary) || fail(output, "read", pending.temporary));
}

bool output_finish(struct output *output, const char *directory,
                   const struct artifact_list *artifacts, const struct text_list *inputs,
                   enum written *results)
{
    struct pending *pending = arena_array(output->arena, artifacts->count, sizeof *pending);
    output->protection.paths = inputs;
    signals_hold(&output->signals);
    bool is_good = write_all(output, pending, directory, artifacts);
    if (is_good) {
        output->made.count = 0; // they stay
    } else {
        clean_up(pending, artifacts->count);
    }
    clear_stage(output);
    signals_release(&output->signals);
    for (size_t i = 0; results && is_good && i < artifacts->count; i++) {
        results[i] = pending[i].written;
    }
    return is_good;
}

void output_end(struct output *output)
{
    clear_stage(output);
    temporaries_leave(&output->temporaries);
}

bool output_write(const char *directory, const struct artifact_list *artifacts,
                  const struct text_list *inputs, struct diagnostics *diagnostics,
                  enum written *results)
{
    struct output *output = output_begin(diagnostics);
    bool is_good = output_finish(output, directory, artifacts, inputs, results);
    output_end(output);
    return is_good;
}
