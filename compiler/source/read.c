// Reading whole files.
#include "file.h"
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct source *find_input(const struct sources *sources)
{
    for (size_t i = 0; i < sources->files.count; i++) {
        const struct source *source = sources->files.items[i];
        if (source->is_input) {
            return (struct source *)source;
        }
    }
    return NULL;
}

static struct source *find_file(const struct sources *sources, const struct stat *status)
{
    for (size_t i = 0; i < sources->files.count; i++) {
        const struct source *source = sources->files.items[i];
        if (source->file == status->st_ino && source->device == status->st_dev && source->file) {
            return (struct source *)source;
        }
    }
    return NULL;
}

static struct source *read_open(struct sources *sources, const char *path, int file, bool is_input,
                                const char **error)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        *error = strerror(errno);
        return NULL;
    }
    if (!is_input && !S_ISREG(status.st_mode)) {
        *error = S_ISDIR(status.st_mode) ? "it is a folder" : "it is no regular file";
        return NULL;
    }
    struct source *known = is_input ? find_input(sources) : find_file(sources, &status);
    if (known) {
        return known;
    }
    struct buffer buffer;
    buffer_init(&buffer, sources->arena);
    *error = file_read(file, SOURCE_SIZE_LIMIT, &buffer);
    if (!*error && buffer.length > SOURCE_SIZE_LIMIT) {
        *error = "it is larger than 64M, the most that a text may have";
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
        source->device = status.st_dev;
        source->file = status.st_ino;
    }
    return source;
}

struct source *sources_read(struct sources *sources, const char *path, const char **error)
{
    if (sources->sealed) {
        *error = "no files may be read here";
        return NULL;
    }
    if (strcmp(path, "-") == 0) {
        return read_open(sources, path, STDIN_FILENO, true, error);
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        *error = strerror(errno);
        return NULL;
    }
    struct source *source = read_open(sources, path, file, false, error);
    close(file);
    return source;
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
