// Signals that end the program, held back while it has something to clean up.
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals {
    sigset_t held;
    sigset_t before; // the mask of this thread
};

/// Holds back SIGINT, SIGTERM, SIGHUP and SIGXFSZ, unless they are ignored, in this thread and in
/// those that it starts from now on. A write beyond the limit for files then fails with EFBIG.
void signals_hold(struct signals *signals);

/// Whether one that is held back has come: time to clean up and release them.
bool signals_have_come(const struct signals *signals);

/// Lets them through again: one that has come ends the program here, but for SIGXFSZ, which the
/// failure of the write has told of.
void signals_release(const struct signals *signals);

#endif
