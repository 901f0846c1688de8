// Names of files on their way, `FILE.PROCESS-NUMBER.schemac.tmp`, and what is left of them.
//
// A run that is killed leaves its own; the next one that writes to the same directory removes
// them. Who writes to a directory holds a shared lock on it. So a file is left over if nobody holds
// the lock, and the process in its name is gone. The lock also tells of processes that cannot be
// seen from here, as those of another container; where a directory cannot be locked, nothing is
// removed.
#include "temporary.h"

#include "posix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char suffix[] = ".schemac.tmp";

static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

// The process that a name has; 0 if it is not the name of such a file. It is read from its end,
// since what is before may have any form; nine digits are the most that cannot overflow a pid_t.
static pid_t process_of(const char *name)
{
    static const char digits[] = "0123456789";
    size_t length = strlen(name);
    const char *at = length > sizeof suffix ? name + length - (sizeof suffix - 1) : name;
    if (strcmp(at, suffix) != 0) {
        return 0;
    }
    const char *number = at;
    while (number > name && strchr(digits, number[-1])) {
        number--;
    }
    const char *process = number > name ? number - 1 : number;
    if (number == at || *process != '-') {
        return 0;
    }
    const char *end = process;
    while (process > name && strchr(digits, process[-1])) {
        process--;
    }
    bool is_good = process < end && end - process < 10 && process > name && process[-1] == '.';
    return is_good ? (pid_t)strtol(process, NULL, 10) : 0;
}

// kill() with signal 0 only asks. EPERM means that there is such a process, of somebody else.
static bool is_running(const struct temporaries *temporaries, pid_t process)
{
    if (process == getpid()) { // in a container, the run before may have had the same number
        return temporaries->attempts > 0;
    }
    return kill(process, 0) == 0 || errno != ESRCH;
}

// Called with the exclusive lock on the directory. lstat(), so that a link of such a name is left
// alone.
static void remove_left(struct temporaries *temporaries, const char *directory)
{
    struct text_list names = host_list(&host_posix, temporaries->arena, directory, NULL);
    for (size_t i = 0; i < names.count; i++) {
        pid_t process = process_of(names.items[i]);
        if (process <= 0 || is_running(temporaries, process)) {
            continue;
        }
        const char *path =
            arena_format(temporaries->arena, "%s/%s", directory, (const char *)names.items[i]);
        struct stat status;
        if (lstat(path, &status) == 0 && S_ISREG(status.st_mode)) {
            unlink(path);
        }
    }
}

void temporaries_enter(struct temporaries *temporaries, const char *path)
{
    size_t length = directory_length(path);
    const char *directory =
        length ? arena_copy(temporaries->arena, path, length > 1 ? length - 1 : 1) : ".";
    if (temporaries->directory && strcmp(temporaries->directory, directory) == 0) {
        return;
    }
    int lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) {
        return; // it is still to be made, or cannot be looked at
    }
    temporaries->directory = directory;
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        remove_left(temporaries, directory);
    }
    if (temporaries->lock_count < TEMPORARY_DIRECTORIES && flock(lock, LOCK_SH | LOCK_NB) == 0) {
        temporaries->locks[temporaries->lock_count++] = lock;
    } else {
        close(lock);
    }
}

// Names that are taken are those of other runs. Of a long name only the beginning is taken, so that
// there is room for what makes it another.
int temporaries_open(struct temporaries *temporaries, const char *path, bool closed,
                     const char **name)
{
    enum { TRIES = 100, NAME_LENGTH = 200 };
    mode_t rights = closed ? S_IRUSR | S_IWUSR : 0666;
    size_t directory = directory_length(path);
    size_t length = directory + strnlen(path + directory, NAME_LENGTH);
    int file = -1;
    errno = EEXIST;
    for (size_t i = 0; file < 0 && errno == EEXIST && i < TRIES; i++) {
        *name = arena_format(temporaries->arena, "%.*s.%ld-%u%s", (int)length, path, (long)getpid(),
                             temporaries->attempts++, suffix);
        file = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights);
    }
    return file;
}

// Closing a descriptor gives up its lock.
void temporaries_leave(struct temporaries *temporaries)
{
    while (temporaries->lock_count > 0) {
        close(temporaries->locks[--temporaries->lock_count]);
    }
}
