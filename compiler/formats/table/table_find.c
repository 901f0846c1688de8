// Finds partition tables in a flash. With a right MD5 one is certain to be one; whether it is the
// flash's, one that was replaced, or one of the second level, what it lists has to show.
#include "trace.h"

#include "table_view.h"

#include <inttypes.h>

// A second-level table has its partitions after itself, and no app, which only the chip's own table
// can start; what is from there to its last one belongs to it.
bool table_find_trace(struct trace_search *search, struct trace *trace)
{
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    const struct table_outline outline = table_outline(search->request->tables, bytes, size);
    if (!outline.rows ||
        (!outline.is_checked && !table_is_here(search->request->tables, bytes, size))) {
        return false;
    }
    trace->format = "table";
    trace->type = "partition_table";
    trace->used = TRACE_SECTOR;
    trace->is_live = outline.lowest >= search->at + TRACE_SECTOR;
    trace->is_inner =
        outline.is_checked && trace->is_live && !outline.has_app && outline.highest <= search->end;
    trace->content = trace->start = outline.is_checked ? SURE_CERTAIN : SURE_LIKELY;
    trace->evidence =
        arena_format(search->request->arena, "a partition table of %" PRIu64 " rows%s",
                     outline.rows, outline.is_checked ? ", with its MD5" : "");
    if (trace->is_inner) {
        trace->size = outline.highest - search->at;
        trace->extent = SURE_LIKELY;
    }
    return true;
}
