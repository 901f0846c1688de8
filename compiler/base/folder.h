// Looking into folders.
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "list.h"

/// The names of what lies right in a folder, sorted by their bytes, without `.` and `..`: a list of
/// const char. Empty if it can't be listed to its end; `*error`, if `error` is not null, says why,
/// or is null.
struct list folder_list(struct arena *arena, const char *path, const char **error);

/// A file beside a path that is not there, with nearly its name, or its name and a suffix: as a
/// path. Null: the path is there, or nothing is near.
const char *folder_near(struct arena *arena, const char *path);

#endif
