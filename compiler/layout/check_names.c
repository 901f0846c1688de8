// New names that are close to known ones, where a new name may stand: most likely misspelled. Names
// that differ in digits alone are as many names.
#include "define.h"

#include <string.h>

// Closer than where a name is not known at all: here it may be right as it is.
static struct nearest close_to(const char *name)
{
    size_t limit = strlen(name) < 6 ? 1 : 2;
    return (struct nearest){.name = name, .limit = limit, .score = 2 * limit + 1};
}

static void report_close(struct maker *maker, struct syntax_name name, const char *what,
                         const struct nearest *nearest)
{
    if (nearest->found && !text_differs_in_digits(name.text, nearest->found)) {
        struct diagnostic *diagnostic = report(maker->diagnostics, CODE_CLOSE_NAME, name.span,
                                               "%s `%s`, which nothing uses; did you mean `%s`?",
                                               what, name.text, nearest->found);
        add_fix(diagnostic, name.span, "%s", nearest->found);
    }
}

// Of a platform of the schema's own: some parameters the compiler looks for itself.
static void check_parameters(struct maker *maker)
{
    static const char *const known[] = {"uf2_family", "nvs_spare_full", "ota_sequence_only"};
    const struct model *model = maker->model;
    for (size_t i = 0; i < model->parameters.count; i++) {
        const struct constant *parameter = model->parameters.items[i];
        struct nearest nearest = close_to(parameter->name.text);
        for (size_t j = 0; j < sizeof known / sizeof *known; j++) {
            nearest_offer(&nearest, known[j]);
        }
        if (!solver_is_used(maker->solver, FACT_PARAMETER, i)) {
            report_close(maker, parameter->name, "the platform has a parameter", &nearest);
        }
    }
}

void check_new_names(struct maker *maker)
{
    check_parameters(maker);
}
