// Diagnostics, in the form that the command line asks for.
#ifndef REPORT_H
#define REPORT_H

#include "diagnostic.h"
#include "options.h"

/// Sorts diagnostics, hides secrets in them, and appends them as text, JSON or SARIF.
void report_render(const struct options *options, struct diagnostics *diagnostics,
                   struct buffer *out);

#endif
