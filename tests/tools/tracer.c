// Runs a program and interferes at one of its calls that change the file system.
//
//     tracer COUNTED count  0 0     PROGRAM WORD...   only counts
//     tracer COUNTED before N 0     PROGRAM WORD...   kills it before the Nth call, from 1
//     tracer COUNTED after  N 0     PROGRAM WORD...   kills it when the Nth call has been made
//     tracer COUNTED fail   N ERRNO PROGRAM WORD...   the Nth call is not made, but fails so
//     tracer COUNTED signal N NUMBER PROGRAM WORD...  sends it a signal before the Nth call
//
// The file COUNTED gets the number of calls. The exit status is the program's, or 128 and the
// signal that ended it; 99: the system does not let a program trace another.
//
// All threads of the program are traced, and no other programs that it starts. Calls are counted in
// the order in which they begin.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 256, CANNOT_TRACE = 99 };

struct thread {
    pid_t id;
    int is_marked; // the call that is interfered with is its own
};

struct trace {
    const char *mode;
    long wanted;
    int argument;
    long count;
    pid_t program;
    int status; // how it ended
    struct thread threads[THREADS];
};

static int is_writing_open(uint64_t flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

// Whether a call changes files, or brings them to the disk.
static int changes_files(uint64_t number, const uint64_t *arguments)
{
    switch (number) {
#ifdef SYS_open
    case SYS_open:
        return is_writing_open(arguments[1]);
    case SYS_creat:
    case SYS_rename:
    case SYS_link:
    case SYS_symlink:
    case SYS_unlink:
    case SYS_rmdir:
    case SYS_mkdir:
    case SYS_chmod:
    case SYS_chown:
    case SYS_lchown:
#endif
#ifdef SYS_renameat
    case SYS_renameat:
#endif
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_renameat2:
    case SYS_linkat:
    case SYS_symlinkat:
    case SYS_unlinkat:
    case SYS_mkdirat:
    case SYS_truncate:
    case SYS_ftruncate:
    case SYS_fchmod:
    case SYS_fchmodat:
    case SYS_fchown:
    case SYS_fchownat:
    case SYS_utimensat:
    case SYS_fsync:
    case SYS_fdatasync:
        return 1;
    case SYS_openat:
        return is_writing_open(arguments[2]);
    default:
        return 0;
    }
}

#if defined __x86_64__
static void skip_call(pid_t thread)
{
    ptrace(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, orig_rax), -1L);
}

static void set_result(pid_t thread, long result)
{
    ptrace(PTRACE_POKEUSER, thread, offsetof(struct user_regs_struct, rax), result);
}
#elif defined __aarch64__
static void skip_call(pid_t thread)
{
    int number = -1;
    struct iovec part = {&number, sizeof number};
    ptrace(PTRACE_SETREGSET, thread, 0x404 /* NT_ARM_SYSTEM_CALL */, &part);
}

static void set_result(pid_t thread, long result)
{
    struct user_regs_struct registers;
    struct iovec part = {&registers, sizeof registers};
    ptrace(PTRACE_GETREGSET, thread, 1 /* NT_PRSTATUS */, &part);
    registers.regs[0] = (uint64_t)result;
    ptrace(PTRACE_SETREGSET, thread, 1, &part);
}
#else
#error "how a call is made to fail on this processor is not known"
#endif

static int is_mode(const struct trace *trace, const char *mode)
{
    return strcmp(trace->mode, mode) == 0;
}

static struct thread *find_thread(struct trace *trace, pid_t id)
{
    struct thread *free_one = NULL;
    for (size_t i = 0; i < THREADS; i++) {
        if (trace->threads[i].id == id) {
            return &trace->threads[i];
        }
        free_one = !free_one && trace->threads[i].id == 0 ? &trace->threads[i] : free_one;
    }
    if (!free_one) {
        fputs("tracer: too many threads\n", stderr);
        exit(CANNOT_TRACE);
    }
    *free_one = (struct thread){id, 0};
    return free_one;
}

static void enter_call(struct trace *trace, struct thread *thread, uint64_t number,
                       const uint64_t *arguments)
{
    if (!changes_files(number, arguments) || ++trace->count != trace->wanted) {
        return;
    }
    thread->is_marked = 1;
    if (is_mode(trace, "before")) {
        skip_call(thread->id);
        kill(trace->program, SIGKILL);
    } else if (is_mode(trace, "fail")) {
        skip_call(thread->id);
    } else if (is_mode(trace, "signal")) {
        kill(trace->program, trace->argument);
    }
}

static void leave_call(struct trace *trace, struct thread *thread)
{
    if (thread->is_marked && is_mode(trace, "after")) {
        kill(trace->program, SIGKILL);
    } else if (thread->is_marked && is_mode(trace, "fail")) {
        set_result(thread->id, -trace->argument);
    }
    thread->is_marked = 0;
}

static void handle_call(struct trace *trace, pid_t id)
{
    struct __ptrace_syscall_info info;
    struct thread *thread = find_thread(trace, id);
    if (ptrace(PTRACE_GET_SYSCALL_INFO, id, sizeof info, &info) <= 0) {
        return; // it was killed meanwhile
    }
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
        enter_call(trace, thread, info.entry.nr, (const uint64_t *)info.entry.args);
    } else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
        leave_call(trace, thread);
    }
}

// The signal that a thread gets when it goes on.
static int handle_stop(struct trace *trace, pid_t id, int status)
{
    int signal = WSTOPSIG(status);
    if (signal == (SIGTRAP | 0x80)) {
        handle_call(trace, id);
        return 0;
    }
    int is_event = status >> 16 != 0 || signal == SIGSTOP; // a new thread begins so
    return is_event ? 0 : signal;
}

static void run(struct trace *trace)
{
    for (;;) {
        int status;
        pid_t id = waitpid(-1, &status, __WALL);
        if (id < 0 && errno != EINTR) {
            return;
        }
        if (id > 0 && WIFSTOPPED(status)) {
            int signal = handle_stop(trace, id, status);
            ptrace(PTRACE_SYSCALL, id, 0, signal);
        } else if (id > 0) {
            find_thread(trace, id)->id = 0;
            trace->status = id == trace->program ? status : trace->status;
        }
    }
}

static int start(struct trace *trace, char **words)
{
    const long options =
        PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    int status;
    trace->program = fork();
    if (trace->program == 0) {
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) {
            _exit(CANNOT_TRACE);
        }
        raise(SIGSTOP);
        execv(words[0], words);
        _exit(127);
    }
    return trace->program > 0 && waitpid(trace->program, &status, 0) == trace->program &&
           WIFSTOPPED(status) && ptrace(PTRACE_SETOPTIONS, trace->program, 0, options) == 0 &&
           ptrace(PTRACE_SYSCALL, trace->program, 0, 0) == 0;
}

int main(int count, char **words)
{
    if (count < 6) {
        fputs("usage: tracer COUNTED MODE NUMBER ARGUMENT PROGRAM WORD...\n", stderr);
        return 2;
    }
    struct trace trace = {
        .mode = words[2],
        .wanted = atol(words[3]),
        .argument = atoi(words[4]),
    };
    if (!start(&trace, words + 5)) {
        return CANNOT_TRACE;
    }
    run(&trace);
    FILE *counted = fopen(words[1], "w");
    if (!counted || fprintf(counted, "%ld\n", trace.count) < 0 || fclose(counted) != 0) {
        return CANNOT_TRACE;
    }
    return WIFEXITED(trace.status) ? WEXITSTATUS(trace.status) : 128 + WTERMSIG(trace.status);
}
