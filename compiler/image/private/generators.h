// The generators, and what they share.
#ifndef IMAGE_GENERATORS_H
#define IMAGE_GENERATORS_H

#include "image.h"
#include "text.h"

void file_check(const struct image_request *request);
bool file_generate(const struct image_request *request, struct buffer *image);
void fill_check(const struct image_request *request);
bool fill_generate(const struct image_request *request, struct buffer *image);

/// Reports lines in the block of a generator that takes none.
void check_no_lines(const struct image_request *request);

/// A file that the schema names, as seen from where schemac runs.
const char *input_path(const struct image_request *request, const char *name);

/// Reads a file that the schema names, seen from its `raw_data` folder or its own. One that lies
/// outside of the schema's folder through a symbolic link only is refused. False, and reported at
/// `span`, if it can't be read or has more than `limit` bytes.
bool input_read(const struct image_request *request, const char *name, struct span span,
                uint64_t limit, struct buffer *content);

#endif
