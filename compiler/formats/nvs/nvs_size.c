// How much of an NVS its entries take, in whole pages, with the one that stays free: a page begins
// with its header and the map of its entries.
#include "nvs_size.h"

#include "dump.h"
#include "nvs.h"

enum { ENTRIES = 64 }; // where those of a page begin

// Looks at bytes, not at states: what a program of the user's has left as an image may be damaged,
// and what is not erased takes room in any case. A last page that is not whole is not counted,
// since NVS does not use it.
uint64_t nvs_needed_size(const struct buffer *image)
{
    const uint8_t *bytes = (const uint8_t *)image->bytes;
    uint64_t needed = NVS_PAGE_SIZE;
    for (size_t at = 0; at + NVS_PAGE_SIZE <= image->length; at += NVS_PAGE_SIZE) {
        bool is_empty = dump_is_all(bytes + at + ENTRIES, NVS_PAGE_SIZE - ENTRIES, 0xff);
        needed += is_empty ? 0 : NVS_PAGE_SIZE;
    }
    return needed;
}
