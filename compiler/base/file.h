// Reading files that are open.
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "buffer.h"

#include <stdint.h>

/// Appends all that is left of a file, but stops once the buffer holds more than `limit` bytes.
/// Null; else what went wrong.
const char *file_read(int file, uint64_t limit, struct buffer *content);

#endif
