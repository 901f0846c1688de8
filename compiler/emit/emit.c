// The table of emitters, from emitters.def, and what is looked up in it. It knows no emitter by
// name.
#include "artifacts.h"

#include "choices.h"

#define CHECKED(function) function##_check
#define UNCHECKED(function) NULL
#define EMITTER(function, checks, source, name, suffix, description)                               \
    {name, description, suffix, checks(function), function##_emit, source},

const struct emitter emitters[] = {
#include "emitters.def"
};

const size_t emitter_count = sizeof emitters / sizeof *emitters;

const struct emitter *emitter_find(const char *name)
{
    const struct choices choices = {emitters, emitter_count, sizeof *emitters};
    return choices_find(&choices, name);
}
