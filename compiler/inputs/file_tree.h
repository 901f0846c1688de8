// Directories of the host, as file systems take them.
#ifndef INPUTS_TREE_H
#define INPUTS_TREE_H

#include "input.h"
#include "tree_node.h"
#include "words.h"

extern const struct word_rule tree_words[]; // of all generators of file systems

/// The directory that `from fat "FOLDER"` and the like name. Null, and reported, if the arguments
/// are something else.
const struct word *tree_folder(const struct image_request *request);

/// A pattern of a line `exclude`.
struct tree_pattern {
    struct text_list plain; // the patterns without braces that it expands to
    const char *text;
    struct span span;
};

struct tree_pattern_list LIST(const struct tree_pattern);

/// Takes a line `exclude "PATTERN"...;`: appends its patterns.
/// False, and reported, if it is not one.
bool tree_exclude(const struct image_request *request, const struct content_line *line,
                  struct tree_pattern_list *excluded);

/// Whether the directory is there. What fills it may run only after the schema was compiled: so a
/// check walks a directory that is there, and leaves it to the generator to report one that is not.
/// Notes it as an input.
bool tree_exists(const struct image_request *request, const struct word *folder);

/// Walks the directory that a word of the schema names: all files and directories in it but those
/// that one of the patterns names, as pattern_matches() compares them with the path from the root.
/// A pattern that names nothing is reported, unless another one leaves out a directory, which is
/// not looked into. What it finds, it notes as inputs. No content is read; symbolic links are
/// followed to files within the directory. Null, and reported: there is no such directory, or what
/// is in it is neither file nor directory, cannot be listed, or is another symbolic link; or it has
/// too much, or too deep.
struct tree_node *tree_walk(const struct image_request *request, const struct word *folder,
                            const struct tree_pattern_list *excluded);

/// A tree with the contents of all files. Null, and reported, if one can't be read or has not the
/// size any more that it had.
const struct tree_node *tree_read(const struct image_request *request, const struct tree_node *root,
                                  const struct word *folder);

/// Reads a file of a tree that was walked, which is not empty, to a place for all of its bytes.
/// False, and reported, likewise.
bool tree_read_file(const struct image_request *request, const struct tree_node *node,
                    const struct word *folder, uint8_t *bytes);

/// Reports that what is in a tree does not fit into the partition: by how much, the three largest
/// files, and the smallest partition that would do, in bytes; 0: there is none. Notes can be added.
struct diagnostic *tree_report_full(const struct image_request *request,
                                    const struct tree_node *root, const struct word *folder,
                                    uint64_t smallest);

#endif
