// Reading what is open, to its end or to a limit: a file as large as it says at once, a stream in
// pieces. One byte more than expected is asked for, which shows the end without another call.
#include "file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_SIZE = 16 * 1024 };

_Static_assert(sizeof(off_t) == 8, "files may be larger than 2 GiB: _FILE_OFFSET_BITS is 64");

// How much of a file to ask for at once: all of it, and a byte more, to see its end.
static size_t chunk_size(int file, uint64_t limit)
{
    struct stat status;
    bool is_known = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
    uint64_t size = is_known ? (uint64_t)status.st_size : CHUNK_SIZE;
    return (size_t)(size < limit ? size : limit) + 1;
}

// Reads until there is one byte more than the limit: so the caller can tell a file that is too
// large from one that just fits. The size that a file said at first is not a promise: one that
// grows meanwhile is read on in pieces.
const char *file_read(int file, uint64_t limit, struct buffer *content)
{
    size_t size = content->length <= limit ? chunk_size(file, limit - content->length) : 0;
    while (content->length <= limit) {
        char *room = buffer_room(content, size);
        ssize_t count = read(file, room, size);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return strerror(errno);
        }
        if (count > 0) {
            content->length += (size_t)count;
            content->bytes[content->length] = 0;
            size -= (size_t)count;
            size = size ? size : CHUNK_SIZE;
        }
    }
    return NULL;
}

// For images and flash dumps. A device such as /dev/mem or a serial port is refused, as reading it
// may never end, or do something. A stream does not say how large it will be, so that it gets
// less.
const char *file_read_image(int file, struct buffer *content)
{
    enum { FILE_LIMIT = 1 << 30, STREAM_LIMIT = 256 << 20 };
    static const char too_large[] = "it is larger than 1G";
    struct stat status;
    if (fstat(file, &status) != 0) {
        return strerror(errno);
    }
    if (S_ISCHR(status.st_mode)) {
        return "it is a device, not a file or a pipe";
    }
    bool is_file = S_ISREG(status.st_mode);
    if (is_file && status.st_size > FILE_LIMIT) {
        return too_large;
    }
    uint64_t limit = is_file ? FILE_LIMIT : STREAM_LIMIT;
    const char *error = file_read(file, limit, content);
    return error || content->length <= limit ? error
           : is_file                         ? too_large
                                             : "it sent more than 256M; use a file instead";
}
