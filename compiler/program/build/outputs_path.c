// Paths of outputs. Apart from outputs.c, which needs ownership.c, which needs these: so neither is
// in a circle.
#include "outputs.h"

const char *outputs_path(const struct outputs *outputs, const char *directory, const char *path)
{
    return *directory ? arena_format(outputs->arena, "%s/%s", directory, path) : path;
}
