// Asking a host that may lack a function: what is missing is refused in the host's place.
//
// So a host need only have what its files can do, and no room asks whether it has. What is refused
// is reported like any failure of the system's: with the path and a reason.
#include "host.h"

#include <stdlib.h>
#include <string.h>

static const char refused[] = "no files may be read here";

const struct host host_none = {0};

// What a path is, set in any case, so that callers may look at the kind alone.
static const char *look(const struct host *host, const char *path, bool follows_links,
                        struct host_status *status)
{
    *status = (struct host_status){.kind = HOST_UNKNOWN};
    return host->look ? host->look(host->context, path, follows_links, status) : refused;
}

const char *host_look(const struct host *host, const char *path, struct host_status *status)
{
    return look(host, path, true, status);
}

const char *host_look_at_link(const struct host *host, const char *path, struct host_status *status)
{
    return look(host, path, false, status);
}

const char *host_read(const struct host *host, const char *path, uint64_t limit,
                      struct buffer *content, struct host_status *status)
{
    *status = (struct host_status){.kind = HOST_UNKNOWN};
    return host->read ? host->read(host->context, path, limit, content, status) : refused;
}

// For a file whose size is known, because it was looked at before: no buffer grows, and no memory
// is taken.
const char *host_fill(const struct host *host, const char *path, void *bytes, size_t size)
{
    return host->fill ? host->fill(host->context, path, bytes, size) : refused;
}

const char *host_real_path(const struct host *host, struct arena *arena, const char *path,
                           const char **error)
{
    *error = refused;
    return host->real_path ? host->real_path(host->context, arena, path, error) : NULL;
}

// A host without variables has none set, which is not a failure.
const char *host_variable(const struct host *host, const char *name)
{
    return host->variable ? host->variable(host->context, name) : NULL;
}

const char *host_load(const struct host *host, struct arena *arena, const char *library,
                      const char *const *names, size_t count, void *functions)
{
    return host->load ? host->load(host->context, arena, library, names, count, functions)
                      : "no libraries may be loaded here";
}

// By bytes, whatever the locale is: output must not depend on the order in a directory.
static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Sorted, as systems list a directory in any order, which may differ between two machines with the
// same files. After a failure nothing is listed, even if some names were read.
struct text_list host_list(const struct host *host, struct arena *arena, const char *path,
                           const char **error)
{
    struct text_list names = {0};
    const char *problem = host->list ? host->list(host->context, arena, path, &names) : refused;
    if (error) {
        *error = problem;
    }
    if (problem) {
        return (struct text_list){0};
    }
    if (names.count > 1) {
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    }
    return names;
}

bool host_is_file(const struct host *host, const char *path)
{
    struct host_status status;
    return !host_look(host, path, &status) && status.kind == HOST_FILE;
}

bool host_is_directory(const struct host *host, const char *path)
{
    struct host_status status;
    return !host_look(host, path, &status) && status.kind == HOST_DIRECTORY;
}

// A host that refuses to look leaves the kind unknown, which is not missing.
bool host_is_missing(const struct host *host, const char *path)
{
    struct host_status status;
    host_look(host, path, &status);
    return status.kind == HOST_MISSING;
}
