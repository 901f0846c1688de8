// How large an image may be.
#ifndef INPUTS_IMAGE_LIMIT_H
#define INPUTS_IMAGE_LIMIT_H

#include "layout.h"

/// Says why an image may not be as large as its partition, where that is so.
void image_note_boundary(struct arena *arena, struct diagnostic *diagnostic,
                         const struct partition *partition);

/// Whether an app of so many bytes leaves what its partition's `headroom` asks for; else it is
/// reported, with what `name` calls the app. One that does not fit at all is not judged.
bool image_leaves_headroom(struct diagnostics *diagnostics, const struct partition *partition,
                           uint64_t size, const char *name);

#endif
