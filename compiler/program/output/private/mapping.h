// The bytes of an artifact, read from where they were written instead of from memory.
#ifndef OUTPUT_MAPPING_H
#define OUTPUT_MAPPING_H

#include "artifact.h"

/// Has the bytes of an artifact be those of a file that has the same; false, with errno, if that
/// cannot be.
bool mapping_open(struct artifact *artifact, const char *path);

/// What was read of it so far takes no memory any more.
void mapping_forget(const struct artifact *artifact);

/// The artifact has no bytes from now on.
void mapping_close(struct artifact *artifact);

#endif
