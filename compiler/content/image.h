// Generators: from a partition's content to the bytes of its image.
#ifndef CONTENT_IMAGE_H
#define CONTENT_IMAGE_H

#include "generator.h"
#include "image_limit.h"

extern const struct generator generators[];
extern const size_t generator_count;

/// What a word of a list means to a generator.
enum word_role generator_role(const struct generator *generator, enum word_place place,
                              const struct list *words, size_t index);

/// Checks what every partition says of its content, and finds what its image is to be. What is
/// wrong is reported. The plans live in the layout's arena.
struct images *images_plan(const struct layout *layout, struct sources *sources,
                           struct diagnostics *diagnostics);

/// Makes one partition's image. The request's layout and plan are those of its images; its notes
/// may be null: nobody asks for them. False, and reported, if it can't be made or does not fit.
bool image_make(const struct image_request *request, struct buffer *image);

/// The libraries that images of some kinds need, those that were there when this program was
/// built; a null behind the last.
const char *const *image_libraries(void);

#endif
