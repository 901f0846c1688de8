// What somebody may have meant who named a file that is not there: the same name with a suffix, or
// a name beside it in which few characters differ (text.c, nearest_offer()).
#include "host.h"
#include "text.h"

#include <string.h>

// The directory is only listed if nothing is at the path. A link that leads nowhere is there, and
// is not what was mistyped.
const char *host_near(const struct host *host, struct arena *arena, const char *path)
{
    static const char suffix[] = ".pschema";
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *directory = slash ? arena_copy(arena, path, (size_t)(slash + 1 - path)) : "";
    struct host_status status;
    host_look_at_link(host, path, &status);
    if (!*name || status.kind != HOST_MISSING) {
        return NULL;
    }
    // `schemac check product` for product.pschema: the suffix alone is missing.
    const char *whole = arena_format(arena, "%s%s", path, suffix);
    if (!host_look_at_link(host, whole, &status)) {
        return whole;
    }
    struct text_list names = host_list(host, arena, *directory ? directory : ".", NULL);
    struct nearest nearest = nearest_to(name);
    for_each (other, &names) {
        nearest_offer(&nearest, other);
    }
    return nearest.found ? arena_format(arena, "%s%s", directory, nearest.found) : NULL;
}
