// Writing what an image holds below a directory.
#ifndef EXTRACT_H
#define EXTRACT_H

#include "diagnostic.h"
#include "tree_node.h"

/// Writes all files of a tree, all or nothing: never outside of the directory, and never over what
/// is there. `image` is the file that they come from. What can't be is reported.
void extract(const struct tree_node *root, const char *directory, const char *image, bool is_secret,
             struct diagnostics *diagnostics);

#endif
