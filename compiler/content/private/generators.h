// The generators that know no format, and what the words of all name.
#ifndef CONTENT_GENERATORS_H
#define CONTENT_GENERATORS_H

#include "image.h"

extern const struct word_rule file_words[];
void file_check(const struct image_request *request);
bool file_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule byte_words[];
void erased_check(const struct image_request *request);
bool erased_generate(const struct image_request *request, struct buffer *image);
void pattern_check(const struct image_request *request);
bool pattern_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule exec_words[];
void exec_check(const struct image_request *request);
bool exec_generate(const struct image_request *request, struct buffer *image);

/// Finds the paths and partitions that the words of a content name, as the generator's table says.
/// False if its arguments can mean nothing; then, and for lines, that is reported if it `reports`.
bool words_resolve(const struct image_request *request, const struct generator *generator,
                   bool reports);

#endif
