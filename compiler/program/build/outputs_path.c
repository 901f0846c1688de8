// Apart from outputs.c, which needs what needs this.
#include "outputs.h"

const char *outputs_path(const struct outputs *outputs, const char *folder, const char *path)
{
    return *folder ? arena_format(outputs->arena, "%s/%s", folder, path) : path;
}
