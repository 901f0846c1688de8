// From the contents of a layout to the plans of its images, and from a plan to an image.
//
// Planning reads no more than directories; it runs once, in the order of the schema, and reports
// whatever is wrong with what the schema says. Making an image needs a plan that is not bad, and
// can happen for many images at a time: it writes to nothing but the notes and the arena of its
// request.
#include "image.h"

#include "generators.h"
#include "signing.h"

#include <assert.h>
#include <string.h>

enum { IMAGE_SIZE_LIMIT = 1 << 30 };

// All names are in a note, since people guess words rather than misspell them.
static void report_no_generator(const struct layout *layout, struct diagnostics *diagnostics,
                                const struct content *content)
{
    const struct choices choices = generators_choices();
    struct nearest nearest = choices_nearest(&choices, content->generator);
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_UNKNOWN_GENERATOR, content->name_span, "unknown generator `%s`%s",
               content->generator, nearest_hint(layout->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, content->name_span, "%s", nearest.found);
    }
    add_note(diagnostic, (struct span){0}, "the generators are %s",
             choices_text(layout->arena, &choices));
}

// Images are made in memory. A partition may be larger than that: it can be in the table, but has
// no image.
static bool is_within_limit(const struct image_request *request)
{
    const struct partition *partition = request->partition;
    if (partition->size > IMAGE_SIZE_LIMIT) {
        report(request->diagnostics, CODE_IMAGE_TOO_LARGE, partition->size_span,
               "partition `%s` has %s; images are made for at most 1G", partition->label,
               text_size(request->arena, partition->size));
    }
    return partition->size <= IMAGE_SIZE_LIMIT;
}

// Lets a generator say what the image is to be, unless there is none of this name. All errors
// count, also those that another variant had as well, which are not shown again: else a bad plan
// would count as good.
static void plan_content(const struct image_request *request, struct image_plan *plan)
{
    const struct content *content = request->partition->content;
    const struct generator *generator = generator_find(content->generator);
    size_t errors = request->diagnostics->all_errors;
    if (is_within_limit(request)) {
        if (!generator) {
            report_no_generator(request->layout, request->diagnostics, content);
        } else if (words_check(request, generator, &plan->lines)) {
            generator->check(request, plan);
        }
    }
    plan->is_bad = request->diagnostics->all_errors > errors;
}

// A plan for each partition with content, by the partition's index. Disabled partitions have an
// empty plan, so that whoever asks for it need not ask whether they are disabled. A partition
// without a size has failed in the layout; what its generator could say would follow from that.
struct images *images_plan(const struct layout *layout, struct sources *sources,
                           struct diagnostics *diagnostics)
{
    struct arena *arena = layout->arena;
    struct images *images = arena_new(arena, sizeof *images);
    const struct image_settings settings = {0};
    images->layout = layout;
    images->plans = arena_array(arena, layout->partitions.count + 1, sizeof(struct image_plan *));
    for_each (partition, &layout->partitions) {
        bool has_size = partition->is_placed || partition->size > 0; // else that was reported
        if (!partition->content) {
            continue;
        }
        struct image_plan *plan = arena_new(arena, sizeof *plan);
        images->plans[partition->index] = plan;
        if (partition->is_absent || !has_size) {
            continue;
        }
        plan->notes.is_secret = layout_holds_keys(partition);
        const struct image_request request = {
            .images = images,
            .layout = layout,
            .partition = partition,
            .plan = plan,
            .notes = &plan->notes,
            .settings = &settings,
            .diagnostics = diagnostics,
            .sources = sources,
            .arena = arena,
        };
        plan_content(&request, plan);
    }
    return images;
}

// Said of every image, whatever its generator checks: one that is too large would overwrite what
// follows.
static bool is_within_partition(const struct image_request *request, uint64_t size,
                                const char *name)
{
    const struct partition *partition = request->partition;
    bool is_erased = !image_says_usage(partition); // or a pattern: nothing that would be cut
    bool is_within = size <= (is_erased ? partition->size : layout_image_limit(partition));
    if (!is_within) {
        image_report_too_large(request->diagnostics, partition->content->span, partition, name,
                               size);
    }
    return is_within && image_leaves_headroom(request->diagnostics, partition, size, name);
}

static struct placed_image placed_image(const struct image_request *request,
                                        const struct buffer *image)
{
    const struct partition *partition = request->partition;
    const struct content *content = partition->content;
    const struct word *word = content->arguments.count == 1 ? content->arguments.items[0] : NULL;
    return (struct placed_image){
        .partition = partition,
        .offset = partition->offset,
        .name = word_is_text(word)
                    ? arena_format(request->arena, "`%s`", word->text)
                    : arena_format(request->arena, "the image of `%s`", partition->label),
        .bytes = (const uint8_t *)image->bytes,
        .size = image->length,
        .span = content->span,
    };
}

// A partition that is filled with one byte contains nothing for a chip to start, as is intended.
static bool is_right(const struct image_request *request, const struct buffer *image)
{
    const struct placed_image placed = placed_image(request, image);
    bool is_image = image_says_usage(request->partition);
    uint64_t size = is_image ? device_signed_size(request->layout, &placed) : placed.size;
    const char *name =
        size > placed.size ? image_signed_name(request->arena, "the image") : "the image";
    return is_within_partition(request, size, name) &&
           (!is_image || device_judge(request->layout, &placed, request->diagnostics));
}

// The plan is looked up here, so that callers cannot give another partition's. Callers make no
// image of a plan that is bad: its parsed form may be half of one.
bool image_make(const struct image_request *request, struct buffer *image)
{
    const struct partition *partition = request->partition;
    const struct content *content = partition->content;
    if (!content) {
        report(request->diagnostics, CODE_NO_CONTENT, partition->span,
               "partition `%s` has no `from`: there is nothing to make an image from",
               partition->label);
        return false;
    }
    if (partition->is_absent) {
        report(request->diagnostics, CODE_NO_CONTENT, partition->span,
               "partition `%s` is disabled: its `depends on` is not met", partition->label);
        return false;
    }
    struct image_notes ignored;
    struct image_request own = *request;
    own.layout = request->images->layout;
    own.plan = image_plan_of(request->images, partition);
    if (!own.notes) {
        own.notes = &ignored;
        image_notes_begin(&ignored, own.plan);
    }
    assert(own.plan && !own.plan->is_bad);
    return generator_find(content->generator)->generate(&own, image) && is_right(&own, image);
}
