// Generators: from a partition's content to the bytes of its image.
#ifndef CONTENT_IMAGE_H
#define CONTENT_IMAGE_H

#include "generator.h"
#include "image_limit.h"

/// Checks what every partition says of its content, and finds what its image is to be. What is
/// wrong is reported. The plans live in the layout's arena.
struct images *images_plan(const struct layout *layout, struct sources *sources,
                           struct diagnostics *diagnostics);

/// Makes one partition's image. The request's layout and plan are those of its images; its notes
/// may be null: nobody asks for them. False, and reported, if it can't be made or does not fit.
bool image_make(const struct image_request *request, struct buffer *image);

/// How many bytes of an image, which image_says_usage(), are in use.
uint64_t image_used_size(const struct partition *partition, const struct buffer *image);

/// Whether an image says how full its partition is: not where all its bytes are alike.
bool image_says_usage(const struct partition *partition);

/// Whether a program of the user's makes a partition's image.
bool image_runs_program(const struct partition *partition);

/// The size of the smallest partition that has room for what an image contains.
uint64_t image_needed_size(const struct partition *partition, const struct buffer *image);

/// The libraries that images of some kinds need, those that were there when this program was
/// built; a null after the last.
const char *const *image_libraries(void);

#endif
