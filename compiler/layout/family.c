// Families: what their members have in common beside their clauses, and where the next one is.
//
// All members have the size of the first. On a platform whose chip maps the flash a window at a
// time (`target.window`), an application is linked for where it is in its window: there the slots
// of a family are at one place of their windows, so that one image runs from each.
//
// A member is placed like the one before it: at the same offset within its window, which the place
// of the first decides.
#include "place.h"

enum outcome family_size(struct solver *solver, const struct model_partition *partition)
{
    const struct model_partition *before = model_family_before(partition);
    struct number size = {0};
    enum outcome outcome = solver_need(solver, FACT_SIZE, before->index, &size);
    if (outcome == OUTCOME_READY) {
        solver_set(solver, FACT_SIZE, partition->index, size);
    }
    return outcome;
}

// At or after `at`, at the same place of its period as `other`, not across a boundary.
bool family_place(const struct geometry *geometry, uint64_t at, uint64_t size, uint64_t other,
                  uint64_t *offset)
{
    uint64_t period = geometry->period;
    if (period <= geometry->step) {
        return geometry_place(geometry, at, size, offset);
    }
    uint64_t place = other % period;
    uint64_t beyond = at > place ? at - place : 0;
    if (!size_align_up(beyond, period, offset) || !size_add(*offset, place, offset)) {
        return false;
    }
    uint64_t boundary = geometry->boundary; // up to a period, it is where the first has its own
    bool crosses = boundary > period && size <= boundary && *offset % boundary > boundary - size;
    return !crosses ||
           (size_align_up(*offset, boundary, offset) && size_add(*offset, place, offset));
}

// Leaves the offset as it is where there is no period to keep.
bool family_place_below(const struct geometry *geometry, uint64_t at, uint64_t other,
                        uint64_t *offset)
{
    uint64_t period = geometry->period;
    if (period <= geometry->step) {
        return true;
    }
    uint64_t place = other % period;
    if (at < place) {
        return false;
    }
    *offset = size_align_down(at - place, period) + place;
    return true;
}

// Without it nobody would guess why a slot that seems to fit does not.
void family_note(struct solver *solver, struct diagnostic *diagnostic,
                 const struct model_partition *partition, const struct geometry *geometry)
{
    const struct model_partition *after = model_family_after(partition);
    if (after && geometry->period) {
        add_note(diagnostic, (struct span){0},
                 "one image is linked for both `%s` and `%s`, so they must start at the same place "
                 "in their windows of %s; if each has an image of its own, declare them one by one",
                 partition->name.text, after->name.text,
                 text_size(solver->arena, geometry->period));
    }
}
