#include "folder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct list folder_list(struct arena *arena, const char *path)
{
    struct list names = {0};
    DIR *directory = opendir(path);
    if (!directory) {
        return names;
    }
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            list_append(arena, &names, arena_copy(arena, entry->d_name, strlen(entry->d_name)));
        }
    }
    closedir(directory);
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    }
    return names;
}
