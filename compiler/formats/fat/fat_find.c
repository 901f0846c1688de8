// Finds FAT volumes in a flash: by the boot sector, which tells how many sectors the volume has,
// and by the state of ESP-IDF's wear levelling, which is near the end of a partition and tells how
// many pages are before it. A configuration after both copies of the state repeats the size of the
// partition. Sources: fat_read.c, fat_wear.c.
#include "trace.h"

#include "digest.h"
#include "fat.h"

#include <inttypes.h>

enum { SETUP = 36, STATE_LIMIT = 256 }; // bytes of the configuration; pages of a state

bool fat_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    if (!fat_is_boot(bytes, size)) {
        return false;
    }
    uint64_t sectors = dump_integer(bytes + 19, 2);
    sectors = (sectors ? sectors : dump_integer(bytes + 32, 4)) * dump_integer(bytes + 11, 2);
    trace->format = "fat";
    trace->type = "data.fat";
    trace->used = TRACE_SECTOR;
    trace->size = sectors <= size ? sectors / TRACE_SECTOR * TRACE_SECTOR : 0;
    trace->content = trace->start = trace->extent = SURE_LIKELY;
    trace->evidence = arena_format(search->request->arena,
                                   "the boot sector of a FAT volume of %" PRIu64 " bytes", sectors);
    return true;
}

static bool has_sum(const uint8_t *bytes, size_t size)
{
    return dump_integer(bytes + size - 4, 4) == digest_crc32(bytes, size - 4);
}

// How many pages each copy of the state takes in a partition with so many pages before it. They
// have a record for every page of the partition, so that this is an equation.
static uint64_t state_pages(uint64_t ring)
{
    for (uint64_t state = 1; state <= STATE_LIMIT; state++) {
        uint64_t pages = ring + 2 * state + 1;
        uint64_t bytes = FAT_WEAR_STATE + pages * FAT_WEAR_RECORD;
        if ((bytes + FAT_WEAR_PAGE - 1) / FAT_WEAR_PAGE == state) {
            return state;
        }
    }
    return 0;
}

static bool is_state(const uint8_t *bytes)
{
    return dump_integer(bytes + 20, 4) == FAT_WEAR_PAGE &&
           dump_integer(bytes + 24, 4) == FAT_WEAR_VERSION && has_sum(bytes, FAT_WEAR_STATE);
}

// With the second copy alone, the start would be found too late; the configuration shows which it
// is.
bool fat_wear_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    if (size < FAT_WEAR_PAGE || !is_state(bytes)) {
        return false;
    }
    uint64_t ring = dump_integer(bytes + 4, 4);
    uint64_t state = ring <= search->request->size / FAT_WEAR_PAGE ? state_pages(ring) : 0;
    uint64_t setup = 2 * state * FAT_WEAR_PAGE;
    bool has_setup = state && setup + FAT_WEAR_PAGE <= size && has_sum(bytes + setup, SETUP);
    uint64_t pages = ring + 2 * state + 1;
    if (!has_setup || ring * FAT_WEAR_PAGE > search->at ||
        dump_integer(bytes + setup + 4, 4) != pages * FAT_WEAR_PAGE) {
        return false;
    }
    trace->format = "fat";
    trace->type = "data.fat";
    trace->offset = search->at - ring * FAT_WEAR_PAGE;
    trace->size = trace->used = pages * FAT_WEAR_PAGE;
    trace->content = trace->start = trace->extent = SURE_CERTAIN;
    trace->evidence = arena_format(
        search->request->arena, "wear levelling of %" PRIu64 " pages, whose state is at 0x%" PRIx64,
        pages, search->at);
    return true;
}
