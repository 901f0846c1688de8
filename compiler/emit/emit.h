// Emitters turn a layout and what is known of its images into files in memory. They cannot fail:
// what a format cannot express is reported by check() before any of them runs.
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "image_plan.h"

/// What an emitter cannot do without.
enum emitter_need {
    ANY_SOURCE,  // nothing: the schema may come from standard input
    NEEDS_FILE,  // its files name the schema's
    NEEDS_IMAGES // release_manifests() makes its files, from images that are built; if it is asked
                 // for
};

/// Makes one kind of artifact.
struct emitter {
    const char *name; // for --emit
    const char *description;
    const char *suffix; // the name of its file, or TABLE or NAME and a suffix

    /// Reports what the format cannot express; null: it can express everything.
    void (*check)(const struct layout *layout, const struct images *images,
                  struct diagnostics *diagnostics);

    /// Appends the files to those of the emitters before it, which build fragments list.
    void (*emit)(const struct layout *layout, const struct images *images,
                 struct artifact_list *artifacts);

    enum emitter_need need;
};

struct emitter_list LIST(const struct emitter);

extern const struct emitter emitters[];
extern const size_t emitter_count;

/// Null if there is none of this name.
const struct emitter *emitter_find(const char *name);

/// The path of a partition's image, within the output directory.
const char *image_path(const struct layout *layout, const struct partition *partition);

/// The files that a partition's image is made of.
struct text_list image_inputs(const struct images *images, const struct partition *partition);

/// A digest of everything that decides the bytes of an image, except for the contents of its
/// inputs.
uint32_t image_digest(const struct images *images, const struct partition *partition);

/// Appends what a file depends on in the form of gcc -MD -MP, for Make and Ninja.
void depfile_text(struct arena *arena, const char *target, const struct text_list *inputs,
                  struct buffer *out);

#endif
