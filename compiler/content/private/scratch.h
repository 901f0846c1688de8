// Private folders for programs to leave files in.
#ifndef CONTENT_SCRATCH_H
#define CONTENT_SCRATCH_H

#include "arena.h"

#include <stdbool.h>

struct scratch {
    const char *folder; // its absolute path
    int lock;           // the open folder: others can tell that it is in use
};

/// Makes an empty folder that is this user's alone, below TMPDIR or /tmp; those that runs left
/// there that were killed are removed. False, and `*error` says why, if it can't be made.
bool scratch_new(struct arena *arena, struct scratch *scratch, const char **error);

/// Removes the folder with all that is in it, as far as that can be; follows no symbolic link.
void scratch_remove(const struct scratch *scratch);

#endif
