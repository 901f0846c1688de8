#include "library.h"

#include <dlfcn.h>
#include <string.h>

const char *library_load(struct arena *arena, const char *file, const char *const *names,
                         size_t count, void *functions)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return arena_format(arena, "%s", dlerror());
    }
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(library, names[i]);
        if (!function) {
            return arena_format(arena, "`%s` has no function `%s`", file, names[i]);
        }
        memcpy((char *)functions + i * sizeof function, &function, sizeof function);
    }
    return NULL;
}
