// Reading files that are open.
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "buffer.h"

#include <stdint.h>

/// Appends all that is left of a file, but stops once the buffer has more than `limit` bytes.
/// Null; else what went wrong.
const char *file_read(int file, uint64_t limit, struct buffer *content);

/// Reads an image, or a flash dump: a file of up to 1G, or what comes from a pipe, up to 256M. A
/// file that is larger, and a device, which may have no end, are not read at all. Null; else what
/// is wrong.
const char *file_read_image(int file, struct buffer *content);

#endif
