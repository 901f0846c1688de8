// The platform as a value: what the model has resolved, with the numbers that the solver found.
//
// A chip's platform alone is a layout without partitions, of a target that no file names.
//
// The order matters: the format of tables looks its records up in the platform that is being made.
#include "define.h"

static const char *kind_of(const struct clauses *clauses)
{
    const struct syntax_clause *kind = clauses->slots[CLAUSE_KIND];
    return kind ? kind->name.text : NULL;
}

// Clauses that are only needed to place partitions stay in the model.
static const struct platform_type *build_type(struct layout_builder *builder,
                                              const struct type *model)
{
    struct platform_type *type = arena_new(builder->arena, sizeof *type);
    *type = (struct platform_type){
        .name = model->name,
        .low = model->low,
        .high = model->high,
        .is_native = model->is_native,
        .is_encrypted = model->is_encrypted,
        .is_sized = model->clauses.slots[CLAUSE_SIZE] != NULL,
        .kind = kind_of(&model->clauses),
    };
    for_each (from, &model->subtypes) {
        struct platform_subtype *subtype = arena_new(builder->arena, sizeof *subtype);
        *subtype = (struct platform_subtype){
            .name = from->name,
            .low = from->low,
            .high = from->high,
            .first = from->first,
            .is_family = from->is_family,
            .is_native = from->is_native,
            .is_outside = from->clauses.slots[CLAUSE_OUTSIDE] != NULL,
            .is_encrypted = from->is_encrypted,
            .kind = kind_of(&from->clauses),
        };
        list_append(builder->arena, &type->subtypes, subtype);
    }
    return type;
}

// A parameter that is poisoned is listed with 0, since generators only ask once nothing was
// reported.
static void add_parameters(struct layout_builder *builder, struct platform *platform)
{
    for (size_t i = 0; i < builder->model->parameters.count; i++) {
        const struct constant *model = builder->model->parameters.items[i];
        struct platform_parameter *parameter = arena_new(builder->arena, sizeof *parameter);
        parameter->name = model->name.text;
        solver_get(builder->solver, FACT_PARAMETER, i, &parameter->value);
        list_append(builder->arena, &platform->parameters, parameter);
    }
}

// A flag without a place in a file is one that was made for a CSV's column, and has no name in
// tools.
static void add_flags(struct layout_builder *builder, struct platform *platform)
{
    for_each (model, &builder->model->flags) {
        struct platform_flag *flag = arena_new(builder->arena, sizeof *flag);
        *flag = (struct platform_flag){model->name, UINT32_C(1) << model->bit, !model->syntax};
        list_append(builder->arena, &platform->flags, flag);
    }
}

static void add_records(struct layout_builder *builder, struct platform *platform)
{
    for_each (model, &builder->model->records) {
        if (model->is_of_platform) {
            list_append(builder->arena, &platform->records, define_record(builder, model));
        }
    }
}

// Records go before the format, whose rows and checksums name them.
void define_platform(struct layout_builder *builder)
{
    const struct model *model = builder->model;
    struct platform *platform = arena_new(builder->arena, sizeof *platform);
    struct number erase = {0};
    platform->name = model->platform;
    platform->chip = model->chip;
    builder->platform = platform;
    for (size_t i = 0; i < model->types.count; i++) {
        list_append(builder->arena, &platform->types, build_type(builder, model->types.items[i]));
    }
    add_parameters(builder, platform);
    add_flags(builder, platform);
    add_records(builder, platform);
    platform->format = define_format(builder);
    const struct expression *at = model->format_settings[FORMAT_AT];
    if (platform->format && at) {
        evaluate_size(builder->solver, at, "an offset", &platform->table_at); // as regions are
    }
    solver_get(builder->solver, FACT_FLASH_ERASE, 0, &erase);
    platform->erase = erase.magnitude;
}

// The invocation is a stand-in: no expression of a platform may depend on where output goes.
const struct platform *layout_platform(struct syntax *syntax, const char *chip,
                                       const struct syntax_items *types)
{
    const struct invocation invocation = {.schema = "-", .output = "."};
    const struct model *model = model_of_chip(syntax, chip, types);
    struct solver solver;
    if (!model) {
        return NULL;
    }
    facts_solve(&solver, model, syntax, &invocation);
    struct layout_builder builder = {
        .solver = &solver,
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .model = model,
    };
    define_platform(&builder);
    return builder.platform;
}
