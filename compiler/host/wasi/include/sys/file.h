// Locks on files, which WASI does not have, and does not need: nothing else runs.
#ifndef WASI_SYS_FILE_H
#define WASI_SYS_FILE_H

enum { LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4 };

static inline int flock(int file, int operation)
{
    (void)file, (void)operation;
    return 0;
}

#endif
