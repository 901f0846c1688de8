// What a run makes: files, whole and in memory until all of them are there.
#ifndef BASE_ARTIFACT_H
#define BASE_ARTIFACT_H

#include "buffer.h"
#include "list.h"

struct artifact {
    const char *path; // within the output folder
    const char *bytes;
    size_t length;
};

/// Adds a file with the bytes of a buffer to a list of struct artifact.
void artifact_add(struct arena *arena, struct list *artifacts, const char *path,
                  const struct buffer *content);

#endif
