// The folders are called `schemac-PROCESS-XXXXXX`, and locked while they are in use. One whose
// process is gone, and that nobody has locked, is left over from a run that was killed: the lock
// also tells of processes that cannot be seen from here, as those of another container.
#include "scratch.h"

#include "folder.h"

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

enum { DEPTH_OPEN = 16 }; // folders that are open at once while one is removed

static const char prefix[] = "schemac-";

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    remove(path);
    return 0;
}

static int lock_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) != 0) {
        close(folder);
        folder = -1;
    }
    return folder;
}

// Whether a name is that of such a folder, and its process is gone.
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

static void remove_left(struct arena *arena, const char *parent)
{
    struct list names = folder_list(arena, parent, NULL);
    for (size_t i = 0; i < names.count; i++) {
        if (!is_left(names.items[i])) {
            continue;
        }
        const char *path = arena_format(arena, "%s/%s", parent, (const char *)names.items[i]);
        struct stat status;
        bool is_own = lstat(path, &status) == 0 && status.st_uid == geteuid();
        int lock = is_own ? lock_folder(path) : -1;
        if (lock >= 0) {
            scratch_remove(&(struct scratch){path, lock});
        }
    }
}

bool scratch_new(struct arena *arena, struct scratch *scratch, const char **error)
{
    const char *parent = getenv("TMPDIR");
    parent = parent && *parent ? parent : "/tmp";
    remove_left(arena, parent);
    char *path = arena_format(arena, "%s/%s%ld-XXXXXX", parent, prefix, (long)getpid());
    char absolute[PATH_MAX];
    if (!mkdtemp(path) || !realpath(path, absolute)) {
        *error = arena_format(arena, "cannot make a temporary folder in `%s`: %s", parent,
                              strerror(errno));
        return false;
    }
    scratch->folder = arena_copy(arena, absolute, strlen(absolute));
    scratch->lock = lock_folder(path);
    return true;
}

void scratch_remove(const struct scratch *scratch)
{
    nftw(scratch->folder, remove_one, DEPTH_OPEN, FTW_DEPTH | FTW_PHYS);
    if (scratch->lock >= 0) {
        close(scratch->lock);
    }
}
