// Files on their way: written beside the place where they are to be.
#ifndef OUTPUT_TEMPORARY_H
#define OUTPUT_TEMPORARY_H

#include "list.h"

#include <stdbool.h>
#include <stddef.h>

enum { TEMPORARY_DIRECTORIES = 64 }; // how many are locked at once

struct temporaries {
    struct arena *arena;
    const char *directory;            // the last one that was entered; null: none
    int locks[TEMPORARY_DIRECTORIES]; // open directories
    size_t lock_count;
    unsigned attempts; // at names
};

/// Says that something will be written to a path: what a run that was killed left in its directory
/// is removed, and others are told that somebody writes there.
void temporaries_enter(struct temporaries *temporaries, const char *path);

/// Opens a new file beside a path, which only its owner may read if it is `closed`. Its number;
/// `*name` says where it is. Negative, with errno, if that cannot be.
int temporaries_open(struct temporaries *temporaries, const char *path, bool closed,
                     const char **name);

/// All that was written is in its place, or removed.
void temporaries_leave(struct temporaries *temporaries);

#endif
