// The platform as a value: what the model has resolved, with the numbers that the solver found.
//
// A chip's platform alone is a layout without partitions, of a target that no file names.
#include "define.h"

static const char *kind_of(const struct clauses *clauses)
{
    const struct syntax_clause *kind = clauses->slots[CLAUSE_KIND];
    return kind ? kind->name.text : NULL;
}

static const struct platform_type *make_type(struct maker *maker, const struct type *model)
{
    struct platform_type *type = arena_new(maker->arena, sizeof *type);
    *type = (struct platform_type){
        .name = model->name,
        .low = model->low,
        .high = model->high,
        .is_native = model->is_native,
        .is_sized = model->clauses.slots[CLAUSE_SIZE] != NULL,
        .kind = kind_of(&model->clauses),
    };
    for_each (from, &model->subtypes) {
        struct platform_subtype *subtype = arena_new(maker->arena, sizeof *subtype);
        *subtype = (struct platform_subtype){
            .name = from->name,
            .low = from->low,
            .high = from->high,
            .first = from->first,
            .is_family = from->is_family,
            .is_native = from->is_native,
            .is_outside = from->clauses.slots[CLAUSE_OUTSIDE] != NULL,
            .kind = kind_of(&from->clauses),
        };
        list_append(maker->arena, &type->subtypes, subtype);
    }
    return type;
}

static void add_parameters(struct maker *maker, struct platform *platform)
{
    for (size_t i = 0; i < maker->model->parameters.count; i++) {
        const struct constant *model = maker->model->parameters.items[i];
        struct platform_parameter *parameter = arena_new(maker->arena, sizeof *parameter);
        parameter->name = model->name.text;
        solver_get(maker->solver, FACT_PARAMETER, i, &parameter->value);
        list_append(maker->arena, &platform->parameters, parameter);
    }
}

static void add_flags(struct maker *maker, struct platform *platform)
{
    for_each (model, &maker->model->flags) {
        struct platform_flag *flag = arena_new(maker->arena, sizeof *flag);
        *flag = (struct platform_flag){model->name, UINT32_C(1) << model->bit, !model->syntax};
        list_append(maker->arena, &platform->flags, flag);
    }
}

static void add_records(struct maker *maker, struct platform *platform)
{
    for_each (model, &maker->model->records) {
        if (model->is_of_platform) {
            list_append(maker->arena, &platform->records, define_record(maker, model));
        }
    }
}

void define_platform(struct maker *maker)
{
    const struct model *model = maker->model;
    struct platform *platform = arena_new(maker->arena, sizeof *platform);
    struct number erase = {0};
    platform->name = model->platform;
    platform->chip = model->chip;
    maker->platform = platform;
    for (size_t i = 0; i < model->types.count; i++) {
        list_append(maker->arena, &platform->types, make_type(maker, model->types.items[i]));
    }
    add_parameters(maker, platform);
    add_flags(maker, platform);
    add_records(maker, platform);
    platform->format = define_format(maker);
    const struct expression *at = model->format_settings[FORMAT_AT];
    if (platform->format && at) {
        evaluate_size(maker->solver, at, "an offset", &platform->table_at); // as regions are
    }
    solver_get(maker->solver, FACT_FLASH_ERASE, 0, &erase);
    platform->erase = erase.magnitude;
}

const struct platform *layout_platform(struct syntax *syntax, const char *chip,
                                       const struct list *types)
{
    const struct invocation invocation = {.schema = "-", .output = "."};
    const struct model *model = model_of_chip(syntax, chip, types);
    struct solver solver;
    if (!model) {
        return NULL;
    }
    facts_solve(&solver, model, syntax, &invocation);
    struct maker maker = {
        .solver = &solver,
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .model = model,
    };
    define_platform(&maker);
    return maker.platform;
}
