// What images were made of, in a file beside them, so that a build makes only those anew whose
// inputs changed. A file counts as the same while its size, time and inode are.
#ifndef BUILD_LOG_H
#define BUILD_LOG_H

#include "buffer.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>

/// What tells one state of a file from another; all zero: there is none.
struct stamp {
    uint64_t size;
    int64_t seconds;
    int64_t nanoseconds;
    uint64_t inode;
};

struct logged_file {
    const char *path;
    struct stamp stamp;
};

struct logged_image {
    struct logged_file image;
    uint32_t digest;    // of what it is made to be
    struct list inputs; // of struct logged_file
};

struct stamp stamp_of(const char *path);
bool stamp_is_same(struct stamp a, struct stamp b);

/// The images that a file tells of: a list of struct logged_image; empty where it is missing or not
/// what this program wrote.
struct list build_log_read(struct arena *arena, const char *path);

/// The file's text for a list of struct logged_image.
void build_log_text(const struct list *images, struct buffer *out);

#endif
