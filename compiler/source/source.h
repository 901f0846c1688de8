// The files of one compilation: their bytes, and where lines begin in them.
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "arena.h"
#include "host.h"
#include "list.h"
#include "span.h"

#include <stddef.h>

enum {
    SOURCE_SIZE_LIMIT = 64 * 1024 * 1024, // of one file
    SOURCES_SIZE_LIMIT = 512 * 1024 * 1024,
};

struct source {
    const char *path; // as it is shown; as it was opened, but for standard input and built-in ones
    char *bytes;      // two NUL bytes follow them
    size_t length;
    uint32_t start;     // the offset of its first byte among all sources
    struct span opener; // the include that brought it; unknown for the first and for built-in ones
    bool built_in;
    bool is_input;         // standard input
    bool is_data;          // raw data for an image, not a part of the schema
    uint64_t device, file; // identify the file; zero for sources from memory
    uint32_t *lines;       // where each line starts; null until asked for
    size_t line_count;
};

struct source_list LIST(struct source);
struct span_list LIST(const struct span);

struct sources {
    struct arena *arena;
    const struct host *host;  // what files are read from
    struct source_list files; // by `start`
    struct span_list hidden;  // what messages must not show
    uint32_t end;
};

/// A place as people count: lines and columns from 1, a column being a character.
struct place {
    const struct source *source;
    size_t line;
    size_t column;
    const char *text; // of the line, not closed by a NUL
    size_t length;    // without its line end
    size_t offset;    // of the place, in bytes from the start of the line
};

/// `host` must live as long as the sources; host_none: those in memory are all there is.
void sources_init(struct sources *sources, struct arena *arena, const struct host *host);

/// The sources of one of several threads: those that there are, which none of them changes, and its
/// own after them. It hides what it hides itself.
struct sources sources_fork(const struct sources *sources, struct arena *arena);

/// Takes over what a thread added to its sources, which began with `before` files up to offset
/// `end`: what came after that is as much further on as is returned.
uint32_t sources_adopt(struct sources *sources, const struct sources *fork, size_t before,
                       uint32_t end);

/// Reads a file; `-` is standard input. Null, and `*error` says why, if it cannot be read or is no
/// regular file, or is too large. A file that was read before is not read again.
struct source *sources_read(struct sources *sources, const char *path, const char **error);

/// Reads a file of raw data likewise.
struct source *sources_read_data(struct sources *sources, const char *path, const char **error);

/// Adds a source from memory; its bytes are copied. Null if there is no room left for it.
struct source *sources_add(struct sources *sources, const char *path, const char *bytes,
                           size_t length);

/// The source that holds an offset.
struct source *sources_find(const struct sources *sources, uint32_t offset);

struct place sources_place(const struct sources *sources, uint32_t offset);

/// Whether two offsets are one place: the same, or the same in two copies of a file of raw data.
bool sources_is_same_place(const struct sources *sources, uint32_t first, uint32_t second);

/// Hides a part of a source: it is a secret, which messages must not show.
void sources_hide(struct sources *sources, struct span span);

/// Whether the byte at an offset is hidden.
bool sources_is_hidden(const struct sources *sources, uint32_t offset);

/// The text of a span, within its source.
const char *sources_text(const struct sources *sources, struct span span);

/// `name` as seen from the directory of `path`.
const char *path_beside(struct arena *arena, const char *path, const char *name);

#endif
