// The nodes of a tree that is read from an image.
//
// An image of a few bytes can name the same long path again and again. So the memory for nodes is
// linear in the image's size, and a tree that wants more is refused.
#include "nodes.h"

#include <stdlib.h>
#include <string.h>

enum {
    IMAGE_FACTOR = 8,      // bytes of nodes, for each of the image
    SMALL_IMAGE = 1 << 20, // bytes of nodes that any image may have
};

// A file system of a few blocks gets a megabyte, so that small images never meet the limit.
void nodes_init(struct nodes *nodes, struct arena *arena, size_t image_size)
{
    size_t most = (SIZE_MAX - SMALL_IMAGE) / IMAGE_FACTOR;
    size_t size = image_size < most ? image_size : most;
    *nodes = (struct nodes){arena, size * IMAGE_FACTOR + SMALL_IMAGE};
}

struct tree_node *nodes_root(const struct nodes *nodes)
{
    struct tree_node *root = arena_new(nodes->arena, sizeof *root);
    *root = (struct tree_node){.name = "", .path = "", .is_folder = true};
    return root;
}

// The whole path is kept with each node, since messages and files need it; that is what can grow
// beyond the image, as the same long directory is named again and again. The list of children
// grows with the number of nodes and is covered by their own size.
struct tree_node *nodes_add(struct nodes *nodes, struct tree_node *folder, const char *name,
                            size_t length)
{
    size_t before = folder->parent ? strlen(folder->path) + 1 : 0;
    size_t taken = sizeof(struct tree_node) + before + length + 1;
    if (taken > nodes->left) {
        return NULL;
    }
    nodes->left -= taken;
    struct tree_node *node = arena_new(nodes->arena, sizeof *node);
    char *path = arena_array(nodes->arena, before + length + 1, 1);
    if (before) {
        memcpy(path, folder->path, before - 1);
        path[before - 1] = '/';
    }
    memcpy(path + before, name, length);
    node->path = path;
    node->name = path + before;
    node->parent = folder;
    list_append(nodes->arena, &folder->children, node);
    return node;
}

// In the order of bytes, whatever the locale is: output depends on the input alone.
static int compare_nodes(const void *a, const void *b)
{
    const struct tree_node *const *left = a;
    const struct tree_node *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

void nodes_sort(struct tree_node *folder)
{
    struct tree_node_list *children = &folder->children;
    if (children->count > 1) {
        qsort(children->items, children->count, sizeof *children->items, compare_nodes);
    }
}
