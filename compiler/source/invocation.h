// How the program was called: where the input comes from and where the artifacts go.
#ifndef SOURCE_INVOCATION_H
#define SOURCE_INVOCATION_H

#include "list.h"

/// The words of it that artifacts depend on: paths as seen from where schemac runs.
struct invocation {
    const char *schema;  // the file, or "-"
    const char *output;  // the folder
    const char *variant; // null: none
    struct list inputs;  // of const char: all files that were read, the schema first
    struct list options; // of const char: words that choose warnings
    struct list kconfig; // of const char: words that name files of Kconfig
};

#endif
