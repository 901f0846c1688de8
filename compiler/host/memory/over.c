// Files in memory over another host, which answers for everything else. Its functions get their own
// context, so each is called through one of ours.
//
// A program that the other host runs, or a library that it loads, sees the other host's files
// alone: what is in memory is for schemac.
#include "memory.h"

// A host that a function was called for is there: see memory_init_over().
static const struct host *below(void *context)
{
    const struct memory *memory = context;
    return memory->below;
}

static const char *over_variable(void *context, const char *name)
{
    return host_variable(below(context), name);
}

static const char *over_scratch_make(void *context, struct arena *arena,
                                     struct host_scratch *scratch)
{
    const struct host *host = below(context);
    return host->scratch_make(host->context, arena, scratch);
}

static void over_scratch_remove(void *context, struct host_scratch *scratch)
{
    const struct host *host = below(context);
    host->scratch_remove(host->context, scratch);
}

static void over_run(void *context, const struct host_scratch *scratch, const char *program,
                     const char *const *words, struct host_process *process)
{
    const struct host *host = below(context);
    host->run(host->context, scratch, program, words, process);
}

static bool over_isolate(void *context, const char *path, void (*prepare)(void),
                         void (*work)(void *argument, const char *path, struct buffer *output),
                         void *argument, uint64_t limit, struct buffer *output, const char **error)
{
    const struct host *host = below(context);
    return host->isolate(host->context, path, prepare, work, argument, limit, output, error);
}

static const char *over_load(void *context, struct arena *arena, const char *library,
                             const char *const *names, size_t count, void *functions)
{
    return host_load(below(context), arena, library, names, count, functions);
}

static const char *over_random(void *context, void *bytes, size_t size)
{
    const struct host *host = below(context);
    return host->random(host->context, bytes, size);
}

static size_t over_processors(void *context)
{
    const struct host *host = below(context);
    return host->processors(host->context);
}

// What the other host refuses is refused here, too. Relative paths start where the other host's
// do, so that a path means one file in both.
void memory_init_over(struct memory *memory, struct arena *arena, const struct host *below)
{
    const char *error;
    memory_init(memory, arena);
    memory->below = below;
    const char *start = host_real_path(below, arena, ".", &error);
    memory->start = start ? start : "";
    struct host *host = &memory->host;
    host->variable = over_variable;
    host->scratch_make = below->scratch_make ? over_scratch_make : NULL;
    host->scratch_remove = below->scratch_remove ? over_scratch_remove : NULL;
    host->run = below->run ? over_run : NULL;
    host->isolate = below->isolate ? over_isolate : NULL;
    host->load = over_load;
    host->random = below->random ? over_random : NULL;
    host->processors = below->processors ? over_processors : NULL;
}
