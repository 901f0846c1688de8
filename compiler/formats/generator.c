// What the rows of generators share.
#include "generator.h"

#include <string.h>

bool generator_makes(const char *name, const struct partition *partition)
{
    return partition->content && strcmp(partition->content->generator, name) == 0;
}

uint64_t used_whole(const struct buffer *image)
{
    return image->length;
}

uint64_t used_to_end(const struct buffer *image)
{
    size_t length = image->length;
    while (length && (unsigned char)image->bytes[length - 1] == 0xff) {
        length--;
    }
    return length;
}

static bool is_empty(const unsigned char *bytes, size_t length)
{
    return (bytes[0] == 0xff || bytes[0] == 0) && memcmp(bytes, bytes + 1, length - 1) == 0;
}

uint64_t used_units(const struct buffer *image, uint64_t unit)
{
    uint64_t used = 0;
    for (size_t at = 0; at < image->length; at += unit) {
        size_t length = image->length - at < unit ? image->length - at : (size_t)unit;
        used += is_empty((const unsigned char *)image->bytes + at, length) ? 0 : length;
    }
    return used;
}
