// The table of generators.
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

const struct generator *generator_find(const char *name)
{
    const struct choices choices = generators_choices();
    return choices_find(&choices, name);
}
