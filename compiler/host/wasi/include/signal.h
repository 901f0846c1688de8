// Signals, which WASI does not have: none is ever sent, held back or pending.
#ifndef WASI_SIGNAL_H
#define WASI_SIGNAL_H

#include_next <signal.h>

#include <errno.h>
#include <stddef.h>
#include <sys/types.h>

struct timespec;

struct no_signals {
    char unused;
};

#define sigset_t struct no_signals

struct sigaction {
    void (*sa_handler)(int signal);
};

enum { SIG_BLOCK, SIG_SETMASK };

static inline int sigemptyset(sigset_t *set)
{
    *set = (sigset_t){0};
    return 0;
}

static inline int sigaddset(sigset_t *set, int signal)
{
    (void)set, (void)signal;
    return 0;
}

static inline int sigismember(const sigset_t *set, int signal)
{
    (void)set, (void)signal;
    return 0;
}

static inline int sigpending(sigset_t *set)
{
    return sigemptyset(set);
}

static inline int sigaction(int signal, const struct sigaction *next, struct sigaction *previous)
{
    (void)signal, (void)next;
    *previous = (struct sigaction){.sa_handler = SIG_DFL};
    return 0;
}

static inline int sigtimedwait(const sigset_t *set, void *information, const struct timespec *time)
{
    (void)set, (void)information, (void)time;
    return -1;
}

static inline int pthread_sigmask(int how, const sigset_t *set, sigset_t *previous)
{
    (void)how, (void)set;
    return previous ? sigemptyset(previous) : 0;
}

// No process but this one exists.
static inline int kill(pid_t process, int signal)
{
    (void)process, (void)signal;
    errno = ESRCH;
    return -1;
}

#endif
