// Programs of the user's, started directly and run to their end. Each is a process group of its
// own, with all that it starts, which ends when schemac is to end.
#include "posix_host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PATIENCE = 100,       // ms without output, after which a look is due whether it still runs
    GRACE = 20,           // times of PATIENCE that a program has to end when it is told to
    READS_AFTER_END = 64, // of what is still in the pipe: more than a pipe holds
};

// Output and errors go into one pipe, in the order in which they were written; no input comes.
static int add_streams(posix_spawn_file_actions_t *actions, int output)
{
    int error = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
    if (!error) {
        error = posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
    }
    return error
               ? error
               : posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
}

// A group of its own, and the signals as they were before schemac held some back.
static int set_attributes(posix_spawnattr_t *attributes, const struct signals *signals)
{
    short flags = POSIX_SPAWN_SETPGROUP;
    int error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error && signals) {
        flags |= POSIX_SPAWN_SETSIGMASK;
        error = posix_spawnattr_setsigmask(attributes, &signals->before);
    }
    return error ? error : posix_spawnattr_setflags(attributes, flags);
}

// Starts a program; an error number, or 0. Setting up what it starts with may fail, too, where the
// system has no memory left.
static int spawn(const char *program, const char *const *words, const struct signals *signals,
                 int output, pid_t *child)
{
    char *const *arguments; // which POSIX promises not to change, but could not declare so
    memcpy(&arguments, &words, sizeof arguments);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) {
        return error;
    }
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        error = add_streams(&actions, output);
        error = error ? error : set_attributes(&attributes, signals);
        error =
            error ? error : posix_spawn(child, program, &actions, &attributes, arguments, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// The end of the output is kept, as that is where a program says why it failed.
static void drop_all_but_the_last(struct host_process *process)
{
    struct buffer *output = &process->output;
    if (output->length > HOST_OUTPUT_LIMIT) {
        size_t surplus = output->length - HOST_OUTPUT_LIMIT;
        memmove(output->bytes, output->bytes + surplus, HOST_OUTPUT_LIMIT + 1);
        output->length = HOST_OUTPUT_LIMIT;
        process->is_cut = true;
    }
}

// False at the end of what there is to read.
static bool read_some(int pipe, struct host_process *process)
{
    char chunk[16 * 1024];
    ssize_t count = read(pipe, chunk, sizeof chunk);
    if (count > 0) {
        buffer_bytes(&process->output, chunk, (size_t)count);
        drop_all_but_the_last(process);
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

// False while it runs, which only happens with WNOHANG.
static bool wait_for(pid_t child, int options, int *status)
{
    pid_t ended;
    do {
        ended = waitpid(child, status, options);
    } while (ended < 0 && errno == EINTR);
    return ended != 0;
}

// Ends the program, with all that it started, before schemac ends: asked first (SIGTERM), so that
// it can clean up, and after GRACE times PATIENCE, two seconds, made to.
static void end_group(pid_t child, int *status)
{
    bool has_ended = false;
    kill(-child, SIGTERM);
    for (size_t i = 0; i < GRACE && !has_ended; i++) {
        has_ended = wait_for(child, WNOHANG, status);
        if (!has_ended) {
            poll(NULL, 0, PATIENCE);
        }
    }
    kill(-child, SIGKILL);
    if (!has_ended) {
        wait_for(child, 0, status);
    }
}

// Until the program has ended. Another that it left behind may keep the pipe open, or go on
// writing: that one is not waited for. What the program itself wrote is in the pipe by then, and a
// pipe is read empty in a number of steps that does not depend on who still writes.
static void collect(pid_t child, int pipe, const struct signals *signals,
                    struct host_process *process, int *status)
{
    struct pollfd wait = {pipe, POLLIN, 0};
    bool has_ended = false;
    size_t more = READS_AFTER_END;
    for (;;) {
        int ready = poll(&wait, 1, has_ended ? 0 : PATIENCE);
        if (!has_ended && signals && signals_have_come(signals)) {
            end_group(child, status);
            return;
        }
        if (ready > 0 && !read_some(pipe, process)) {
            break;
        }
        if (has_ended && (ready == 0 || --more == 0)) {
            return;
        }
        has_ended = has_ended || wait_for(child, WNOHANG, status);
    }
    if (!has_ended) {
        wait_for(child, 0, status);
    }
}

// Errors of exec that mean something to the user are told apart; all others are the system's own
// text.
static void tell_start(int error, struct host_process *process)
{
    process->start = error == ENOENT    ? HOST_NO_PROGRAM
                     : error == ENOEXEC ? HOST_NOT_A_PROGRAM
                     : error            ? HOST_NOT_STARTED
                                        : HOST_STARTED;
    process->error = error ? strerror(error) : NULL;
}

// `status` is as waitpid() gives it; -1: it is not known.
static void tell_end(int status, struct host_process *process)
{
    process->has_exited = WIFEXITED(status);
    process->exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    process->signal = !WIFEXITED(status) && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    process->signal_name = process->signal ? strsignal(process->signal) : NULL;
}

// No shell: words are passed as they are, so that a name with spaces or `;` is only a name.
void posix_run(void *context, const struct host_scratch *scratch, const char *program,
               const char *const *words, struct host_process *process)
{
    (void)context;
    const struct signals *signals = scratch ? posix_scratch_signals(scratch) : NULL;
    int ends[2];
    pid_t child;
    int status = -1;
    process->is_cut = false;
    // Closed in children from the very start, since other threads start programs meanwhile.
    if (pipe2(ends, O_CLOEXEC) != 0) {
        tell_start(errno, process);
        return;
    }
    int error = spawn(program, words, signals, ends[1], &child);
    close(ends[1]);
    if (!error) {
        collect(child, ends[0], signals, process, &status);
    }
    close(ends[0]);
    tell_start(error, process);
    tell_end(status, process);
}
