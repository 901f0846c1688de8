// The host of a program on a POSIX system: its files, environment, processes.
#ifndef POSIX_POSIX_H
#define POSIX_POSIX_H

#include "host.h"

/// The one of this process; it has no state.
extern const struct host host_posix;

#endif
