// Paths that match a pattern: they grow by one step of it at a time. A step without a special
// character is appended as it is; any other is compared with the names in each directory so far.
#include "host.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

// What a step of the pattern is in one directory, whose path is `prefix`.
static void match_step(const struct host_search *search, const char *prefix, const char *step,
                       const char *slash, struct text_list *paths)
{
    if (search->searched) {
        search->searched(search->context, prefix);
    }
    struct text_list names = host_list(search->host, search->arena, *prefix ? prefix : ".", NULL);
    for_each (name, &names) {
        if (paths->count <= search->limit && fnmatch(step, name, FNM_PERIOD | FNM_NOESCAPE) == 0) {
            list_append(search->arena, paths,
                        arena_format(search->arena, "%s%s%s", prefix, name, slash));
        }
    }
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Sorts, and leaves out what is there twice.
static void tidy(struct text_list *paths)
{
    size_t count = 0;
    if (paths->count > 1) {
        qsort(paths->items, paths->count, sizeof *paths->items, compare_paths);
    }
    for_each (path, paths) {
        if (count == 0 || strcmp(paths->items[count - 1], path) != 0) {
            paths->items[count++] = path;
        }
    }
    paths->count = count;
}

struct text_list host_match(const struct host_search *search, const char *start,
                            const char *pattern)
{
    struct text_list paths = {0};
    list_append(search->arena, &paths, start);
    while (*pattern && paths.count) {
        // One step: up to a slash, or to the end.
        size_t length = strcspn(pattern, "/");
        size_t slashes = strspn(pattern + length, "/");
        const char *step = arena_copy(search->arena, pattern, length);
        const char *slash = slashes ? "/" : "";
        struct text_list next = {0};
        for_each (prefix, &paths) {
            if (next.count > search->limit) {
                break;
            }
            if (strpbrk(step, "*?[")) {
                match_step(search, prefix, step, slash, &next);
            } else {
                list_append(search->arena, &next,
                            arena_format(search->arena, "%s%s%s", prefix, step, slash));
            }
        }
        paths = next;
        pattern += length + slashes;
    }
    tidy(&paths);
    return paths;
}
