// The only door to the outside: files, environment, programs, shared libraries, processors.
//
// A host is a table of functions; any of them may be null, and is then refused. No room above this
// one includes a POSIX header or calls what it declares. There is no clock: what is compiled
// depends on its input alone.
//
// Paths are as the user wrote them, with `/` between names; a relative one starts at the host's own
// directory. An error is a text for people, which belongs to the host or to the arena. Functions
// may be called by several threads at once if the host's `context` allows that, as that of
// host_posix() and of a memory that no longer changes do.
#ifndef HOST_HOST_H
#define HOST_HOST_H

#include "buffer.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>

enum host_kind {
    HOST_UNKNOWN, // nothing could be found out
    HOST_MISSING, // nothing has this path
    HOST_FILE,
    HOST_DIRECTORY,
    HOST_LINK,  // a symbolic link, where links are not followed
    HOST_OTHER, // a pipe, a device, a socket
};

/// What a path is.
struct host_status {
    enum host_kind kind;
    uint64_t size;         // of a file, in bytes
    uint64_t device, file; // the same two numbers are the same file; both 0: it cannot be told
    bool is_private;       // of a file: nobody but its owner can read it
    bool is_executable;
};

enum { HOST_OUTPUT_LIMIT = 64 * 1024 }; // bytes of a program's output that are kept: the last ones

enum host_start {
    HOST_STARTED,
    HOST_NO_PROGRAM,    // nothing has this path, or what the first line of a script names
    HOST_NOT_A_PROGRAM, // this system cannot run it
    HOST_NOT_STARTED,   // `error` says why
};

/// A program that has run.
struct host_process {
    enum host_start start;
    const char *error; // why it did not start
    bool has_exited;   // else `signal` ended it
    int exit_status;
    int signal; // its number; 0: it is not known how the program ended
    const char *signal_name;
    struct buffer output; // of its standard output and error; to be initialised by the caller
    bool is_cut;          // there was more output
};

/// A directory for a program to leave files in, which this user alone can read.
struct host_scratch {
    const char *path; // absolute
    void *state;      // the host's
};

struct host {
    void *context; // given to each function

    /// Looks at a path; `*status` is set in any case. Null, else why it could not be looked at;
    /// that a path is missing is such an error, too.
    const char *(*look)(void *context, const char *path, bool follows_links,
                        struct host_status *status);

    /// Appends the bytes of a regular file, but stops once the buffer has more than `limit` bytes
    /// in all; `-` is standard input. `*status` is that of the file that was read.
    const char *(*read)(void *context, const char *path, uint64_t limit, struct buffer *content,
                        struct host_status *status);

    /// Fills memory from a regular file, which must have exactly `size` bytes.
    const char *(*fill)(void *context, const char *path, void *bytes, size_t size);

    /// Appends the names in a directory, in any order, without `.` and `..`.
    const char *(*list)(void *context, struct arena *arena, const char *path,
                        struct text_list *names);

    /// The absolute path without symbolic links of something that is there; null if there is none,
    /// with `*error`.
    const char *(*real_path)(void *context, struct arena *arena, const char *path,
                             const char **error);

    /// An environment variable; null: it is not set.
    const char *(*variable)(void *context, const char *name);

    /// Makes a directory. Signals that would end this process are held back until it is removed.
    const char *(*scratch_make)(void *context, struct arena *arena, struct host_scratch *scratch);

    /// Removes it with all that is in it, and lets signals through again.
    void (*scratch_remove)(void *context, struct host_scratch *scratch);

    /// Runs a program to its end, without a shell, with words (its own name first, a null after the
    /// last), this process's environment and directory, and an empty standard input.
    void (*run)(void *context, const struct host_scratch *scratch, const char *program,
                const char *const *words, struct host_process *process);

    /// Runs a function in a process of its own that can do no more than read one file and append to
    /// `output`, up to `limit` bytes; `prepare` runs before it is confined, and may be null. The
    /// path that `work` gets is the file's in there. False if the process did not come to its end.
    bool (*isolate)(void *context, const char *path, void (*prepare)(void),
                    void (*work)(void *argument, const char *path, struct buffer *output),
                    void *argument, uint64_t limit, struct buffer *output, const char **error);

    /// Loads a shared library and finds functions in it: `functions` is a struct of as many
    /// pointers, in the order of `names`. It stays loaded.
    const char *(*load)(void *context, struct arena *arena, const char *library,
                        const char *const *names, size_t count, void *functions);

    /// Fills memory with random bytes that keys can be made of.
    const char *(*random)(void *context, void *bytes, size_t size);

    /// How many processors there are to use; null: one.
    size_t (*processors)(void *context);
};

/// A host that refuses everything.
extern const struct host host_none;

// As the functions above, where those are null: files "cannot be read here", nothing is set.

const char *host_look(const struct host *host, const char *path, struct host_status *status);
const char *host_look_at_link(const struct host *host, const char *path,
                              struct host_status *status);
const char *host_read(const struct host *host, const char *path, uint64_t limit,
                      struct buffer *content, struct host_status *status);
const char *host_fill(const struct host *host, const char *path, void *bytes, size_t size);
const char *host_real_path(const struct host *host, struct arena *arena, const char *path,
                           const char **error);
const char *host_variable(const struct host *host, const char *name);
const char *host_load(const struct host *host, struct arena *arena, const char *library,
                      const char *const *names, size_t count, void *functions);

/// The names in a directory, sorted by their bytes; none, and `*error` (which may be null) is set,
/// if it cannot be listed.
struct text_list host_list(const struct host *host, struct arena *arena, const char *path,
                           const char **error);

bool host_is_file(const struct host *host, const char *path);
bool host_is_directory(const struct host *host, const char *path);

/// Whether a path can be looked at and nothing has it.
bool host_is_missing(const struct host *host, const char *path);

/// A path beside one that is missing, with nearly its name, or its name and ".pschema"; null: there
/// is none.
const char *host_near(const struct host *host, struct arena *arena, const char *path);

/// What a pattern is compared with.
struct host_search {
    const struct host *host;
    struct arena *arena;
    size_t limit; // of paths; the search ends soon after it has more
    void (*searched)(void *context, const char *directory); // for each; null: nobody asks
    void *context;
};

/// The paths that a pattern with `*`, `?` and `[...]` matches, from `start` on, which is "" or ends
/// in a slash: sorted by their bytes, each once. Names that begin with a dot match only a dot. A
/// step without those characters is not looked at: it may be missing. `\` is a character like
/// others.
struct text_list host_match(const struct host_search *search, const char *start,
                            const char *pattern);

#endif
