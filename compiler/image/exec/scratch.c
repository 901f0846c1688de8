#include "scratch.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_OPEN = 16 }; // folders that are open at once while one is removed

const char *scratch_new(struct arena *arena, const char **error)
{
    const char *parent = getenv("TMPDIR");
    parent = parent && *parent ? parent : "/tmp";
    char *path = arena_format(arena, "%s/schemac-XXXXXX", parent);
    char absolute[PATH_MAX];
    if (!mkdtemp(path) || !realpath(path, absolute)) {
        *error = arena_format(arena, "cannot make a temporary folder in `%s`: %s", parent,
                              strerror(errno));
        return NULL;
    }
    return arena_copy(arena, absolute, strlen(absolute));
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    remove(path);
    return 0;
}

void scratch_remove(const char *folder)
{
    nftw(folder, remove_one, DEPTH_OPEN, FTW_DEPTH | FTW_PHYS);
}
