// How large an image may be.
#ifndef INPUTS_IMAGE_LIMIT_H
#define INPUTS_IMAGE_LIMIT_H

#include "layout.h"

/// Says why an image may not be as large as its partition, where that is so.
void image_note_boundary(struct arena *arena, struct diagnostic *diagnostic,
                         const struct partition *partition);

/// Reports an image of so many bytes, which `name` calls so, as too large for its partition, and by
/// how much. To be called only where it is.
struct diagnostic *image_report_too_large(struct diagnostics *diagnostics, struct span span,
                                          const struct partition *partition, const char *name,
                                          uint64_t size);

/// What an image that `name` calls so is called where its size is the one after it was signed.
const char *image_signed_name(struct arena *arena, const char *name);

/// Whether an app of so many bytes leaves what its partition's `headroom` asks for; else it is
/// reported, with what `name` calls the app. One that does not fit at all is not judged.
bool image_leaves_headroom(struct diagnostics *diagnostics, const struct partition *partition,
                           uint64_t size, const char *name);

/// The most bytes that an image may have without a message: its headroom is left free.
uint64_t image_room(const struct partition *partition);

/// Whether two slots of a family are for the same image, or for none that the schema names.
bool image_is_for_both(const struct partition *a, const struct partition *b);

/// Whether a partition's image is to be judged by itself: what fits the slots of a family before
/// this one fits it as well, unless it has less room than all of them.
bool image_is_judged(const struct partition *partition);

#endif
