// Directories for programs to leave files in. They are called `schemac-PROCESS-XXXXXX`, and locked
// while they are in use. One whose process is gone, and that nobody has locked, is left over from a
// run that was killed: the lock also covers processes that cannot be seen from here, such as those
// of another container.
#include "posix_host.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_OPEN = 16 }; // directories that are open at once while one is removed

static const char prefix[] = "schemac-";

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    remove(path);
    return 0;
}

// O_NOFOLLOW: in a directory that everybody can write to, such as /tmp, a name may be somebody
// else's link.
static int lock_directory(const char *path)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory >= 0 && flock(directory, LOCK_EX | LOCK_NB) != 0) {
        close(directory);
        directory = -1;
    }
    return directory;
}

// Whether a name is that of such a directory, and its process is gone.
static bool is_left(const char *name)
{
    enum { UNIQUE = 6, DIGITS = 9 };
    if (strncmp(name, prefix, sizeof prefix - 1) != 0) {
        return false;
    }
    const char *digits = name + sizeof prefix - 1;
    size_t count = strspn(digits, "0123456789");
    if (count == 0 || count > DIGITS || digits[count] != '-' ||
        strlen(digits + count + 1) != UNIQUE) {
        return false;
    }
    pid_t process = (pid_t)strtol(digits, NULL, 10);
    return process > 0 && process != getpid() && kill(process, 0) != 0 && errno == ESRCH;
}

// Follows no symbolic link; what cannot be removed stays.
static void remove_all(const char *path, int lock)
{
    nftw(path, remove_one, DEPTH_OPEN, FTW_DEPTH | FTW_PHYS);
    if (lock >= 0) {
        close(lock);
    }
}

// Only directories of the same user are looked at, as in /tmp there are those of others. The lock
// is taken before anything is removed: so two runs that find the same directory do not both remove
// it.
static void remove_left(struct arena *arena, const char *parent)
{
    struct text_list names = {0};
    posix_list(NULL, arena, parent, &names);
    for_each (name, &names) {
        if (!is_left(name)) {
            continue;
        }
        const char *path = arena_format(arena, "%s/%s", parent, name);
        struct stat status;
        bool is_own = lstat(path, &status) == 0 && status.st_uid == geteuid();
        int lock = is_own ? lock_directory(path) : -1;
        if (lock >= 0) {
            remove_all(path, lock);
        }
    }
}

struct state {
    int lock; // the open directory; -1: none
    struct signals signals;
};

// The path is made absolute, as programs may be started in another directory. Rights are those of
// mkdtemp(): 0700, since what is in it may be secret.
static const char *make(struct arena *arena, struct host_scratch *scratch, struct state *state)
{
    const char *parent = getenv("TMPDIR");
    parent = parent && *parent ? parent : "/tmp";
    remove_left(arena, parent);
    char *path = arena_format(arena, "%s/%s%ld-XXXXXX", parent, prefix, (long)getpid());
    char absolute[PATH_MAX];
    if (!mkdtemp(path) || !realpath(path, absolute)) {
        return arena_format(arena, "cannot create a temporary directory in `%s`: %s", parent,
                            strerror(errno));
    }
    scratch->path = arena_copy(arena, absolute, strlen(absolute));
    state->lock = lock_directory(path);
    return NULL;
}

// From here on, until the directory is removed, signals wait.
const char *posix_scratch_make(void *context, struct arena *arena, struct host_scratch *scratch)
{
    (void)context;
    struct state *state = arena_new(arena, sizeof *state);
    signals_hold(&state->signals);
    scratch->state = state;
    const char *error = make(arena, scratch, state);
    if (error) {
        signals_release(&state->signals);
    }
    return error;
}

void posix_scratch_remove(void *context, struct host_scratch *scratch)
{
    (void)context;
    const struct state *state = scratch->state;
    remove_all(scratch->path, state->lock);
    signals_release(&state->signals);
}

const struct signals *posix_scratch_signals(const struct host_scratch *scratch)
{
    const struct state *state = scratch->state;
    return &state->signals;
}
