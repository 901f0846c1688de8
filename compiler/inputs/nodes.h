// The nodes of a tree that is read from an image.
#ifndef INPUTS_NODES_H
#define INPUTS_NODES_H

#include "tree_node.h"

#include <stddef.h>

/// What the nodes of an image may take. An image can say the same long path in a few bytes again
/// and again: the memory for its nodes has a limit that is linear in its size.
struct nodes {
    struct arena *arena;
    size_t left; // bytes
};

#define NODES_ERROR "its directories are nested too deeply, with names that are too long"

void nodes_init(struct nodes *nodes, struct arena *arena, size_t image_size);

struct tree_node *nodes_root(const struct nodes *nodes);

/// Appends a node, a file without bytes, to a directory. The name is copied. Null: they would take
/// too much; NODES_ERROR says so.
struct tree_node *nodes_add(struct nodes *nodes, struct tree_node *folder, const char *name,
                            size_t length);

/// Puts what is in a directory into the order of the names' bytes.
void nodes_sort(struct tree_node *folder);

#endif
