// The generators that know no format, and what the words of all name.
#ifndef CONTENT_GENERATORS_H
#define CONTENT_GENERATORS_H

#include "image.h"

extern const struct word_rule file_words[];
void file_check(const struct image_request *request, struct image_plan *plan);
bool file_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule byte_words[];
void erased_check(const struct image_request *request, struct image_plan *plan);
bool erased_generate(const struct image_request *request, struct buffer *image);
void pattern_check(const struct image_request *request, struct image_plan *plan);
bool pattern_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule exec_words[];
void exec_check(const struct image_request *request, struct image_plan *plan);
bool exec_generate(const struct image_request *request, struct buffer *image);

/// Finds the lines of a content whose words can mean something, as the generator's table says: a
/// list of struct content_line. What is wrong is reported. False if the arguments are.
bool words_check(const struct image_request *request, const struct generator *generator,
                 struct list *lines);

#endif
