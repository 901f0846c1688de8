// What a picture may be made of on standard output.
#ifndef SCREEN_H
#define SCREEN_H

#include "options.h"
#include "picture.h"

/// Where standard output is no terminal, and the command line does not say otherwise: 80 columns,
/// no colors, and ASCII signs whatever the locale, so that a file has the same picture everywhere.
struct picture_style screen_style(const struct options *options);

#endif
