// How the parts of NAME.cmake are written.
#include "cmake_private.h"

void cmake_append(struct cmake_fragment *cmake, const char *section,
                  const struct template_values *values)
{
    template_append(&cmake->out, template_fragment_cmake, section, values);
}

// In the directory of the fragment, so that it works wherever that is moved.
const char *cmake_output(const struct cmake_fragment *cmake, const char *path)
{
    return arena_format(cmake->arena, "\"${%s_DIR}/%s", cmake->prefix,
                        quote_cmake(cmake->arena, path) + 1);
}

// The opening quote of `quoted` is replaced.
const char *cmake_input(const struct cmake_fragment *cmake, const char *path)
{
    const char *quoted = quote_cmake(cmake->arena, path);
    return path[0] == '/'
               ? quoted
               : arena_format(cmake->arena, "\"${%s_ROOT}/%s", cmake->prefix, quoted + 1);
}
