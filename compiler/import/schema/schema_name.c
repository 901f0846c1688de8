// What an imported schema is called: by --name, by the file it is written to, or by what it is made
// of. Names that say nothing (`partitions`, `table`) are skipped in favor of the directory.
#include "importer.h"

#include <string.h>

// The directory that a path names, where it names one.
static const char *directory_name(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path) {
        return NULL;
    }
    const char *start = slash;
    while (start > path && start[-1] != '/') {
        start--;
    }
    bool is_name = start < slash && *start != '.';
    return is_name ? arena_copy(arena, start, (size_t)(slash - start)) : NULL;
}

// Headers and functions are named after the schema: `pschema` and names of targets are taken.
static const char *usable_name(struct arena *arena, const char *stem)
{
    const char *name = text_identifier(arena, stem);
    bool is_good = *name != '_' && !layout_is_target(name) &&
                   strncmp(text_lower(arena, name), "pschema", 7) != 0;
    return is_good ? name : arena_format(arena, "layout%s%s", *name == '_' ? "" : "_", name);
}

// The name that the schema's own file is to have; else that of what it is made of. But
// `partitions.csv` tells nothing; the directory that it is in may.
const char *schema_name(struct importer *importer)
{
    struct arena *arena = importer->arena;
    const char *output = importer->request->output;
    const struct source *source = importer->keys          ? importer->keys
                                  : importer->device_keys ? importer->device_keys
                                                          : importer->tables.items[0]->source;
    const char *path = source->path;
    path = strcmp(path, "<stdin>") == 0 ? "-" : path;
    const char *stem = strcmp(path, "-") == 0 ? "imported" : files_stem(arena, path);
    bool is_plain = strncmp(stem, "partition", 9) == 0 || strcmp(stem, "table") == 0;
    const char *directory = is_plain ? directory_name(arena, path) : NULL;
    directory =
        importer->built_in_directory
            ? directory_name(arena, arena_format(arena, "%s/", importer->built_in_directory))
            : directory;
    if (importer->request->name) {
        return importer->request->name;
    }
    if (output && strcmp(output, "-") != 0) {
        stem = files_stem(arena, output);
    } else if (directory) {
        stem = directory;
    }
    return usable_name(arena, stem);
}
