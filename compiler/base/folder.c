#include "folder.h"

#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Appends the names; 0, or the number of an error.
static int read_names(struct arena *arena, DIR *folder, struct list *names)
{
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(folder)); errno = 0) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            list_append(arena, names, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
        }
    }
    return errno;
}

struct list folder_list(struct arena *arena, const char *path, const char **error)
{
    struct list names = {0};
    DIR *folder = opendir(path);
    int problem = folder ? read_names(arena, folder, &names) : errno;
    if (folder) {
        closedir(folder);
    }
    if (error) {
        *error = problem ? strerror(problem) : NULL;
    }
    if (problem) {
        return (struct list){0};
    }
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    }
    return names;
}

const char *folder_near(struct arena *arena, const char *path)
{
    static const char suffix[] = ".pschema";
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    const char *folder = slash ? arena_copy(arena, path, (size_t)(slash + 1 - path)) : "";
    struct stat status;
    if (length == 0 || lstat(path, &status) == 0 || errno != ENOENT) {
        return NULL;
    }
    const char *whole = arena_format(arena, "%s%s", path, suffix);
    if (lstat(whole, &status) == 0) {
        return whole;
    }
    struct list names = folder_list(arena, *folder ? folder : ".", NULL);
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < names.count; i++) {
        nearest_offer(&nearest, names.items[i]);
    }
    return nearest.found ? arena_format(arena, "%s%s", folder, nearest.found) : NULL;
}
