// The table of generators. generators.def lists them; the rows are in the rooms of their formats,
// and all that others ask about a generator is in its row.
#include "generators.h"

#define GENERATOR(name) extern const struct generator name##_generator;
#include "generators.def"
#undef GENERATOR

static const struct generator *const items[] = {
#define GENERATOR(name) &name##_generator,
#include "generators.def"
#undef GENERATOR
};

struct choices generators_choices(void)
{
    return (struct choices){.entries = items, .count = sizeof items / sizeof *items};
}

// Linear: there are about a dozen, and it is asked once a partition.
const struct generator *generator_find(const char *name)
{
    const struct choices choices = generators_choices();
    return choices_find(&choices, name);
}
