// realpath(), which the C library of WASI lacks.
#ifndef WASI_STDLIB_H
#define WASI_STDLIB_H

#include_next <stdlib.h>

char *realpath(const char *path, char *real);

#endif
