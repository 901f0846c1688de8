// A directory as a file system takes it, and as it is read back from an image.
#ifndef INPUTS_TREE_NODE_H
#define INPUTS_TREE_NODE_H

#include "list.h"

#include <stdbool.h>
#include <stdint.h>

struct tree_node_list LIST(struct tree_node);

/// A file or directory. Nodes live in an arena.
struct tree_node {
    const char *name;               // within its directory; "" of the root
    const char *path;               // from the root: "sub/inner.cfg"; "" of the root
    const char *file;               // where it is on the disk; null: it comes from an image
    bool is_folder;                 //
    uint64_t size;                  // of a file, in bytes
    const uint8_t *bytes;           // of a file, once it was read; null before, or if it is empty
    struct tree_node_list children; // by name, in the order of bytes
    const struct tree_node *parent; // null: the root
};

#endif
