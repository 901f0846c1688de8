// Decoders: from an image back to what it was made of.
#ifndef IMAGE_DECODER_H
#define IMAGE_DECODER_H

#include "tree_node.h"

#include <stddef.h>

struct decoder {
    const char *name;
    const char *description;

    /// Whether bytes look like such an image.
    bool (*probe)(const uint8_t *bytes, size_t size);

    /// The folder in an image. Null, and `*error` says why, if it is damaged.
    const struct tree_node *(*read)(struct arena *arena, const uint8_t *bytes, size_t size,
                                    const char **error);
};

extern const struct decoder decoders[];
extern const size_t decoder_count;

/// The decoder for an image; null if there is none.
const struct decoder *decoder_find(const uint8_t *bytes, size_t size);

#endif
