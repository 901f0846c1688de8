// Shared libraries that few runs need: they are loaded when something needs them, so that all other
// runs start without them, and the program runs on a machine that lacks them.
#include "posix_host.h"

#include <dlfcn.h>
#include <string.h>

// Either all functions are there, or the library counts as missing. It is never unloaded: its
// functions are in use to the end.
const char *posix_load(void *context, struct arena *arena, const char *library,
                       const char *const *names, size_t count, void *functions)
{
    (void)context;
    void *loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!loaded) {
        return arena_format(arena, "%s", dlerror());
    }
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(loaded, names[i]);
        if (!function) {
            return arena_format(arena, "`%s` has no function `%s`", library, names[i]);
        }
        // POSIX has a pointer to a function fit into one to an object, which C does not convert.
        memcpy((char *)functions + i * sizeof function, &function, sizeof function);
    }
    return NULL;
}
