// The files that schemac wrote into a directory, but for those whose first line says so, noted in a
// file beside them, NAME.made: one line a file, as sha256sum writes and checks them, under a first
// line that names the schema. An image has
// `-` in place of its SHA-256, which would reveal something about secrets; so does one that a build
// fragment makes.
#ifndef MANIFEST_H
#define MANIFEST_H

#include "buffer.h"
#include "list.h"

#include <stdbool.h>

struct made_file {
    const char *path;   // within the directory
    const char *digest; // 64 hexadecimal digits, or "-"
};

struct made_files LIST(struct made_file);

struct manifest {
    const char *schema; // the name of the schema that the files were made from; null: no manifest
    struct made_files files;
};

/// Reads a manifest; one without a schema if the file is not there, or is none.
struct manifest manifest_read(struct arena *arena, const char *path);

/// Notes a file; it may be noted again, and with another digest.
void manifest_add(struct arena *arena, struct manifest *manifest, const char *path,
                  const char *digest);

/// Sorts the files by path, and leaves out what is there twice.
void manifest_sort(struct manifest *manifest);

/// Whether a manifest that is sorted has a path, with this digest or `-`; null: with any.
bool manifest_has(const struct manifest *manifest, const char *path, const char *digest);

/// The text of a manifest that is sorted.
void manifest_text(const struct manifest *manifest, struct buffer *out);

/// The digest of a file's bytes.
const char *manifest_digest(struct arena *arena, const void *bytes, size_t length);

#endif
