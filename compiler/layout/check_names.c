// New names that are close to known ones, where a new name may stand: most likely misspelled.
//
// A constant that is new in a variant is meant to be another where nothing uses it and a constant
// of the schema is called nearly so. Names that differ in digits alone are as many names.
#include "define.h"

#include <ctype.h>
#include <string.h>

// Closer than where a name is not known at all: here it may be right as it is.
static struct nearest close_to(const char *name)
{
    size_t limit = strlen(name) < 6 ? 1 : 2;
    return (struct nearest){.name = name, .limit = limit, .score = 2 * limit + 1};
}

static bool differs_in_digits_alone(const char *a, const char *b)
{
    while (*a || *b) {
        bool is_digit = isdigit((unsigned char)*a) || isdigit((unsigned char)*b);
        if (is_digit) {
            a += strspn(a, "0123456789");
            b += strspn(b, "0123456789");
        } else if (*a++ != *b++) {
            return false;
        }
    }
    return true;
}

static void report_close(struct maker *maker, struct syntax_name name, const char *what,
                         const struct nearest *nearest)
{
    if (nearest->found && !differs_in_digits_alone(name.text, nearest->found)) {
        struct diagnostic *diagnostic = report(maker->diagnostics, CODE_CLOSE_NAME, name.span,
                                               "%s `%s`, which nothing uses; did you mean `%s`?",
                                               what, name.text, nearest->found);
        add_fix(diagnostic, name.span, "%s", nearest->found);
    }
}

static void check_constants(struct maker *maker)
{
    const struct list *constants = &maker->model->constants;
    for (size_t i = 0; i < constants->count; i++) {
        const struct constant *constant = constants->items[i];
        if (!constant->is_new_in_variant || solver_is_used(maker->solver, FACT_CONSTANT, i)) {
            continue;
        }
        struct nearest nearest = close_to(constant->name.text);
        for (size_t j = 0; j < constants->count; j++) {
            const struct constant *other = constants->items[j];
            if (!other->is_new_in_variant) {
                nearest_offer(&nearest, other->name.text);
            }
        }
        report_close(maker, constant->name, "this variant has a new constant", &nearest);
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
    check_constants(maker);
    check_parameters(maker);
}
