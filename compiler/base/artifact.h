// What a run makes: files, whole and in memory until all of them are there.
#ifndef BASE_ARTIFACT_H
#define BASE_ARTIFACT_H

#include "buffer.h"
#include "list.h"

struct artifact {
    const char *path; // within the output directory
    const char *bytes;
    size_t length;
    bool is_secret;     // only its owner may read it
    bool keeps_rights;  // those of the file that it takes the place of
    bool is_lasting;    // cannot be made again: it is on the disk before anything is said of it
    bool is_mapped;     // its bytes are those of a file
    const char *staged; // where that file is, on its way to its place; null: nowhere
};

struct artifact_list LIST(struct artifact);

/// Adds a file with the bytes of a buffer; what it gives is never null.
struct artifact *artifact_add(struct arena *arena, struct artifact_list *artifacts,
                              const char *path, const struct buffer *content);

#endif
