// The manifests of a build, for those who install what it made.
#ifndef RELEASE_FILES_H
#define RELEASE_FILES_H

#include "outputs.h"

/// Adds the manifests of all parts if the command line asks for them; the images are made. False,
/// and reported, if a file that they are to list cannot be read.
bool release_files_add(struct outputs *outputs);

#endif
