// Programs of the user's, started directly and run to their end.
#ifndef CONTENT_PROCESS_H
#define CONTENT_PROCESS_H

#include "buffer.h"
#include "signals.h"

#include <stdbool.h>

enum { PROCESS_OUTPUT_LIMIT = 64 * 1024 }; // in bytes

struct process {
    int status;           // how it ended, as waitpid() tells it; -1: that is not known
    struct buffer output; // the last PROCESS_OUTPUT_LIMIT bytes of its standard output and error
    bool is_cut;          // it wrote more
    const struct signals *signals; // held back: one that comes ends the program; null: none are
};

/// Runs the program at a path with some words (its own name first, a null behind the last) and
/// waits for its end. It has this process's environment and folder, nothing on its standard input,
/// and no file open that schemac opened. It is a process group of its own, with all that it starts,
/// which is ended when schemac is to end. `process->output` is to be initialized. 0; else the error
/// (errno) for which it could not be started.
int process_run(const char *program, const char *const *words, struct process *process);

#endif
