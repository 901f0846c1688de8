// The generators, and what their words name.
#ifndef CONTENT_GENERATORS_H
#define CONTENT_GENERATORS_H

#include "choices.h"
#include "generator.h"

/// The generator of this name; null if there is none.
const struct generator *generator_find(const char *name);

/// The names of all.
struct choices generators_choices(void);

/// What a word of a list means to a generator.
enum word_role generator_role(const struct generator *generator, enum word_place place,
                              const struct word_list *words, size_t index);

/// Finds the lines of a content whose words can mean something, as the generator's table says. What
/// is wrong is reported. False if the arguments are.
bool words_check(const struct image_request *request, const struct generator *generator,
                 struct content_line_list *lines);

#endif
