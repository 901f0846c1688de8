// The values of options that take reading.
#ifndef OPTION_VALUES_H
#define OPTION_VALUES_H

#include "options.h"

/// Reads the value of the option that getopt_long() has met. Null if it is good; else what is wrong
/// with it.
const char *option_read_value(struct arena *arena, char letter, struct options *options);

#endif
