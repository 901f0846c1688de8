// Plans and notes: what is known of an image before it is made, and what making it brings to light.
//
// A plan is finished once the layout was planned, but for one thing: an image may turn out to be
// made of more files than its plan lists, and those are kept there for who asks what it depends on.
#include "image_plan.h"

#include <assert.h>
#include <string.h>

bool form_holds(enum form_relation relation, uint64_t device, uint64_t firmware)
{
    switch (relation) {
    case FORM_EQUAL:
        return device == firmware;
    case FORM_AT_MOST:
        return device <= firmware;
    case FORM_AT_LEAST:
        return device >= firmware;
    case FORM_ANY:
        break;
    }
    return true;
}

// Null `images` are allowed: commands that only look at layouts have none.
const struct image_plan *image_plan_of(const struct images *images,
                                       const struct partition *partition)
{
    return images ? images->plans[partition->index] : NULL;
}

// A partition of plain data says nothing of who writes it; that its records are a ring does.
bool image_is_written(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return layout_is_written(images->layout, partition) || (plan && plan->ring);
}

bool image_is_secret(const struct images *images, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return plan && plan->notes.is_secret;
}

void image_notes_begin(struct image_notes *notes, const struct image_plan *plan)
{
    *notes = (struct image_notes){
        .before = plan ? &plan->notes : NULL,
        .is_secret = plan && plan->notes.is_secret,
    };
}

// Paths are copied: those of the notes live in the arena of one image, which is released before
// the layout's. The flag for secrets only ever rises.
void images_keep_notes(struct images *images, const struct partition *partition,
                       const struct image_notes *notes)
{
    assert(images->plans[partition->index]);
    struct arena *arena = images->layout->arena;
    struct image_notes *kept = &images->plans[partition->index]->notes;
    kept->is_secret |= notes->is_secret;
    for_each (path, &notes->inputs) {
        list_append(arena, &kept->inputs, arena_copy(arena, path, strlen(path)));
    }
}
