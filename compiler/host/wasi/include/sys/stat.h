// Rights of files, which WASI does not have: setting them succeeds and does nothing.
#ifndef WASI_SYS_STAT_H
#define WASI_SYS_STAT_H

#include_next <sys/stat.h>

static inline int chmod(const char *path, mode_t mode)
{
    (void)path, (void)mode;
    return 0;
}

static inline int fchmod(int file, mode_t mode)
{
    (void)file, (void)mode;
    return 0;
}

#endif
