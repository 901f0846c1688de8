// What only the images of both layouts tell.
#include "diff.h"
#include "image.h"

#include <string.h>

// The image of a partition, as far as it can be had here: no program is started, and nothing is
// said of what is wrong with it, which is for `build` to say. False if it can't.
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

static bool is_worth_comparing(const struct pair *pair)
{
    return pair->old->content && pair->new->content && !pair->old->inner && !pair->new->inner;
}

// What only the images themselves tell.
void diff_compare_images(struct diff *diff)
{
    struct arena arena; // images are large: each pair's are gone with it
    for (size_t i = 0; i < diff->comparison.pairs.count; i++) {
        struct pair *pair = (struct pair *)diff->comparison.pairs.items[i];
        if (!is_worth_comparing(pair)) {
            continue;
        }
        struct buffer old, new;
        arena_init(&arena, diff->new.session.compilation.arena.exhausted);
        buffer_init(&old, &arena);
        buffer_init(&new, &arena);
        if (make_image(&diff->old, pair->old, &old)) {
            bool is_small = pair->new->size < pair->old->size;
            pair->needed = is_small ? image_needed_size(pair->old, &old) : 0;
            bool is_new_known = make_image(&diff->new, pair->new, &new);
            bool is_same = is_new_known && old.length == new.length &&
                           (old.length == 0 || memcmp(old.bytes, new.bytes, old.length) == 0);
            pair->is_image_changed = !is_same && pair->old->size == pair->new->size;
        }
        arena_release(&arena);
    }
}
