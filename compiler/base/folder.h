// Looking into folders.
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "list.h"

/// The names of what lies right in a folder, sorted by their bytes, without `.` and `..`: a list of
/// const char. Empty where there is no such folder.
struct list folder_list(struct arena *arena, const char *path);

#endif
