// The hosts of schemac.h.
//
// A host of the user's own answers through functions of ours, which must return to those of the
// user even if memory ends: a jump would skip frames that may be of C++. So the arena that the
// answer is kept in is made to come back here for as long as it is added to.
#include "library.h"

#include "posix.h"

#include <stdlib.h>
#include <string.h>

enum { ERROR_LIMIT = 200 };

struct schemac_answer {
    struct arena *arena;     // null: the bytes go to `target`, or are only counted
    bool counts;             // the bytes of a file are counted, and not kept
    struct buffer *content;  // of a file; null: names are asked for
    struct text_list *names; // in a directory; null: bytes are asked for
    uint64_t limit;          // of all bytes in `content`: one more is enough
    char *target;
    size_t size;   // of the target
    size_t length; // of all bytes that came
    bool is_exhausted;
    bool has_error;
    char error[ERROR_LIMIT + 1];
};

// For arenas of a host, and for keep(): each has its own place to come back to.
static void leave(void *context)
{
    longjmp(*(jmp_buf *)context, 1);
}

// One byte more than the limit tells the reader that there was more.
static void keep_bytes(struct schemac_answer *answer, const void *bytes, size_t length)
{
    uint64_t has = answer->content->length;
    uint64_t room = has <= answer->limit ? answer->limit - has + 1 : 0;
    buffer_bytes(answer->content, bytes, length < room ? length : (size_t)room);
}

static void keep_name(struct schemac_answer *answer, const void *bytes, size_t length)
{
    list_append(answer->arena, answer->names, arena_copy(answer->arena, bytes, length));
}

// Adds to the arena with `exhausted` leading here, so that we return to the user's function. Both
// are put back in either case: problem_of() then leaves by the way that was there before, when no
// frame of the user's is left to skip.
static void keep(struct schemac_answer *answer,
                 void (*work)(struct schemac_answer *answer, const void *bytes, size_t length),
                 const void *bytes, size_t length)
{
    struct arena *arena = answer->arena;
    void (*exhausted)(void *) = arena->exhausted;
    void *context = arena->context;
    jmp_buf here;
    arena->exhausted = leave;
    arena->context = &here;
    if (setjmp(here) == 0) {
        work(answer, bytes, length);
    } else {
        answer->is_exhausted = true;
    }
    arena->exhausted = exhausted;
    arena->context = context;
}

// May be called any number of times, with parts of any size. What is more than the target has room
// for is an error, never written.
void schemac_answer_bytes(struct schemac_answer *answer, const void *bytes, size_t length)
{
    if (answer->is_exhausted || length == 0) {
        return;
    }
    if (answer->content) {
        keep(answer, keep_bytes, bytes, length);
    } else if (answer->target && length <= answer->size - answer->length) {
        memcpy(answer->target + answer->length, bytes, length);
    } else if (!answer->counts || length > SIZE_MAX - answer->length) {
        answer->has_error = true; // more bytes than there are, or none were asked for
        return;
    }
    answer->length += length;
}

void schemac_answer_name(struct schemac_answer *answer, const char *name)
{
    if (answer->names && !answer->is_exhausted) {
        keep(answer, keep_name, name, strlen(name));
    }
}

// The text is the user's, and may be gone when the function returns. Messages are one line of UTF-8
// each, so that it is cut between characters, and has spaces in place of control characters.
void schemac_answer_error(struct schemac_answer *answer, const char *error)
{
    size_t length = strlen(error);
    size_t kept = length < ERROR_LIMIT ? length : ERROR_LIMIT;
    while (kept > 0 && kept < length && ((uint8_t)error[kept] & 0xC0) == 0x80) {
        kept--;
    }
    answer->has_error = true;
    answer->error[0] = 0;
    strncat(answer->error, error, kept);
    for (char *at = answer->error; *at; at++) {
        *at = (uint8_t)*at < ' ' || *at == 0x7F ? ' ' : *at;
    }
}

// What went wrong, in the arena of who asked; null: nothing.
static const char *problem_of(const struct schemac_answer *answer)
{
    if (answer->is_exhausted) {
        arena_fail(answer->arena);
    }
    if (!answer->has_error) {
        return NULL;
    }
    return answer->arena && answer->error[0]
               ? arena_copy(answer->arena, answer->error, strlen(answer->error))
               : "it cannot be read";
}

// One path is one file: what the user's functions do not say. The numbers are hashes of it.
static struct host_status status_of(const char *path, enum host_kind kind)
{
    uint64_t hashes[2] = {14695981039346656037u, 1099511628211u}; // FNV-1a, begun differently
    for (const char *at = path; *at; at++) {
        for (size_t i = 0; i < 2; i++) {
            hashes[i] = (hashes[i] ^ (uint8_t)*at) * 1099511628211u;
        }
    }
    return (struct host_status){
        .kind = kind,
        .device = hashes[0],
        .file = hashes[1] | 1, // 0 would be none
    };
}

static const char missing[] = "No such file or directory";

// Without a function to look with, everything is a file until it is read.
static enum host_kind own_kind(const struct schemac_functions *functions, const char *path)
{
    static const enum host_kind kinds[] = {
        [SCHEMAC_PATH_MISSING] = HOST_MISSING,
        [SCHEMAC_PATH_FILE] = HOST_FILE,
        [SCHEMAC_PATH_DIRECTORY] = HOST_DIRECTORY,
        [SCHEMAC_PATH_OTHER] = HOST_OTHER,
    };
    unsigned kind = functions->look ? functions->look(functions->context, path) : SCHEMAC_PATH_FILE;
    return kind < sizeof kinds / sizeof *kinds ? kinds[kind] : HOST_OTHER;
}

// What could not be read is a file only if the user's functions call it one.
static void settle_unread(const struct schemac_functions *functions, struct host_status *status)
{
    if (!functions->look) {
        status->kind = HOST_MISSING;
    }
}

// How large a file is only shows when it is read.
static const char *own_look(void *context, const char *path, bool follows_links,
                            struct host_status *status)
{
    const struct schemac_functions *functions = context;
    (void)follows_links;
    *status = status_of(path, own_kind(functions, path));
    if (status->kind == HOST_FILE) {
        struct schemac_answer answer = {.counts = true};
        if (functions->read) {
            functions->read(functions->context, path, &answer);
        }
        if (!functions->read || answer.has_error) {
            settle_unread(functions, status);
        }
        status->size = answer.length;
    }
    return status->kind == HOST_MISSING ? missing : NULL;
}

static const char *own_read(void *context, const char *path, uint64_t limit, struct buffer *content,
                            struct host_status *status)
{
    const struct schemac_functions *functions = context;
    struct schemac_answer answer = {.arena = content->arena, .content = content, .limit = limit};
    *status = status_of(path, own_kind(functions, path));
    if (status->kind != HOST_FILE) {
        return status->kind == HOST_MISSING ? missing : "it is not a file";
    }
    if (!functions->read) {
        settle_unread(functions, status);
        return "it cannot be read";
    }
    functions->read(functions->context, path, &answer);
    status->size = answer.length;
    const char *problem = problem_of(&answer);
    if (problem) {
        settle_unread(functions, status);
    }
    return problem;
}

// The file was read before, and its size is known; other bytes of the same number cannot be told
// from it.
static const char *own_fill(void *context, const char *path, void *bytes, size_t size)
{
    const struct schemac_functions *functions = context;
    struct schemac_answer answer = {.target = bytes, .size = size};
    if (!functions->read) {
        return "it cannot be read";
    }
    functions->read(functions->context, path, &answer);
    const char *problem = problem_of(&answer);
    return problem ? problem : answer.length == size ? NULL : "it changed while it was being read";
}

static const char *own_list(void *context, struct arena *arena, const char *path,
                            struct text_list *names)
{
    const struct schemac_functions *functions = context;
    struct schemac_answer answer = {.arena = arena, .names = names};
    if (!functions->list) {
        return "it cannot be listed";
    }
    functions->list(functions->context, path, &answer);
    return problem_of(&answer);
}

static const char *own_variable(void *context, const char *name)
{
    const struct schemac_functions *functions = context;
    return functions->variable ? functions->variable(functions->context, name) : NULL;
}

// Paths have no other forms that the library would know of.
static const char *own_real_path(void *context, struct arena *arena, const char *path,
                                 const char **error)
{
    struct host_status status;
    *error = own_look(context, path, true, &status);
    return *error ? NULL : arena_copy(arena, path, strlen(path));
}

// Hosts are made one by one and outlive compilations: they come from the system, not from an arena.
static struct schemac_host *host_new(void)
{
    struct schemac_host *host = calloc(1, sizeof *host);
    if (host) {
        arena_init(&host->arena, leave);
    }
    return host;
}

struct schemac_host *schemac_host_posix(void)
{
    struct schemac_host *host = host_new();
    if (host) {
        host->host = host_posix;
    }
    return host;
}

// The size tells versions of the structure apart: a program that was compiled for another one is
// refused, and not read past its end.
struct schemac_host *schemac_host_own(const struct schemac_functions *functions)
{
    struct schemac_host *host =
        functions->size == sizeof *functions ? host_new() : NULL; // there is one size so far
    if (host) {
        host->functions = *functions;
        host->host = (struct host){
            .context = &host->functions,
            .look = own_look,
            .read = own_read,
            .fill = own_fill,
            .list = own_list,
            .real_path = own_real_path,
            .variable = own_variable,
        };
    }
    return host;
}

// Where a call that changes a memory is left if the system has no memory: its arenas know it.
static void set_exit(struct schemac_host *host, jmp_buf *here)
{
    host->arena.context = here;
    if (host->memory.scratch) {
        host->memory.scratch->context = here;
    }
}

// Apart from its caller, whose variables a jump would make uncertain.
static bool begin_memory(struct schemac_host *host, const struct host *below)
{
    jmp_buf here;
    set_exit(host, &here);
    host->has_memory = true;
    if (setjmp(here) != 0) {
        return false;
    }
    if (below) {
        memory_init_over(&host->memory, &host->arena, below);
    } else {
        memory_init(&host->memory, &host->arena);
    }
    host->host = host->memory.host;
    return true;
}

// What is made over another host needs it for as long as it lives itself; schemac.h says so.
static struct schemac_host *memory_over(const struct host *below)
{
    struct schemac_host *host = host_new();
    if (host && !begin_memory(host, below)) {
        schemac_host_free(host);
        return NULL;
    }
    return host;
}

struct schemac_host *schemac_host_memory(void)
{
    return memory_over(NULL);
}

struct schemac_host *schemac_host_overlay(const struct schemac_host *below)
{
    return memory_over(&below->host);
}

// Where memory ends in between, memory_put() has changed nothing yet that could be seen.
enum schemac_status schemac_host_put(struct schemac_host *host, const char *path, const void *bytes,
                                     size_t length)
{
    jmp_buf here;
    if (!host->has_memory) {
        return SCHEMAC_MISUSED;
    }
    set_exit(host, &here);
    if (setjmp(here) != 0) {
        return SCHEMAC_NO_MEMORY;
    }
    memory_put(&host->memory, path, bytes, length);
    return SCHEMAC_DONE;
}

// That the file is not there is no mistake: it is gone either way, and then one below it is seen
// again.
enum schemac_status schemac_host_remove(struct schemac_host *host, const char *path)
{
    jmp_buf here;
    if (!host->has_memory) {
        return SCHEMAC_MISUSED;
    }
    set_exit(host, &here);
    if (setjmp(here) != 0) {
        return SCHEMAC_NO_MEMORY;
    }
    memory_remove(&host->memory, path);
    return SCHEMAC_DONE;
}

void schemac_host_free(struct schemac_host *host)
{
    if (host) {
        arena_release(&host->arena);
        free(host);
    }
}
