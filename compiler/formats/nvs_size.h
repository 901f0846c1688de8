// What the keys of an NVS image take.
#ifndef FORMATS_NVS_SIZE_H
#define FORMATS_NVS_SIZE_H

#include "buffer.h"

#include <stdint.h>

/// The size of the smallest partition that has room for the keys of an image: their pages, and one
/// that stays free.
uint64_t nvs_needed_size(const struct buffer *image);

#endif
