// The table of what this process can do; each function is in the file of its subject.
#include "posix.h"

#include "posix_host.h"

const struct host host_posix = {
    .look = posix_look,
    .read = posix_read,
    .fill = posix_fill,
    .list = posix_list,
    .real_path = posix_real_path,
    .variable = posix_variable,
    .scratch_make = posix_scratch_make,
    .scratch_remove = posix_scratch_remove,
    .run = posix_run,
    .isolate = posix_isolate,
    .load = posix_load,
    .random = posix_random,
    .processors = posix_processors,
};
