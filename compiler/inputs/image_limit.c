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

// The same words for a file of the schema, one of the command line, and what a generator made. What
// could be changed in the schema to make room belongs here, too.
struct diagnostic *image_report_too_large(struct diagnostics *diagnostics, struct span span,
                                          const struct partition *partition, const char *name,
                                          uint64_t size)
{
    struct arena *arena = diagnostics->arena;
    uint64_t limit = layout_image_limit(partition);
    struct diagnostic *diagnostic = report(diagnostics, CODE_IMAGE_TOO_LARGE, span,
                                           "%s has %s bytes; partition `%s` has room for %s", name,
                                           text_number(arena, number_of(size)), partition->label,
                                           text_number(arena, number_of(limit)));
    if (size > limit) { // else it is not known how large it is
        add_note(diagnostic, partition->size_span, "it is %s byte%s too large",
                 text_number(arena, number_of(size - limit)), size - limit == 1 ? "" : "s");
        image_note_boundary(arena, diagnostic, partition);
        if (limit == partition->size) {
            diagnostic->shortage = (struct shortage){partition->label, size};
        }
    }
    return diagnostic;
}

const char *image_signed_name(struct arena *arena, const char *name)
{
    return arena_format(arena, "%s, once it is signed,", name);
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

// A headroom is smaller than what it is taken of: the rules of layouts see to that. Here they may
// not have been obeyed.
uint64_t image_room(const struct partition *partition)
{
    uint64_t limit = layout_image_limit(partition);
    return limit > partition->headroom ? limit - partition->headroom : 0;
}

static const struct partition *first_of_family(const struct partition *partition)
{
    while (partition->member_before) {
        partition = partition->member_before;
    }
    return partition;
}

// The members of a family share the `from` of its statement; one that was amended has another.
bool image_is_for_both(const struct partition *a, const struct partition *b)
{
    bool is_same = !a->content == !b->content &&
                   (!a->content || a->content->span.start == b->content->span.start);
    return is_same && first_of_family(a) == first_of_family(b) && !a->is_absent && !b->is_absent;
}

bool image_is_judged(const struct partition *partition)
{
    const struct partition *before = partition->is_update_slot ? partition->member_before : NULL;
    for (; before; before = before->member_before) {
        if (image_is_for_both(before, partition) && image_room(before) <= image_room(partition)) {
            return false;
        }
    }
    return true;
}
