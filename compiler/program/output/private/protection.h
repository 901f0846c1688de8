// What is never replaced: inputs, schemas, locks, and what is write-protected.
#ifndef OUTPUT_PROTECTION_H
#define OUTPUT_PROTECTION_H

#include "artifact.h"
#include "diagnostic.h"

#include <sys/stat.h>

struct protection {
    struct diagnostics *diagnostics;
    const struct text_list *paths; // the inputs
    struct input *inputs;          // the same, once one of them might be met; null before
    size_t count;
};

/// Whether a file that is there with other bytes may be replaced; reported if not.
bool protection_allows(struct protection *protection, const struct artifact *artifact,
                       const char *path, const struct stat *status);

#endif
