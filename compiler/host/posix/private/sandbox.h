// What a process gives up for good before it reads a file with code that may do anything.
#ifndef INPUTS_SANDBOX_H
#define INPUTS_SANDBOX_H

#include "arena.h"

enum sandbox_state {
    SANDBOX_LIMITED, // memory, time and open files are limited; the kernel or a sanitizer allows no
                     // more
    SANDBOX_CLOSED,  // and nothing can be asked of the kernel but to read the one file and to write
};

struct sandbox {
    enum sandbox_state state;
    const char *path; // of the file: this copy of it alone can be opened
    int output;       // all that is open, beside streams that lead nowhere
};

/// Confines this process, a child of one thread, in which no other thread runs. Standard streams
/// lead nowhere from now on, and every descriptor but `output` is closed; that may get another
/// number.
struct sandbox sandbox_enter(const char *path, int output);

#endif
