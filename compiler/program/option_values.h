// The values of options that take reading.
#ifndef OPTION_VALUES_H
#define OPTION_VALUES_H

#include "choices.h"
#include "options.h"

/// Reads the value of the option that getopt_long() has met. Null if it is good; else what is wrong
/// with it.
const char *option_read_value(struct arena *arena, char letter, struct options *options);

/// What is wrong with the name that an option has: it is none of the choices.
const char *option_choice_error(struct arena *arena, const char *option, const char *name,
                                const struct choices *choices);

#endif
