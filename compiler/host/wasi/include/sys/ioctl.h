// The size of a terminal, which WASI does not know.
#ifndef WASI_SYS_IOCTL_H
#define WASI_SYS_IOCTL_H

#include_next <sys/ioctl.h>

enum { TIOCGWINSZ = 0x5413 };

struct winsize {
    unsigned short ws_row, ws_col;
};

#endif
