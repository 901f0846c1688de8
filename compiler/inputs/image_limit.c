// What bounds an image beside the size of its partition: a boundary that an app may not cross, and
// the headroom that its partition asks for.
#include "image_limit.h"

#include "text.h"

// Only where the boundary is what limits the image; else the size of the partition says it all.
void image_note_boundary(struct arena *arena, struct diagnostic *diagnostic,
                         const struct partition *partition)
{
    uint64_t limit = layout_image_limit(partition);
    if (limit < partition->size) {
        add_note(diagnostic, partition->size_span,
                 "the partition has %s, but its app must not cross %s",
                 text_size(arena, partition->size), text_offset(arena, partition->offset + limit));
    }
}

// An image that does not fit at all is reported by others: headroom would be a second message for
// it.
bool image_leaves_headroom(struct diagnostics *diagnostics, const struct partition *partition,
                           uint64_t size, const char *name)
{
    struct arena *arena = diagnostics->arena;
    uint64_t limit = layout_image_limit(partition);
    uint64_t free = size < limit ? limit - size : 0;
    if (free >= partition->headroom || size > limit) {
        return true;
    }
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_NO_HEADROOM, partition->headroom_span,
               "%s leaves %s bytes free in `%s`; its headroom is %s", name,
               text_number(arena, number_of(free)), partition->label,
               text_number(arena, number_of(partition->headroom)));
    add_note(diagnostic, partition->size_span,
             "the app has %s bytes, %s too many for this headroom",
             text_number(arena, number_of(size)),
             text_number(arena, number_of(partition->headroom - free)));
    return false;
}
