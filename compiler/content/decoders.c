// The table of decoders.
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
