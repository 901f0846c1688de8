// The functions of host_posix that have files of their own; as host.h says.
#ifndef POSIX_POSIX_HOST_H
#define POSIX_POSIX_HOST_H

#include "host.h"
#include "signals.h"

const char *posix_look(void *context, const char *path, bool follows_links,
                       struct host_status *status);
const char *posix_read(void *context, const char *path, uint64_t limit, struct buffer *content,
                       struct host_status *status);
const char *posix_fill(void *context, const char *path, void *bytes, size_t size);
const char *posix_list(void *context, struct arena *arena, const char *path,
                       struct text_list *names);
const char *posix_real_path(void *context, struct arena *arena, const char *path,
                            const char **error);
const char *posix_variable(void *context, const char *name);
const char *posix_random(void *context, void *bytes, size_t size);
size_t posix_processors(void *context);
const char *posix_scratch_make(void *context, struct arena *arena, struct host_scratch *scratch);
void posix_scratch_remove(void *context, struct host_scratch *scratch);
/// The signals that are held back while it is there.
const struct signals *posix_scratch_signals(const struct host_scratch *scratch);

void posix_run(void *context, const struct host_scratch *scratch, const char *program,
               const char *const *words, struct host_process *process);
bool posix_isolate(void *context, const char *path, void (*prepare)(void),
                   void (*work)(void *argument, const char *path, struct buffer *output),
                   void *argument, uint64_t limit, struct buffer *output, const char **error);
const char *posix_load(void *context, struct arena *arena, const char *library,
                       const char *const *names, size_t count, void *functions);

#endif
