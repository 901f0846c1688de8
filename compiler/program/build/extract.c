// Writing what an image holds below a directory: all or nothing, and over nothing that is there. A
// file that is there with the same bytes is not an obstacle: it may be of a run that was cut off.
#include "extract.h"

#include "fact.h"
#include "file.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct extraction {
    struct diagnostics *diagnostics;
    struct arena *arena;
    const char *directory;
    bool is_secret; // only its owner may read what is written
};

// Names come from the image, which may be damaged or somebody else's: in a message they are
// escaped as in the output of `dump`, so that the two can be compared.
static const char *shown(struct arena *arena, const char *path)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    fact_shown(&text, path, strlen(path));
    return text.bytes;
}

// Where a node goes. The parts of its path were checked by check_name(), one by one: none leads
// out of the directory.
static const char *place_of(struct extraction *extraction, const struct tree_node *node)
{
    const char *directory = extraction->directory;
    return *node->path ? arena_format(extraction->arena, "%s/%s", directory, node->path)
                       : directory;
}

// `path` of the node: on the disk, or in the image.
static bool refuse(struct extraction *extraction, const struct tree_node *node, const char *path,
                   const char *problem)
{
    report(extraction->diagnostics, CODE_BAD_EXTRACTION, (struct span){0}, "`%s%s` %s",
           shown(extraction->arena, path), node->is_folder ? "/" : "", problem);
    return false;
}

// O_NOFOLLOW and O_NONBLOCK: what is there was looked at before, and may have been replaced by a
// link or a pipe since.
static bool is_same(struct extraction *extraction, const struct tree_node *node, const char *path,
                    const struct stat *status)
{
    if (!S_ISREG(status->st_mode) || (uint64_t)status->st_size != node->size) {
        return false;
    }
    struct buffer there;
    buffer_init(&there, extraction->arena);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const char *error = file < 0 ? "" : file_read(file, node->size, &there);
    if (file >= 0) {
        close(file);
    }
    return !error && there.length == node->size &&
           (there.length == 0 || memcmp(there.bytes, node->bytes, there.length) == 0);
}

// Whether a file can go where its path says, and nothing else is there; or a directory, which may
// be.
static bool is_free(struct extraction *extraction, const struct tree_node *node)
{
    struct stat status;
    const char *path = place_of(extraction, node);
    if (lstat(path, &status) != 0) {
        return errno == ENOENT ||
               refuse(extraction, node, path,
                      arena_format(extraction->arena, "cannot be accessed: %s", strerror(errno)));
    }
    if (!node->is_folder) {
        return is_same(extraction, node, path, &status) ||
               refuse(extraction, node, path, "already exists, and is not overwritten");
    }
    return S_ISDIR(status.st_mode) ||
           refuse(extraction, node, path,
                  "cannot be created: something else is there, not a directory");
}

// An image can be made by anybody: a name such as `../../.profile` must not be written. Where an
// image has other separators than `/`, they are ordinary characters here.
static bool check_name(struct extraction *extraction, const struct tree_node *node)
{
    const char *name = node->name;
    bool is_good = *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
    return is_good || refuse(extraction, node, node->path,
                             "cannot be extracted: no file can have this name here");
}

// Whether the directory for all of it is one, or is not there yet. It may be a link: it is the
// user's.
static bool check_root(struct extraction *extraction)
{
    struct stat status;
    const char *path = extraction->directory;
    bool is_there = stat(path, &status) == 0;
    const char *problem = is_there && !S_ISDIR(status.st_mode) ? "it is not a directory"
                          : is_there || errno == ENOENT        ? NULL
                                                               : strerror(errno);
    if (problem) {
        report(extraction->diagnostics, CODE_BAD_EXTRACTION, (struct span){0},
               "cannot extract to `%s`: %s", path, problem);
    }
    return !problem;
}

// Whether all that is in a directory can be written, below a place that was found good. Children
// are sorted by name, so that two of one name are neighbours. All of them are checked, to report
// everything at once.
static bool check_directory(struct extraction *extraction, const struct tree_node *directory)
{
    const char *last = NULL;
    bool is_good = true;
    for_each (node, &directory->children) {
        bool is_twice = last && strcmp(last, node->name) == 0;
        bool can_be = is_twice ? refuse(extraction, node, node->path, "is in the image twice")
                               : check_name(extraction, node) && is_free(extraction, node);
        is_good &= can_be && (!node->is_folder || check_directory(extraction, node));
        last = node->name;
    }
    return is_good;
}

static void add_files(struct extraction *extraction, const struct tree_node *directory,
                      struct artifact_list *files)
{
    for_each (node, &directory->children) {
        if (node->is_folder) {
            add_files(extraction, node, files);
        } else {
            struct artifact *file = arena_new(extraction->arena, sizeof *file);
            *file = (struct artifact){
                .path = place_of(extraction, node),
                .bytes = (const char *)node->bytes,
                .length = (size_t)node->size,
                .is_secret = extraction->is_secret,
            };
            list_append(extraction->arena, files, file);
        }
    }
}

// Makes the directories that no file has made.
static bool make_directories(struct extraction *extraction, const struct tree_node *directory)
{
    bool is_good = directory->children.count ||
                   output_directory(place_of(extraction, directory), extraction->diagnostics);
    for (size_t i = 0; i < directory->children.count && is_good; i++) {
        const struct tree_node *node = directory->children.items[i];
        is_good = !node->is_folder || make_directories(extraction, node);
    }
    return is_good;
}

void extract(const struct tree_node *root, const char *directory, const char *image, bool is_secret,
             struct diagnostics *diagnostics)
{
    struct extraction extraction = {diagnostics, diagnostics->arena, directory, is_secret};
    struct artifact_list files = {0};
    struct text_list inputs = {0};
    list_append(extraction.arena, &inputs, image);
    if (!check_root(&extraction) || !check_directory(&extraction, root)) {
        return;
    }
    add_files(&extraction, root, &files);
    if (output_write("", &files, &inputs, diagnostics, NULL)) {
        make_directories(&extraction, root);
    }
}
