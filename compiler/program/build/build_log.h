// What images were made of, in a file beside them, so that a build makes only those anew whose
// inputs changed. A file counts as the same while its size, its place on the disk and both its
// times are: nobody can set the second one, of the last change to the file or to what is known of
// it.
#ifndef BUILD_LOG_H
#define BUILD_LOG_H

#include "buffer.h"
#include "list.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/// Distinguishes one state of a file from another; all zero: there is no file.
struct stamp {
    uint64_t size;
    int64_t seconds, nanoseconds; // of its content
    int64_t change_seconds, change_nanoseconds;
    uint64_t device, inode;
};

struct logged_file {
    const char *path;
    struct stamp stamp;
};

struct logged_image {
    struct logged_file image;
    uint32_t digest; // of what it is made to be
    struct LIST(struct logged_file) inputs;
};

struct logged_images LIST(struct logged_image);

struct stamp stamp_of(const char *path);
bool stamp_is_same(struct stamp a, struct stamp b);

/// Whether a file was written, renamed or given another time at a moment or later.
bool stamp_is_since(struct stamp stamp, const struct timespec *moment);

/// The images that a log lists: empty if it does not exist, or is not
/// what this program wrote.
struct logged_images build_log_read(struct arena *arena, const char *path);

/// Whether a file is such a log, of this program or of another version.
bool build_log_is_one(const char *path);

/// The file's text for these images.
void build_log_text(const struct logged_images *images, struct buffer *out);

#endif
