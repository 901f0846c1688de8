// While it is read and made, a manifest is a list in any order; it is searched once it is sorted.
// What does not read as one, such as one with the marks of a merge, counts as none at all.
#include "manifest.h"

#include "digest.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANIFEST_SIZE_LIMIT = 64 << 20, DIGEST_LENGTH = 2 * SHA256_SIZE };

// The rest of the first line is for people: versions may say it in other words.
static const char mark[] = ". Made by schemac: ";
static const char meaning[] = "the files that it wrote here and may overwrite.\n";

// `DIGEST  PATH`, as sha256sum writes it, or `-  PATH` for what is built later and has no digest
// yet.
static bool read_line(struct arena *arena, const char *at, const char *end,
                      struct manifest *manifest)
{
    size_t length = (size_t)(end - at);
    size_t digest = strspn(at, "0123456789abcdef");
    if (length > 0 && at[0] == '-') {
        digest = 1;
    } else if (digest != DIGEST_LENGTH) {
        return false;
    }
    if (length < digest + 3 || strncmp(at + digest, "  ", 2) != 0) {
        return false;
    }
    manifest_add(arena, manifest, arena_copy(arena, at + digest + 2, length - digest - 2),
                 arena_copy(arena, at, digest));
    return true;
}

// The first line must be ours in full: a file of that name that somebody else wrote is no
// manifest, and gives no right to overwrite anything.
static bool read_text(struct arena *arena, const char *text, struct manifest *manifest)
{
    const char *at = strncmp(text, "# ", 2) == 0 ? strstr(text, mark) : NULL;
    const char *head_end = at ? strchr(at, '\n') : NULL;
    if (!head_end || memchr(text, '\n', (size_t)(at - text))) {
        return false;
    }
    manifest->schema = arena_copy(arena, text + 2, (size_t)(at - text) - 2);
    for (at = head_end + 1; *at;) {
        const char *end = strchr(at, '\n');
        if (!end || !read_line(arena, at, end, manifest)) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

// O_NONBLOCK, as a pipe of that name must not stop a build; what cannot be read counts as no
// manifest, which only makes ownership stricter.
struct manifest manifest_read(struct arena *arena, const char *path)
{
    struct manifest manifest = {0};
    struct buffer text;
    buffer_init(&text, arena);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is_read = file >= 0 && !file_read(file, MANIFEST_SIZE_LIMIT, &text);
    if (file >= 0) {
        close(file);
    }
    if (!is_read || text.length == 0 || !read_text(arena, text.bytes, &manifest)) {
        return (struct manifest){0};
    }
    manifest_sort(&manifest);
    return manifest;
}

void manifest_add(struct arena *arena, struct manifest *manifest, const char *path,
                  const char *digest)
{
    struct made_file *file = arena_new(arena, sizeof *file);
    *file = (struct made_file){path, digest};
    list_append(arena, &manifest->files, file);
}

static int compare_files(const void *a, const void *b)
{
    const struct made_file *first = *(const struct made_file *const *)a;
    const struct made_file *second = *(const struct made_file *const *)b;
    int order = strcmp(first->path, second->path);
    return order ? order : strcmp(first->digest, second->digest);
}

// Of a path that is there with two digests, both stay: the file may be either.
void manifest_sort(struct manifest *manifest)
{
    struct made_files *files = &manifest->files;
    size_t count = 0;
    if (files->count > 1) {
        qsort(files->items, files->count, sizeof *files->items, compare_files);
    }
    for (size_t i = 0; i < files->count; i++) {
        if (count == 0 || compare_files(&files->items[count - 1], &files->items[i]) != 0) {
            files->items[count++] = files->items[i];
        }
    }
    files->count = count;
}

// The first file that is not before a path.
static size_t find_path(const struct manifest *manifest, const char *path)
{
    size_t low = 0;
    size_t high = manifest->files.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct made_file *file = manifest->files.items[middle];
        if (strcmp(file->path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool manifest_has(const struct manifest *manifest, const char *path, const char *digest)
{
    for (size_t i = find_path(manifest, path); i < manifest->files.count; i++) {
        const struct made_file *file = manifest->files.items[i];
        if (strcmp(file->path, path) != 0) {
            return false;
        }
        if (!digest || strcmp(file->digest, "-") == 0 || strcmp(file->digest, digest) == 0) {
            return true;
        }
    }
    return false;
}

void manifest_text(const struct manifest *manifest, struct buffer *out)
{
    buffer_format(out, "# %s%s%s", manifest->schema, mark, meaning);
    for_each (file, &manifest->files) {
        buffer_format(out, "%s  %s\n", file->digest, file->path);
    }
}

const char *manifest_digest(struct arena *arena, const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_SIZE];
    struct buffer text;
    digest_sha256(bytes, length, digest);
    buffer_init(&text, arena);
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        buffer_byte(&text, (uint8_t)digits[digest[i] >> 4]);
        buffer_byte(&text, (uint8_t)digits[digest[i] & 15]);
    }
    return text.bytes;
}
