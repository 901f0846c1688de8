// What takes the place of formats/doctor in the WebAssembly module, which has to stay small:
// nothing is recognised by its own bytes. A table at another place is found all the same; it is the
// first one that no schema says to be in a partition.
#include "doctor.h"

// A table of the second level is not the flash's, wherever it is.
static bool is_inner(const struct dump_request *request, uint64_t offset)
{
    const struct layout *layout = request->layout;
    for (size_t i = 0; layout && i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        if (table->host && table->format && table->offset == offset &&
            table->flash == request->flash) {
            return true;
        }
    }
    return false;
}

// `table_at` is beyond the flash where there is none.
struct doctor *doctor_examine(const struct dump_request *request, const uint64_t *found_at)
{
    struct doctor *doctor = arena_new(request->arena, sizeof *doctor);
    *doctor = (struct doctor){.request = request, .table_at = request->size};
    for (uint64_t at = 0; !found_at && at < request->size; at += TRACE_SECTOR) {
        bool is_here =
            table_is_here(request->tables, request->bytes + at, request->size - (size_t)at);
        if (is_here && !is_inner(request, at)) {
            doctor->table_at = at;
            break;
        }
    }
    return doctor;
}

bool doctor_has_table(const struct doctor *doctor, uint64_t *at)
{
    bool is_found = doctor->table_at < doctor->request->size;
    *at = is_found ? doctor->table_at : *at;
    return is_found;
}

// There is never a proposal, so that there is nothing to tell.
void doctor_tell(const struct doctor *doctor, struct fact *fact)
{
    (void)doctor;
    (void)fact;
}

void doctor_tell_leftovers(const struct dump_request *request, uint64_t start, uint64_t end,
                           struct fact *fact)
{
    (void)request;
    (void)start;
    (void)end;
    (void)fact;
}
