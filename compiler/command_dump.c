// `dump`
#include "commands.h"
#include "decoder.h"
#include "file.h"
#include "output.h"
#include "session.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IMAGE_SIZE_LIMIT = 1 << 30 };

struct dump {
    struct session session;
    struct diagnostics *diagnostics;
    struct arena *arena;
    const char *path;
    bool is_secret; // only its owner may read the image, and so what comes from it
};

// A name as a terminal may see it: what is no character of UTF-8, or controls it, as `\x1b`.
static const char *shown(struct arena *arena, const char *name)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, "");
    const char *end = name + strlen(name);
    while (name < end) {
        size_t length = text_character(name, end);
        bool is_c1 = length == 2 && name[0] == '\xc2' && (unsigned char)name[1] < 0xa0;
        bool is_control = (unsigned char)*name < 0x20 || *name == 0x7f || *name == '\\';
        if (length == 0 || is_control || is_c1) {
            buffer_format(&text, "\\x%02x", (unsigned char)*name);
            length = 1;
        } else {
            buffer_bytes(&text, name, length);
        }
        name += length;
    }
    return text.bytes;
}

static const char *read_stream(struct dump *dump, int file, struct buffer *image)
{
    struct stat status;
    dump->is_secret = fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                      !(status.st_mode & (S_IRGRP | S_IROTH));
    const char *error = file_read(file, IMAGE_SIZE_LIMIT, image);
    return image->length > IMAGE_SIZE_LIMIT ? "it is larger than 1G" : error;
}

static bool read_image(struct dump *dump, struct buffer *image)
{
    bool is_standard = strcmp(dump->path, "-") == 0;
    int file = is_standard ? STDIN_FILENO : open(dump->path, O_RDONLY | O_CLOEXEC);
    const char *error = file < 0 ? strerror(errno) : read_stream(dump, file, image);
    if (file > STDIN_FILENO) {
        close(file);
    }
    if (error) {
        report_failure(dump->diagnostics, CODE_CANNOT_READ, "cannot read `%s`: %s", dump->path,
                       error);
    }
    return !error;
}

static const struct tree_node *decode(struct dump *dump, const struct buffer *image)
{
    const uint8_t *bytes = (const uint8_t *)image->bytes;
    const struct decoder *decoder = decoder_find(bytes, image->length);
    const char *error = NULL;
    if (!decoder) {
        struct diagnostic *diagnostic =
            report(dump->diagnostics, CODE_BAD_IMAGE, (struct span){0},
                   "`%s` is no image that can be read back", dump->path);
        for (size_t i = 0; i < decoder_count; i++) {
            add_note(diagnostic, (struct span){0}, "what can be: %s", decoders[i].description);
        }
        return NULL;
    }
    const struct tree_node *root = decoder->read(dump->arena, bytes, image->length, &error);
    if (!root) {
        report(dump->diagnostics, CODE_BAD_IMAGE, (struct span){0}, "`%s`, %s, is damaged: %s",
               dump->path, decoder->description, error);
    }
    return root;
}

// Empty folders are listed; others can be told from what is in them.
static void list_folder(struct arena *arena, const struct tree_node *folder, struct buffer *text)
{
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        if (!node->is_folder) {
            buffer_format(text, "%10" PRIu64 "  %s\n", node->size, shown(arena, node->path));
        } else if (node->children.count) {
            list_folder(arena, node, text);
        } else {
            buffer_format(text, "%10s  %s/\n", "", shown(arena, node->path));
        }
    }
}

static const char *place_of(struct dump *dump, const struct tree_node *node)
{
    const char *folder = dump->session.options->extract;
    return *node->path ? arena_format(dump->arena, "%s/%s", folder, node->path) : folder;
}

// `path` of the node: on the disk, or in the image.
static bool refuse(struct dump *dump, const struct tree_node *node, const char *path,
                   const char *problem)
{
    report(dump->diagnostics, CODE_BAD_EXTRACTION, (struct span){0}, "`%s%s` %s",
           shown(dump->arena, path), node->is_folder ? "/" : "", problem);
    return false;
}

// Whether a file can go where its path says, and nothing is there; or a folder, which may be there.
static bool is_free(struct dump *dump, const struct tree_node *node)
{
    struct stat status;
    const char *path = place_of(dump, node);
    if (lstat(path, &status) != 0) {
        return errno == ENOENT ||
               refuse(dump, node, path,
                      arena_format(dump->arena, "cannot be looked at: %s", strerror(errno)));
    }
    if (!node->is_folder) {
        return refuse(dump, node, path, "is there already; nothing is written over");
    }
    return S_ISDIR(status.st_mode) ||
           refuse(dump, node, path, "cannot be made: there is something else, and no folder");
}

static bool check_name(struct dump *dump, const struct tree_node *node)
{
    const char *name = node->name;
    bool is_good = *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
    return is_good ||
           refuse(dump, node, node->path, "cannot be extracted: nothing can have such a name here");
}

// Whether the folder for all of it is one, or is not there yet. It may be a link: it is the user's.
static bool check_root(struct dump *dump)
{
    struct stat status;
    const char *path = dump->session.options->extract;
    bool is_there = stat(path, &status) == 0;
    const char *problem = is_there && !S_ISDIR(status.st_mode) ? "it is no folder"
                          : is_there || errno == ENOENT        ? NULL
                                                               : strerror(errno);
    if (problem) {
        report(dump->diagnostics, CODE_BAD_EXTRACTION, (struct span){0},
               "nothing can be extracted into `%s`: %s", path, problem);
    }
    return !problem;
}

// Whether all that is in a folder can be written, below a place that was found good.
static bool check_folder(struct dump *dump, const struct tree_node *folder)
{
    const char *last = NULL;
    bool is_good = true;
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        bool is_twice = last && strcmp(last, node->name) == 0;
        bool can_be = is_twice ? refuse(dump, node, node->path, "is in the image twice")
                               : check_name(dump, node) && is_free(dump, node);
        is_good &= can_be && (!node->is_folder || check_folder(dump, node));
        last = node->name;
    }
    return is_good;
}

static void add_files(struct dump *dump, const struct tree_node *folder, struct list *files)
{
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        if (node->is_folder) {
            add_files(dump, node, files);
        } else {
            struct artifact *file = arena_new(dump->arena, sizeof *file);
            *file = (struct artifact){
                .path = place_of(dump, node),
                .bytes = (const char *)node->bytes,
                .length = (size_t)node->size,
                .is_secret = dump->is_secret,
            };
            list_append(dump->arena, files, file);
        }
    }
}

// Makes the folders that no file has made.
static bool make_folders(struct dump *dump, const struct tree_node *folder)
{
    bool is_good =
        folder->children.count || output_folder(place_of(dump, folder), dump->diagnostics);
    for (size_t i = 0; i < folder->children.count && is_good; i++) {
        const struct tree_node *node = folder->children.items[i];
        is_good = !node->is_folder || make_folders(dump, node);
    }
    return is_good;
}

static void extract(struct dump *dump, const struct tree_node *root)
{
    struct list files = {0};
    struct list inputs = {0};
    list_append(dump->arena, &inputs, dump->path);
    if (!check_root(dump) || !check_folder(dump, root)) {
        return;
    }
    add_files(dump, root, &files);
    if (output_write("", &files, &inputs, dump->diagnostics, NULL)) {
        make_folders(dump, root);
    }
}

int command_dump(const struct options *options)
{
    struct dump dump = {.session = {.options = options}, .path = options->arguments[0]};
    struct buffer image;
    compilation_init(&dump.session.compilation, out_of_memory);
    dump.diagnostics = &dump.session.compilation.diagnostics;
    dump.arena = dump.diagnostics->arena;
    buffer_init(&image, dump.arena);
    const struct tree_node *root = read_image(&dump, &image) ? decode(&dump, &image) : NULL;
    if (root && options->extract) {
        extract(&dump, root);
    } else if (root) {
        struct buffer text;
        buffer_init(&text, dump.arena);
        list_folder(dump.arena, root, &text);
        session_say(&dump.session, &text);
    }
    return session_end(&dump.session);
}
