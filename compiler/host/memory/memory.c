// Files are sorted by their absolute paths, so that one is found by halving and those in a
// directory are neighbours. A directory exists if a file's path begins with it.
#include "memory.h"

#include <assert.h>
#include <string.h>

struct memory_file {
    const char *path; // absolute, without `.` and `..`
    const char *bytes;
    size_t length;
    uint64_t serial;
};

static const char missing[] = "No such file or directory";

// The absolute path, with `.`, `..` and doubled slashes resolved; never above "/".
static const char *absolute(struct arena *arena, const char *start, const char *path)
{
    const char *joined = path[0] == '/' ? path : arena_format(arena, "%s/%s", start, path);
    char *result = arena_copy(arena, joined, strlen(joined));
    size_t length = 0;
    for (const char *at = joined; *at;) {
        size_t count = strcspn(at, "/");
        if (count == 2 && memcmp(at, "..", 2) == 0) {
            while (length > 0 && result[--length] != '/') {
            }
        } else if (count > 0 && !(count == 1 && *at == '.')) {
            result[length++] = '/';
            memmove(result + length, at, count);
            length += count;
        }
        at += count + (at[count] == '/');
    }
    assert(length <= strlen(joined));
    if (length == 0) {
        return "/";
    }
    result[length] = 0;
    return result;
}

// The number of files whose paths come before `path`.
static size_t find_place(const struct memory *memory, const char *path)
{
    size_t low = 0;
    size_t high = memory->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(memory->files.items[middle]->path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct memory_file *find_file(const struct memory *memory, const char *path)
{
    size_t place = find_place(memory, path);
    struct memory_file *file = place < memory->files.count ? memory->files.items[place] : NULL;
    return file && strcmp(file->path, path) == 0 ? file : NULL;
}

// A path as a scratch text, which functions that look at files need for a moment only.
struct lookup {
    struct arena arena;
    const char *path;
};

static struct lookup lookup_begin(const struct memory *memory, const char *path)
{
    struct lookup lookup;
    arena_init(&lookup.arena, memory->arena->exhausted);
    lookup.path = absolute(&lookup.arena, memory->start, path);
    return lookup;
}

static bool is_directory(const struct memory *memory, struct arena *arena, const char *path)
{
    const char *prefix = strcmp(path, "/") == 0 ? path : arena_format(arena, "%s/", path);
    size_t place = find_place(memory, prefix);
    bool is_there = place < memory->files.count &&
                    strncmp(memory->files.items[place]->path, prefix, strlen(prefix)) == 0;
    return is_there || (!memory->below && strcmp(path, "/") == 0);
}

static struct host_status status_of(const struct memory_file *file)
{
    return (struct host_status){
        .kind = HOST_FILE,
        .size = file->length,
        .device = UINT64_MAX, // no disk has that number
        .file = file->serial,
    };
}

static const char *memory_look(void *context, const char *path, bool follows_links,
                               struct host_status *status)
{
    const struct memory *memory = context;
    struct lookup lookup = lookup_begin(memory, path);
    const struct memory_file *file = find_file(memory, lookup.path);
    bool is_implied = !file && is_directory(memory, &lookup.arena, lookup.path);
    arena_release(&lookup.arena);
    if (file) {
        *status = status_of(file);
        return NULL;
    }
    if (is_implied) {
        *status = (struct host_status){.kind = HOST_DIRECTORY};
        return NULL;
    }
    if (memory->below) {
        return follows_links ? host_look(memory->below, path, status)
                             : host_look_at_link(memory->below, path, status);
    }
    status->kind = HOST_MISSING;
    return missing;
}

static const char *memory_read(void *context, const char *path, uint64_t limit,
                               struct buffer *content, struct host_status *status)
{
    const struct memory *memory = context;
    struct lookup lookup = lookup_begin(memory, path);
    const struct memory_file *file = find_file(memory, lookup.path);
    bool is_implied = !file && is_directory(memory, &lookup.arena, lookup.path);
    arena_release(&lookup.arena);
    if (!file && memory->below) {
        return host_read(memory->below, path, limit, content, status);
    }
    if (!file) {
        status->kind = is_implied ? HOST_DIRECTORY : HOST_MISSING;
        return is_implied ? "it is a folder" : missing;
    }
    *status = status_of(file);
    uint64_t room = content->length <= limit ? limit - content->length + 1 : 0;
    buffer_bytes(content, file->bytes, file->length < room ? file->length : (size_t)room);
    return NULL;
}

static const char *memory_fill(void *context, const char *path, void *bytes, size_t size)
{
    const struct memory *memory = context;
    struct lookup lookup = lookup_begin(memory, path);
    const struct memory_file *file = find_file(memory, lookup.path);
    arena_release(&lookup.arena);
    if (!file) {
        return memory->below ? host_fill(memory->below, path, bytes, size) : missing;
    }
    if (file->length != size) {
        return "it has changed since it was looked at";
    }
    if (size) {
        memcpy(bytes, file->bytes, size);
    }
    return NULL;
}

static bool has_name(const struct host_names *names, const char *name)
{
    for_each (other, names) {
        if (strcmp(other, name) == 0) {
            return true;
        }
    }
    return false;
}

// Files in one directory are neighbours, but those of a directory in it lie between them: its name
// comes several times in a row.
static const char *memory_list(void *context, struct arena *arena, const char *path,
                               struct host_names *names)
{
    const struct memory *memory = context;
    const char *directory = absolute(arena, memory->start, path);
    const char *prefix = strcmp(directory, "/") == 0 ? "/" : arena_format(arena, "%s/", directory);
    size_t length = strlen(prefix);
    const char *last = NULL;
    struct host_names below = {0};
    const char *error = memory->below && memory->below->list
                            ? memory->below->list(memory->below->context, arena, path, &below)
                            : missing;
    for (size_t i = find_place(memory, prefix); i < memory->files.count; i++) {
        const char *rest = memory->files.items[i]->path;
        if (strncmp(rest, prefix, length) != 0) {
            break;
        }
        rest += length;
        const char *name = arena_copy(arena, rest, strcspn(rest, "/"));
        if (!last || strcmp(last, name) != 0) {
            list_append(arena, names, name);
        }
        last = name;
    }
    bool is_there = last || (!memory->below && strcmp(directory, "/") == 0);
    size_t own = names->count;
    for_each (name, &below) {
        if (!has_name(&(struct host_names){names->items, own, own}, name)) {
            list_append(arena, names, name);
        }
    }
    return is_there ? NULL : error;
}

static const char *memory_real_path(void *context, struct arena *arena, const char *path,
                                    const char **error)
{
    const struct memory *memory = context;
    const char *real = absolute(arena, memory->start, path);
    *error = NULL;
    if (find_file(memory, real)) {
        return real;
    }
    if (memory->below) {
        const char *found = host_real_path(memory->below, arena, path, error);
        if (found) {
            return found;
        }
    }
    if (is_directory(memory, arena, real)) {
        *error = NULL;
        return real;
    }
    *error = *error ? *error : missing;
    return NULL;
}

void memory_init(struct memory *memory, struct arena *arena)
{
    *memory = (struct memory){.arena = arena, .start = ""};
    memory->host = (struct host){
        .context = memory,
        .look = memory_look,
        .read = memory_read,
        .fill = memory_fill,
        .list = memory_list,
        .real_path = memory_real_path,
    };
}

void memory_put(struct memory *memory, const char *path, const void *bytes, size_t length)
{
    struct arena *arena = memory->arena;
    const char *whole = absolute(arena, memory->start, path);
    struct memory_file *file = find_file(memory, whole);
    if (!file) {
        size_t place = find_place(memory, whole);
        file = arena_new(arena, sizeof *file);
        *file = (struct memory_file){.path = whole, .serial = ++memory->serial};
        list_append(arena, &memory->files, file);
        struct memory_file **items = memory->files.items;
        memmove(items + place + 1, items + place,
                (memory->files.count - 1 - place) * sizeof *items);
        items[place] = file;
    }
    file->bytes = arena_copy(arena, length ? bytes : "", length);
    file->length = length;
}

bool memory_remove(struct memory *memory, const char *path)
{
    const char *whole = absolute(memory->arena, memory->start, path);
    size_t place = find_place(memory, whole);
    bool is_there = find_file(memory, whole) != NULL;
    if (is_there) {
        struct memory_file **items = memory->files.items;
        memmove(items + place, items + place + 1,
                (memory->files.count - 1 - place) * sizeof *items);
        memory->files.count--;
    }
    return is_there;
}
