// Finds OTA data in a flash: one or two sectors that begin with an entry and are otherwise erased.
//
// An entry's CRC covers four bytes alone, which is why the rest of the sector counts, too. Both
// entries are written in turn, so that there may be one only, in either sector; then the other
// sector decides, which must be erased. Source: otadata_dump.c.
#include "trace.h"

#include "digest.h"

enum { ENTRY = 32, LABEL_AT = 4, STATE_AT = 24, CRC_AT = 28 };

static bool is_entry(const uint8_t *sector)
{
    uint64_t state = dump_integer(sector + STATE_AT, 4);
    return dump_integer(sector, 4) != UINT32_MAX &&
           dump_integer(sector + CRC_AT, 4) == digest_crc32(sector, 4) &&
           (state < 5 || state == UINT32_MAX) &&
           dump_is_all(sector + ENTRY, TRACE_SECTOR - ENTRY, 0xff);
}

bool otadata_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    if (size < TRACE_SECTOR || !is_entry(bytes)) {
        return false;
    }
    bool has_next = size >= 2 * (size_t)TRACE_SECTOR;
    bool is_both = has_next && is_entry(bytes + TRACE_SECTOR);
    bool is_first = has_next && (is_both || dump_is_all(bytes + TRACE_SECTOR, TRACE_SECTOR, 0xff));
    bool is_second = !is_first && search->at >= TRACE_SECTOR &&
                     dump_is_all(bytes - TRACE_SECTOR, TRACE_SECTOR, 0xff);
    trace->format = "otadata";
    trace->type = "data.ota";
    trace->offset -= is_second ? TRACE_SECTOR : 0;
    trace->used = is_first || is_second ? 2 * TRACE_SECTOR : TRACE_SECTOR;
    trace->size = is_first || is_second ? 2 * TRACE_SECTOR : 0;
    trace->content = is_both ? SURE_CERTAIN : SURE_LIKELY;
    trace->start = trace->extent = is_both ? SURE_CERTAIN : SURE_LIKELY;
    trace->evidence = is_both ? "OTA data: both entries" : "OTA data: one entry";
    return true;
}
