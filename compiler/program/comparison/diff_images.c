// What only the images of both layouts can show.
#include "diff.h"
#include "image.h"

#include <string.h>

// The image of a partition, as far as it can be had here: no program is started, and nothing is
// reported if anything is wrong with it: `build` does that. False if it can't.
static bool make_image(const struct side *side, const struct partition *partition,
                       struct buffer *image)
{
    const struct compilation *compilation = &side->session.compilation;
    struct arena *arena = image->arena;
    const struct image_settings settings = {.no_exec = true};
    struct sources sources = sources_fork(&compilation->sources, arena);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena, &sources);
    const struct image_request request = {
        .images = side->images,
        .partition = partition,
        .settings = &settings,
        .diagnostics = &diagnostics,
        .sources = &sources,
        .arena = arena,
    };
    return !image_plan_of(side->images, partition)->is_per_device && image_make(&request, image) &&
           diagnostics.errors == 0;
}

// Tables inside a partition are compared row by row, and need no image.
static bool is_worth_comparing(const struct pair *pair)
{
    return pair->before->content && pair->after->content && !pair->before->inner &&
           !pair->after->inner;
}

// What only the images themselves can show.
void diff_compare_images(struct diff *diff)
{
    struct arena arena; // images are large: each pair's are gone with it
    for_each (pair, &diff->comparison.pairs) {
        if (!is_worth_comparing(pair)) {
            continue;
        }
        struct buffer before, after;
        arena_init(&arena, diff->after.session.compilation.arena.exhausted);
        buffer_init(&before, &arena);
        buffer_init(&after, &arena);
        if (make_image(&diff->before, pair->before, &before)) {
            bool is_small = pair->after->size < pair->before->size;
            pair->needed = is_small ? image_needed_size(pair->before, &before) : 0;
            bool is_new_known = make_image(&diff->after, pair->after, &after);
            bool is_same =
                is_new_known && before.length == after.length &&
                (before.length == 0 || memcmp(before.bytes, after.bytes, before.length) == 0);
            pair->is_image_changed = !is_same && pair->before->size == pair->after->size;
        }
        arena_release(&arena);
    }
}
