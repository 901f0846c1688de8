// Manifests of a release, for those who install it: manifest.json for ESP Web Tools, which flashes
// from a browser, and ota.json for servers of updates. They list what `flash` writes to a device in
// use, and what the SDK makes and flashes itself, but nothing that devices keep.
#ifndef EMIT_RELEASE_H
#define EMIT_RELEASE_H

#include "artifact.h"
#include "image_plan.h"

/// A file of the release. Its size and digest are for the caller to find out.
struct release_part {
    const char *name; // of the partition or table
    const char *path; // from the directory of the manifests
    const char *file; // that the SDK made, from where schemac runs; null: an output, at `path`
    uint64_t offset;
    const struct partition *partition; // null: a table
    uint64_t size;
    const char *sha256; // in hex; null: kept back, as the file has secrets
};

struct release {
    struct LIST(struct release_part) parts; // by offset
    const char *version;                    // of the application; null: unknown
    const char *project;                    // likewise
};

/// What a release consists of.
struct release release_parts(const struct images *images);

/// Adds both manifests; only ota.json for a chip that ESP Web Tools does not know.
void release_manifests(const struct images *images, const struct release *release,
                       struct artifact_list *artifacts);

#endif
