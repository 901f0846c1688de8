// Files are sorted by their absolute paths, so that one is found by halving and those in a
// directory are neighbours. A directory exists if a file's path begins with it.
//
// Looking at files never uses the arena: several threads may, and who looks has an arena of its
// own. Other bytes go where those before were if they fit, so that an editor's buffer, which is put
// at every keystroke, takes no more than about three times its largest size.
#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct memory_file {
    const char *path; // absolute, without `.` and `..`
    char *bytes;
    size_t capacity;
    size_t length;
    uint64_t serial;
};

static const char missing[] = "No such file or directory";

static const char no_memory[] = "Cannot allocate memory";

// The bytes that an absolute path takes at most, and the slash that is_directory() adds.
static size_t room_for(const char *start, const char *path)
{
    return strlen(start) + strlen(path) + sizeof "//";
}

// The absolute path, with `.`, `..` and doubled slashes resolved; never above "/". It is made where
// it was put together: what is kept of it never grows past what was read.
static char *resolve(char *result, const char *start, const char *path)
{
    size_t length = 0;
    *result = 0;
    strcat(strcat(strcat(result, path[0] == '/' ? "" : start), path[0] == '/' ? "" : "/"), path);
    for (const char *at = result; *at;) {
        size_t count = strcspn(at, "/");
        const char *next = at + count + (at[count] == '/');
        if (count == 2 && memcmp(at, "..", 2) == 0) {
            while (length > 0 && result[--length] != '/') {
            }
        } else if (count > 0 && !(count == 1 && *at == '.')) {
            assert(result + length < at);
            result[length++] = '/';
            memmove(result + length, at, count);
            length += count;
        }
        at = next;
    }
    result[length] = 0;
    return length ? result : strcpy(result, "/");
}

static char *absolute(struct arena *arena, const char *start, const char *path)
{
    return resolve(arena_new(arena, room_for(start, path)), start, path);
}

// The number of files whose paths come before `path`: where it is, or would be.
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

// An absolute path for a moment.
struct lookup {
    char *path; // null: there is no memory for it
    char small[256];
};

// An absolute path for a moment, without the arena: on the stack if it is short, else from
// malloc(), so that threads may look at files at the same time.
static void lookup_begin(struct lookup *lookup, const struct memory *memory, const char *path)
{
    size_t room = room_for(memory->start, path);
    lookup->path = room <= sizeof lookup->small ? lookup->small : malloc(room);
    if (lookup->path) {
        resolve(lookup->path, memory->start, path);
    }
}

static void lookup_end(struct lookup *lookup)
{
    if (lookup->path != lookup->small) {
        free(lookup->path);
    }
}

// Whether a file's path begins with this one and a slash. The path is changed meanwhile, for which
// room_for() has counted the slash. Below another host, the root is that host's to answer for.
static bool is_directory(const struct memory *memory, char *path)
{
    size_t length = strlen(path);
    const char *end = strcmp(path, "/") == 0 ? "" : "/";
    strcat(path, end);
    size_t place = find_place(memory, path);
    bool is_there = place < memory->files.count &&
                    strncmp(memory->files.items[place]->path, path, strlen(path)) == 0;
    path[length] = 0;
    return is_there || (!memory->below && !*end);
}

// Numbers that no other file has had, so that a file that was put again after it was removed is
// read again. Those of each memory are its own, as one may be over another; no disk has any that
// are so large.
static struct host_status status_of(const struct memory *memory, const struct memory_file *file)
{
    return (struct host_status){
        .kind = HOST_FILE,
        .size = file->length,
        .device = UINT64_MAX - (uintptr_t)memory,
        .file = file->serial,
    };
}

static const char *memory_look(void *context, const char *path, bool follows_links,
                               struct host_status *status)
{
    const struct memory *memory = context;
    struct lookup lookup;
    lookup_begin(&lookup, memory, path);
    if (!lookup.path) {
        return no_memory;
    }
    const struct memory_file *file = find_file(memory, lookup.path);
    bool is_implied = !file && is_directory(memory, lookup.path);
    lookup_end(&lookup);
    if (file) {
        *status = status_of(memory, file);
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

// One byte more than the limit is taken, as file_read() does, so that the caller sees that there
// is more.
static const char *memory_read(void *context, const char *path, uint64_t limit,
                               struct buffer *content, struct host_status *status)
{
    const struct memory *memory = context;
    struct lookup lookup;
    lookup_begin(&lookup, memory, path);
    if (!lookup.path) {
        return no_memory;
    }
    const struct memory_file *file = find_file(memory, lookup.path);
    bool is_implied = !file && is_directory(memory, lookup.path);
    lookup_end(&lookup);
    if (!file && memory->below) {
        return host_read(memory->below, path, limit, content, status);
    }
    if (!file) {
        status->kind = is_implied ? HOST_DIRECTORY : HOST_MISSING;
        return is_implied ? "it is a directory" : missing;
    }
    *status = status_of(memory, file);
    uint64_t room = content->length <= limit ? limit - content->length + 1 : 0;
    buffer_bytes(content, file->bytes, file->length < room ? file->length : (size_t)room);
    return NULL;
}

// A file that was put again with another length since it was looked at is not half filled.
static const char *memory_fill(void *context, const char *path, void *bytes, size_t size)
{
    const struct memory *memory = context;
    struct lookup lookup;
    lookup_begin(&lookup, memory, path);
    if (!lookup.path) {
        return no_memory;
    }
    const struct memory_file *file = find_file(memory, lookup.path);
    lookup_end(&lookup);
    if (!file) {
        return memory->below ? host_fill(memory->below, path, bytes, size) : missing;
    }
    if (file->length != size) {
        return "it changed while it was being read";
    }
    if (size) {
        memcpy(bytes, file->bytes, size);
    }
    return NULL;
}

// A search through all names makes listing quadratic in the size of a directory; in memory there
// are only a few files of an editor.
static bool has_name(const struct text_list *names, const char *name)
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
                               struct text_list *names)
{
    const struct memory *memory = context;
    const char *directory = absolute(arena, memory->start, path);
    const char *prefix = strcmp(directory, "/") == 0 ? "/" : arena_format(arena, "%s/", directory);
    size_t length = strlen(prefix);
    const char *last = NULL;
    struct text_list below = {0};
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
        if (!has_name(&(struct text_list){names->items, own, own}, name)) {
            list_append(arena, names, name);
        }
    }
    return is_there ? NULL : error;
}

static const char *memory_real_path(void *context, struct arena *arena, const char *path,
                                    const char **error)
{
    const struct memory *memory = context;
    char *real = absolute(arena, memory->start, path);
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
    if (is_directory(memory, real)) {
        *error = NULL;
        return real;
    }
    *error = *error ? *error : missing;
    return NULL;
}

void memory_init(struct memory *memory, struct arena *arena)
{
    *memory = (struct memory){.arena = arena, .scratch = arena_child(arena), .start = ""};
    memory->host = (struct host){
        .context = memory,
        .look = memory_look,
        .read = memory_read,
        .fill = memory_fill,
        .list = memory_list,
        .real_path = memory_real_path,
    };
}

// A file that was taken away, with the same path: it serves again.
static struct memory_file *find_removed(struct memory *memory, const char *path)
{
    for (size_t i = 0; i < memory->removed.count; i++) {
        struct memory_file *file = memory->removed.items[i];
        if (strcmp(file->path, path) == 0) {
            memory->removed.items[i] = memory->removed.items[--memory->removed.count];
            return file;
        }
    }
    return NULL;
}

// Room for bytes in a file; what is in it stays if there is no memory for more.
static void reserve(struct arena *arena, struct memory_file *file, size_t length)
{
    size_t more = file->capacity && length < SIZE_MAX / 2 ? length / 2 : 0;
    if (length >= file->capacity) {
        char *bytes = arena_new(arena, length + more + 1);
        file->bytes = bytes;
        file->capacity = length + more + 1;
    }
}

// Memory may end in each of these steps: the file becomes visible in the last one, which needs
// none. The list has grown by then, and its last place is overwritten as the others move up.
static struct memory_file *add_file(struct memory *memory, const char *path, size_t length)
{
    struct arena *arena = memory->arena;
    struct memory_file *file = find_removed(memory, path);
    if (!file) {
        file = arena_new(arena, sizeof *file);
        file->path = arena_copy(arena, path, strlen(path));
    }
    file->serial = ++memory->serial;
    reserve(arena, file, length);
    size_t place = find_place(memory, path);
    list_append(arena, &memory->files, file);
    struct memory_file **items = memory->files.items;
    memmove(items + place + 1, items + place, (memory->files.count - 1 - place) * sizeof *items);
    items[place] = file;
    return file;
}

// `bytes` may be those of the file itself, which is why they are moved, not copied.
void memory_put(struct memory *memory, const char *path, const void *bytes, size_t length)
{
    const char *whole = absolute(memory->scratch, memory->start, path);
    struct memory_file *file = find_file(memory, whole);
    if (file) {
        reserve(memory->arena, file, length);
    } else {
        file = add_file(memory, whole, length);
    }
    if (length) {
        memmove(file->bytes, bytes, length);
    }
    file->bytes[length] = 0;
    file->length = length;
    arena_clear(memory->scratch);
}

// The file's memory is not given back, as an arena cannot; it is kept for the next file of that
// path.
bool memory_remove(struct memory *memory, const char *path)
{
    const char *whole = absolute(memory->scratch, memory->start, path);
    size_t place = find_place(memory, whole);
    struct memory_file *file = find_file(memory, whole);
    if (file) {
        struct memory_file **items = memory->files.items;
        list_append(memory->arena, &memory->removed, file);
        memmove(items + place, items + place + 1,
                (memory->files.count - 1 - place) * sizeof *items);
        memory->files.count--;
    }
    arena_clear(memory->scratch);
    return file;
}
