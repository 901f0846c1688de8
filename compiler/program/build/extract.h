// Writing what an image holds below a folder.
#ifndef EXTRACT_H
#define EXTRACT_H

#include "diagnostic.h"
#include "tree_node.h"

/// Writes all files of a tree, all or nothing: never outside of the folder, and never over what is
/// there. `image` is the file that they come from. What can't be is reported.
void extract(const struct tree_node *root, const char *folder, const char *image, bool is_secret,
             struct diagnostics *diagnostics);

#endif
