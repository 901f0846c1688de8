// Looking into folders.
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "list.h"

/// The names of what lies right in a folder, sorted by their bytes, without `.` and `..`: a list of
/// const char. Empty if it can't be listed to its end; `*error`, if `error` is not null, says why,
/// or is null.
struct list folder_list(struct arena *arena, const char *path, const char **error);

#endif
