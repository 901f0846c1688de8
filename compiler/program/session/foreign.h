// Files that are given as a schema and are something else.
#ifndef FOREIGN_H
#define FOREIGN_H

#include "driver.h"
#include "import.h"

/// Whether a file that is to be a schema is known to be something else; reported if so.
bool foreign_refuse(struct compilation *compilation, const char *path, const struct source *source,
                    enum import_kind kind);

#endif
