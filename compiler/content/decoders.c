// The table of decoders. A flash contains what decoders decode, and its own decoder is one of
// them: the table is passed to it with each request (`all_decoders`), so that no file of `formats`
// has to name it.
#include "decoders.h"

#include "generators.h"

#define DECODER(name) extern const struct decoder name##_decoder;
#include "decoders.def"
#undef DECODER

static const struct decoder *const items[] = {
#define DECODER(name) &name##_decoder,
#include "decoders.def"
#undef DECODER
};

enum { COUNT = sizeof items / sizeof *items };

// What reads back what a generator makes; null if it has no decoder, or there is no such
// generator.
static const struct decoder *of_content(const struct content *content)
{
    const struct generator *generator = generator_find(content->generator);
    return generator ? generator->decoder : NULL;
}

const struct decoders all_decoders = {
    .items = items,
    .count = COUNT,
    .flash = &flash_decoder,
    .raw = &raw_decoder,
    .of_content = of_content,
};

struct choices decoders_choices(void)
{
    return (struct choices){.entries = items, .count = COUNT};
}
