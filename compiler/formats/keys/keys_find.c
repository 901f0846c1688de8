// Finds the keys of an encrypted NVS in a flash, by their checksum. They are not shown.
#include "trace.h"

#include "keys.h"

bool keys_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    struct dump_request part = *search->request;
    part.bytes = trace_bytes(search, &size);
    part.size = size;
    size_t rest = KEYS_SIZE + 4;
    if (size < TRACE_SECTOR || !keys_probe(&part) ||
        !dump_is_all(part.bytes + rest, TRACE_SECTOR - rest, 0xff)) {
        return false;
    }
    trace->format = "nvs_keys";
    trace->type = "data.nvs_keys";
    trace->used = TRACE_SECTOR;
    trace->content = trace->start = SURE_CERTAIN;
    trace->evidence = "keys of an encrypted NVS, with their checksum";
    return true;
}
