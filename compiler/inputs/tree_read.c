// The files of a directory that was walked: their contents, and which of them are the largest.
//
// The tree of the plan is const and shared by all who make the image; what is read goes into a
// copy of it. Sizes are those that the walk has found: a file that has another one by now cannot
// be read, and that is reported, since the plan was made for the old size.
#include "file_tree.h"

#include "number.h"
#include "text.h"

#include <string.h>

enum { LARGEST = 3 }; // files that a message names

// The walk has seen that neither the directory nor a link in it leads out.
bool tree_read_file(const struct image_request *request, const struct tree_node *node,
                    const struct word *folder, uint8_t *bytes)
{
    const char *error = host_fill(request->sources->host, node->file, bytes, (size_t)node->size);
    if (error) {
        report(request->diagnostics, CODE_INPUT_FAILED, folder->span, "cannot read `%s`: %s",
               node->file, error);
    }
    return !error;
}

// The bytes that all files in a directory have; UINT64_MAX if they are too many to be counted,
// which the arena then refuses. As deep as the walk, which has a limit.
static uint64_t size_of_files(const struct tree_node *folder)
{
    uint64_t sum = 0;
    for_each (node, &folder->children) {
        if (!size_add(sum, node->is_folder ? size_of_files(node) : node->size, &sum)) {
            return UINT64_MAX;
        }
    }
    return sum;
}

// Where the contents of a tree's files go, one after the other.
struct tree_reader {
    const struct image_request *request;
    const struct word *folder;
    uint8_t *next;
    bool is_good;
};

// After a file that cannot be read the others are tried, so that all of them are reported at once.
static struct tree_node *read_node(struct tree_reader *reader, const struct tree_node *node,
                                   const struct tree_node *parent)
{
    struct arena *arena = reader->request->arena;
    struct tree_node *copy = arena_new(arena, sizeof *copy);
    *copy = *node;
    copy->parent = parent;
    copy->children = (struct tree_node_list){0};
    if (!node->is_folder && node->size) {
        reader->is_good &= tree_read_file(reader->request, node, reader->folder, reader->next);
        copy->bytes = reader->next;
        reader->next += node->size;
    }
    for_each (child, &node->children) {
        list_append(arena, &copy->children, read_node(reader, child, copy));
    }
    return copy;
}

// One block for all contents: a tree may have 100,000 files, and blocks of their own would cost
// more than most of them have.
const struct tree_node *tree_read(const struct image_request *request, const struct tree_node *root,
                                  const struct word *folder)
{
    uint64_t size = size_of_files(root);
    struct tree_reader reader = {
        .request = request,
        .folder = folder,
        .next = arena_array(request->arena, size < SIZE_MAX ? (size_t)size : SIZE_MAX, 1),
        .is_good = true,
    };
    const struct tree_node *copy = read_node(&reader, root, NULL);
    return reader.is_good ? copy : NULL;
}

// Puts a file among the largest so far, of which the largest comes first; the one that it replaces
// moves down. Of files of one size the first stays first.
static void rank_file(const struct tree_node *file, const struct tree_node *largest[LARGEST])
{
    for (size_t i = 0; i < LARGEST; i++) {
        if (!largest[i] || file->size > largest[i]->size) {
            const struct tree_node *other = largest[i];
            largest[i] = file;
            if (!other) {
                return;
            }
            file = other;
        }
    }
}

static void find_largest(const struct tree_node *folder, const struct tree_node *largest[LARGEST])
{
    for_each (node, &folder->children) {
        if (node->is_folder) {
            find_largest(node, largest);
        } else {
            rank_file(node, largest);
        }
    }
}

// The largest files are named, since one of them is mostly there by mistake.
struct diagnostic *tree_report_full(const struct image_request *request,
                                    const struct tree_node *root, const struct word *folder,
                                    uint64_t smallest)
{
    struct arena *arena = request->arena;
    const struct partition *partition = request->partition;
    const struct tree_node *largest[LARGEST] = {NULL};
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_FILESYSTEM_FULL, folder->span,
               "the contents of `%s` do not fit into partition `%s`, which has %s", folder->text,
               partition->label, text_size(arena, partition->size));
    if (smallest > partition->size) {
        add_note(diagnostic, partition->size_span, "it is %s too small: it needs at least %s",
                 text_size(arena, smallest - partition->size), text_size(arena, smallest));
    }
    find_largest(root, largest);
    for (size_t i = 0; i < LARGEST && largest[i]; i++) {
        add_note(diagnostic, (struct span){0}, "%s: `%s`, with %s bytes",
                 i ? "then" : "the largest file", largest[i]->path,
                 text_number(arena, number_of(largest[i]->size)));
    }
    return diagnostic;
}
