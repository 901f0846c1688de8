// The paths of files that an import reads, and how the schema writes them.
//
// Paths in a schema start at the schema's own directory, and the schema may be written elsewhere
// than it was imported from.
#include "importer.h"

#include <string.h>

// Below the directory of the schema a path is cut, beside it `..` leads back, and where neither is
// sure it starts at the root.
const char *files_path_from_schema(struct importer *importer, const char *path)
{
    struct arena *arena = importer->arena;
    const char *output = importer->request->output;
    const char *slash = output ? strrchr(output, '/') : NULL;
    if (!slash || path[0] == '/') {
        return path;
    }
    size_t length = (size_t)(slash - output) + 1;
    if (strncmp(path, output, length) == 0) {
        return path + length;
    }
    bool is_below =
        output[0] != '/' && output[0] != '.' && !strstr(output, "/.") && !strstr(output, "//");
    if (!is_below) {
        const char *error;
        const char *directory = host_real_path(importer->sources->host, arena, ".", &error);
        return directory ? arena_format(arena, "%s/%s", directory, path) : path;
    }
    for (const char *at = strchr(output, '/'); at; at = strchr(at + 1, '/')) {
        path = arena_format(arena, "../%s", path);
    }
    return path;
}

const char *files_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *files_stem(struct arena *arena, const char *path)
{
    const char *name = files_name(path);
    const char *dot = strrchr(name, '.');
    return arena_copy(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

const char *files_join(struct arena *arena, const char *directory, const char *name)
{
    size_t length = strlen(directory);
    bool has_slash = length && directory[length - 1] == '/';
    if (strcmp(directory, ".") == 0) {
        return name;
    }
    return arena_format(arena, "%s%s%s", directory, has_slash ? "" : "/", name);
}

const char *files_absolute(const struct host *host, struct arena *arena, const char *path)
{
    const char *error;
    const char *found = host_real_path(host, arena, path, &error);
    return found ? found : path;
}

const struct source *files_add(struct importer *importer, const char *path)
{
    const char *error = NULL;
    const struct source *source = sources_read_data(importer->sources, path, &error);
    if (!source) {
        report_unreadable(importer->diagnostics, CODE_CANNOT_READ, path, error);
        return NULL;
    }
    list_append(importer->arena, &importer->imported->inputs, path);
    return source;
}
