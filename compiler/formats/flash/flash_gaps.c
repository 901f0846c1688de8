// What is in a flash although no table lists it: bytes between the known places that are not
// erased, such as the data of a partition that an update of the table has removed.
#include "doctor.h"
#include "flash_walk.h"

#include "text.h"

#include <inttypes.h>
#include <stdlib.h>

static int compare_offsets(const void *a, const void *b)
{
    const struct table_row *const *left = a;
    const struct table_row *const *right = b;
    return (*left)->offset < (*right)->offset ? -1 : (*left)->offset > (*right)->offset;
}

static void tell_gap(const struct flash_walker *walker, uint64_t start, uint64_t end,
                     struct fact *list)
{
    const struct dump_request *request = walker->request;
    struct arena *arena = request->arena;
    size_t size = (size_t)(end - start);
    size_t first = dump_find_other(request->bytes + start, size, 0xff);
    if (first < size) {
        struct fact *fact = fact_item(arena, list);
        fact_offset(arena, fact, "offset", start);
        fact_size(arena, fact, "size", size);
        fact_say(arena, fact, "0x%" PRIx64 " to 0x%" PRIx64, start, end);
        fact_remark(arena, fact, start + first, "this is not erased, and no table lists it");
        doctor_tell_leftovers(request, start, end, fact);
    }
}

// Places are sorted first, so that one pass finds every gap; they may overlap, and lie beyond the
// end of the file.
void flash_tell_gaps(struct flash_walker *walker, struct fact *fact)
{
    const struct dump_request *request = walker->request;
    struct table_row_list *taken = &walker->taken;
    struct fact *list = fact_list(request->arena, fact, "unlisted");
    uint64_t end = 0;
    if (taken->count) {
        qsort((void *)taken->items, taken->count, sizeof *taken->items, compare_offsets);
    }
    for (size_t i = 0; i < taken->count && end < request->size; i++) {
        const struct table_row *row = taken->items[i];
        uint64_t start = row->offset < request->size ? row->offset : request->size;
        if (start > end) {
            tell_gap(walker, end, start, list);
        }
        uint64_t after = row->size > request->size - start ? request->size : start + row->size;
        end = after > end ? after : end;
    }
    if (end < request->size) {
        tell_gap(walker, end, request->size, list);
    }
}
