#include "file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

const char *file_read(int file, uint64_t limit, struct buffer *content)
{
    char chunk[64 * 1024];
    while (content->length <= limit) {
        ssize_t count = read(file, chunk, sizeof chunk);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return strerror(errno);
        }
        if (count > 0) {
            buffer_bytes(content, chunk, (size_t)count);
        }
    }
    return NULL;
}
