// Emitters: from a layout to files.
#ifndef EMIT_EMIT_H
#define EMIT_EMIT_H

#include "image_plan.h"

/// Makes one kind of artifact.
struct emitter {
    const char *name; // for --emit
    const char *description;
    const char *suffix; // of the files that it makes, or their name

    /// Reports what this format cannot say; null: it can say everything.
    void (*check)(const struct layout *layout, const struct images *images,
                  struct diagnostics *diagnostics);

    /// Adds the files to those of the emitters before it. Total: nothing can be wrong any more.
    void (*emit)(const struct layout *layout, const struct images *images,
                 struct artifact_list *artifacts);

    bool needs_file; // makes no sense where the schema came from standard input
};

struct emitter_list LIST(const struct emitter);

extern const struct emitter emitters[];
extern const size_t emitter_count;

/// Null if there is none of this name.
const struct emitter *emitter_find(const char *name);

/// The image of a partition, within the output folder.
const char *image_path(const struct layout *layout, const struct partition *partition);

/// The files that a partition's image is made of.
struct text_list image_inputs(const struct images *images, const struct partition *partition);

/// A number that changes with what a partition's image is made to be, but for its inputs.
uint32_t image_digest(const struct images *images, const struct partition *partition);

/// What a file depends on, as a compiler's -MD -MP says it, for make and its like.
void depfile_text(struct arena *arena, const char *target, const struct text_list *inputs,
                  struct buffer *out);

#endif
