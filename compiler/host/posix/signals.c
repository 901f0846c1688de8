// A handler would need state that is the whole program's. Signals that are blocked need none: they
// stay pending until there is time to look for them, and then do what they always do.
#include "signals.h"

#include <stddef.h>
#include <time.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGXFSZ};

// One that is ignored would stay pending for ever, and count as one that has come.
static bool is_ignored(int signal)
{
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

// The mask is the calling thread's own; threads that it starts meanwhile inherit it, and programs
// get the one before (process.c).
void signals_hold(struct signals *signals)
{
    sigemptyset(&signals->held);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        if (!is_ignored(ending[i])) {
            sigaddset(&signals->held, ending[i]);
        }
    }
    pthread_sigmask(SIG_BLOCK, &signals->held, &signals->before);
}

// Whether a signal is waiting that is to end the program. SIGXFSZ is not one: it comes of a write
// that failed with EFBIG, which is reported where it happened.
bool signals_have_come(const struct signals *signals)
{
    sigset_t pending;
    bool has_come = false;
    sigpending(&pending);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        int signal = ending[i];
        has_come |= signal != SIGXFSZ && sigismember(&signals->held, signal) == 1 &&
                    sigismember(&pending, signal) == 1;
    }
    return has_come;
}

// A SIGXFSZ that came meanwhile is taken off first: it would end the program without a message,
// although the write that it is about was reported.
void signals_release(const struct signals *signals)
{
    sigset_t size_limit;
    sigemptyset(&size_limit);
    sigaddset(&size_limit, SIGXFSZ);
    if (sigismember(&signals->held, SIGXFSZ) == 1 && sigismember(&signals->before, SIGXFSZ) == 0) {
        sigtimedwait(&size_limit, NULL, &(struct timespec){0});
    }
    pthread_sigmask(SIG_SETMASK, &signals->before, NULL);
}
