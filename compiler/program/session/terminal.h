// Standard output and standard error where people look at them.
#ifndef TERMINAL_H
#define TERMINAL_H

#include "options.h"
#include "picture.h"

/// Whether a stream (STDOUT_FILENO, STDERR_FILENO) is a terminal that takes escape sequences.
bool terminal_is_capable(int stream);

/// Whether what is written to a stream is to have colors.
bool terminal_wants_color(const struct options *options, int stream);

/// What a picture may be made of on standard output. If that is not a terminal, and the command
/// line does not say otherwise: 80 columns, no colors, and ASCII characters whatever the locale, so
/// that a file has the same picture everywhere.
struct picture_style terminal_style(const struct options *options);

#endif
