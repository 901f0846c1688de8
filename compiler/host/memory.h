// Files in memory: for tests, fuzzers, editors' unsaved buffers, and where there is no disk.
#ifndef HOST_MEMORY_H
#define HOST_MEMORY_H

#include "host.h"

struct memory_file;

struct memory_file_list LIST(struct memory_file);

/// A host of files in memory, and of the directories that their paths imply. It may be read by
/// several threads as long as nothing is put into it.
struct memory {
    struct arena *arena;
    struct arena *scratch;           // of what is needed for a moment while a file is put
    struct host host;                // as which it is used
    struct memory_file_list files;   // by path
    struct memory_file_list removed; // whose memory serves again
    const struct host *below;        // asked for what is not in memory; null: nobody
    const char *start;               // where relative paths start, absolute
    uint64_t serial;                 // of the last file that was put
};

/// Without anything else: no environment, no programs. Relative paths start at "/". `memory` must
/// stay where it is, since its host refers to it; the files are in the arena.
void memory_init(struct memory *memory, struct arena *arena);

/// Over another host, from which comes all that is not in memory: files, environment, programs,
/// libraries. A path in memory is compared by its text, not through symbolic links.
void memory_init_over(struct memory *memory, struct arena *arena, const struct host *below);

/// Puts a file there, or other bytes into one; they are copied. `.` and `..` in the path are
/// resolved.
void memory_put(struct memory *memory, const char *path, const void *bytes, size_t length);

/// Takes a file away; what is below is seen again. False if there was none.
bool memory_remove(struct memory *memory, const char *path);

#endif
