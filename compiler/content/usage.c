// How full an image is, as far as the rows of generators say. A disabled or unknown generator says
// nothing: then no figure is shown, rather than a wrong one.
#include "generators.h"
#include "image.h"
#include "nvs_size.h"

bool image_says_usage(const struct partition *partition)
{
    const struct content *content = partition->content;
    const struct generator *generator = content ? generator_find(content->generator) : NULL;
    return generator && generator->used;
}

bool image_runs_program(const struct partition *partition)
{
    const struct content *content = partition->content;
    const struct generator *generator = content ? generator_find(content->generator) : NULL;
    return generator && generator->runs_program;
}

// Only for images of which image_says_usage() is true.
uint64_t image_used_size(const struct partition *partition, const struct buffer *image)
{
    return generator_find(partition->content->generator)->used(image);
}

// What a program left for a partition of NVS, or a file has, is an NVS, too: its free pages can be
// left out, whoever made it. All other images need what they are long.
uint64_t image_needed_size(const struct partition *partition, const struct buffer *image)
{
    return partition->kind == KIND_NVS ? nvs_needed_size(image) : image->length;
}
