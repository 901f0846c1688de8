// Shared libraries that few runs need. They are loaded when something needs them, so that all other
// runs start without them, and the program runs where they are missing.
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include "arena.h"

/// Loads `file` ("libcrypto.so.3") and finds `count` functions in it by their names. Their
/// addresses are written to `functions`, a struct of so many function pointers in that order. Null;
/// else what went wrong. A library stays loaded until the program ends.
const char *library_load(struct arena *arena, const char *file, const char *const *names,
                         size_t count, void *functions);

#endif
