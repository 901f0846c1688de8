// How the program was called: where the input comes from and where the artifacts go.
#ifndef SOURCE_INVOCATION_H
#define SOURCE_INVOCATION_H

#include "list.h"

/// The words of it that artifacts depend on: paths as seen from where schemac runs.
struct invocation {
    const char *schema;       // the file, or "-"
    const char *output;       // the directory
    const char *variant;      // null: none
    struct text_list inputs;  // all files that were read, the schema first
    struct text_list options; // words that choose warnings
    struct text_list kconfig; // words that name files of Kconfig
};

#endif
