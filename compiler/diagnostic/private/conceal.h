// Secrets in texts that are shown.
#ifndef DIAGNOSTIC_CONCEAL_H
#define DIAGNOSTIC_CONCEAL_H

#include "source.h"

/// Puts asterisks where a text repeats what is hidden in raw data.
void conceal_copies(const struct sources *sources, char *text);

#endif
