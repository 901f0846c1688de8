// Private folders for programs to leave files in.
#ifndef IMAGE_SCRATCH_H
#define IMAGE_SCRATCH_H

#include "arena.h"

/// Makes an empty folder that is this user's alone, below TMPDIR or /tmp. Its absolute path; null,
/// and `*error` says why, if it can't be made.
const char *scratch_new(struct arena *arena, const char **error);

/// Removes a folder with all that is in it, as far as that can be; follows no symbolic link.
void scratch_remove(const char *folder);

#endif
