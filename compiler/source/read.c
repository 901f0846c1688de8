// Reading whole files: each once, whatever paths lead to it.
#include "source.h"

#include <string.h>

// Standard input can be read once only.
static struct source *find_input(const struct sources *sources)
{
    for_each (source, &sources->files) {
        if (source->is_input) {
            return source;
        }
    }
    return NULL;
}

// By the file itself, not by its path: `a/../b` and a link to b are b.
static struct source *find_file(const struct sources *sources, const struct host_status *status)
{
    for_each (source, &sources->files) {
        if (source->file == status->file && source->device == status->device && source->file) {
            return source;
        }
    }
    return NULL;
}

// A file that was read already; null also if nothing can be found out about the path, which reading
// it reports.
static struct source *find_known(const struct sources *sources, const char *path, bool is_input)
{
    struct host_status status;
    return is_input                                          ? find_input(sources)
           : host_look(sources->host, path, &status) == NULL ? find_file(sources, &status)
                                                             : NULL;
}

static struct source *read_new(struct sources *sources, const char *path, bool is_input,
                               const char **error)
{
    struct buffer buffer;
    struct host_status status;
    buffer_init(&buffer, sources->arena);
    *error = host_read(sources->host, path, SOURCE_SIZE_LIMIT, &buffer, &status);
    if (!*error && buffer.length > SOURCE_SIZE_LIMIT) {
        *error = "it is larger than 64M, the limit for a text file";
    }
    if (*error) {
        return NULL;
    }
    struct source *source =
        sources_add(sources, is_input ? "<stdin>" : path, buffer.bytes, buffer.length);
    if (!source) {
        *error = "all files together are larger than 512M";
        return NULL;
    }
    source->is_input = is_input;
    if (!is_input) {
        source->device = status.device;
        source->file = status.file;
    }
    return source;
}

struct source *sources_read(struct sources *sources, const char *path, const char **error)
{
    bool is_input = strcmp(path, "-") == 0;
    struct source *known = find_known(sources, path, is_input);
    return known ? known : read_new(sources, path, is_input, error);
}

struct source *sources_read_data(struct sources *sources, const char *path, const char **error)
{
    size_t count = sources->files.count;
    struct source *source = sources_read(sources, path, error);
    if (source && sources->files.count > count) {
        source->is_data = true;
    }
    return source;
}
