// Finds rings of records in a flash: sectors that begin with a slot whose checksum is right. How
// large a slot is is not written anywhere, so that every size is tried, in one pass over the
// sector; what is in the records only the schema knows. Source: ring.c.
#include "trace.h"

#include "digest.h"
#include "ring.h"

#include <inttypes.h>

// The size of the first slot of a sector; 0: it begins with none.
static size_t find_slot(const uint8_t *bytes)
{
    uint32_t remainder = 0;
    size_t done = 0;
    for (size_t slot = RING_ALIGNMENT; slot <= TRACE_SECTOR; slot += RING_ALIGNMENT) {
        size_t end = slot - RING_NUMBER_SIZE;
        uint64_t sequence = dump_integer(bytes + slot - RING_END_SIZE, RING_NUMBER_SIZE);
        remainder = digest_crc32_next(remainder, bytes + done, end - done);
        done = end;
        if (sequence != 0 && sequence <= INT32_MAX &&
            (uint32_t)~remainder == dump_integer(bytes + end, RING_NUMBER_SIZE)) {
            return slot;
        }
    }
    return 0;
}

bool ring_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    size_t slot = size < TRACE_SECTOR ? 0 : find_slot(bytes);
    size_t end = TRACE_SECTOR;
    if (!slot) {
        return false;
    }
    while (size - end >= TRACE_SECTOR && find_slot(bytes + end) == slot) {
        end += TRACE_SECTOR;
    }
    trace->format = "ring";
    trace->type = "data";
    trace->used = end;
    trace->content = trace->start = SURE_LIKELY;
    trace->evidence =
        arena_format(search->request->arena, "a ring of records in slots of %zu bytes", slot);
    return true;
}
