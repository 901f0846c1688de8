// The model from its items: each is taken in the order of the variant's line of descent, and amends
// what those before it made. What needs all of them comes after: places, families, damage, Kconfig.
//
// Nothing is taken back once it was declared: an amendment replaces what a declaration points to,
// and what is removed is marked. Lists are closed at the end, when all that is left is known.
#include "builder.h"

#include <string.h>

// The first one counts. A second one is reported and ignored.
static void schema_declare(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    if (model->syntax) {
        struct diagnostic *diagnostic = report(builder->diagnostics, CODE_DUPLICATE_NAME,
                                               item->span, "a file can have only one `schema`");
        add_note(diagnostic, model->syntax->span, "it was first named here");
        return;
    }
    model->syntax = item;
    model->name = item->name;
    model->revision = item->schema.revision.integer;
    declare_check(builder, item->name, "schema");
}

// Such as `fill`, which a clause would read before it looks for a constant.
static void check_constant(struct model_builder *builder, struct syntax_name name)
{
    if (syntax_takes_word(name.text)) {
        report(builder->diagnostics, CODE_BAD_LABEL, name.span,
               "a constant cannot be called `%s`: this word has a special meaning in expressions",
               name.text);
    }
}

// It is kept even so: what uses it is not a mistake of its own.
static void report_new_constant(struct model_builder *builder, struct syntax_name name)
{
    const struct constant_list *constants = &builder->model->constants;
    struct nearest nearest = nearest_to(name.text);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < constants->count; i++) {
        nearest_offer(&nearest, ((const struct constant *)constants->items[i])->name.text);
    }
    bool is_close = nearest.found && !text_differs_in_digits(name.text, nearest.found);
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_NEW_CONSTANT, name.span,
               "the schema has no constant `%s` to override%s", name.text,
               is_close ? nearest_hint(builder->arena, &nearest) : "");
    if (is_close) {
        add_guess(diagnostic, name.span, "%s", nearest.found);
    }
    add_note(diagnostic, (struct span){0},
             "declare a new constant outside the variants, with its value for all others");
}

// A variant may give a constant another value, and with it another place in the text, but never
// another index.
static void const_declare(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    check_constant(builder, item->name);
    if (!declare_name(builder, ITEM_CONST, item->name, "constant")) {
        return;
    }
    struct constant *constant = map_find(&model->constant_names, item->name.text);
    if (!constant && builder->level > 0) {
        report_new_constant(builder, item->name);
    }
    if (!constant) {
        constant = arena_new(builder->arena, sizeof *constant);
        constant->index = model->constants.count;
        list_append(builder->arena, &model->constants, constant);
        map_set(builder->arena, &model->constant_names, item->name.text, constant);
    }
    constant->name = item->name;
    constant->value = item->value;
    constant->syntax = item;
}

// `seen`: what the same block sets, size and erase size.
static void flash_setting(struct model_builder *builder, struct model_flash *flash,
                          const struct syntax_setting *setting, bool seen[2])
{
    const char *name = setting->name.text;
    bool is_erase = strcmp(name, "erase") == 0;
    if (setting_is_reserved(builder, setting, false)) {
        flash->is_broken = true;
    } else if (!is_erase && strcmp(name, "size") != 0) {
        struct nearest nearest = nearest_to(name);
        nearest_offer(&nearest, "size");
        nearest_offer(&nearest, "erase");
        model_report_unknown(builder->diagnostics, CODE_UNKNOWN_PARAMETER, setting->name,
                             "setting of a flash:", &nearest);
    } else if (seen[is_erase]) {
        report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, setting->name.span, "`%s` is set twice",
               name);
    } else {
        seen[is_erase] = true;
        *(is_erase ? &flash->erase : &flash->size) = setting->value;
    }
}

// A variant that declares a flash again only replaces what it sets.
static void flash_declare(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    if (!declare_name(builder, ITEM_FLASH, item->name, "flash")) {
        return;
    }
    struct model_flash *flash = map_find(&model->flash_names, item->name.text);
    if (!flash) {
        flash = arena_new(builder->arena, sizeof *flash);
        flash->index = model->flashes.count;
        flash->is_new_in_variant = builder->level > 0;
        list_append(builder->arena, &model->flashes, flash);
        map_set(builder->arena, &model->flash_names, item->name.text, flash);
    }
    bool seen[2] = {false};
    flash->name = item->name;
    flash->span = item->span;
    for (size_t i = 0; i < item->target.settings.count; i++) {
        flash_setting(builder, flash, item->target.settings.items[i], seen);
    }
    if (!flash->is_broken && (!flash->size || !flash->erase)) {
        report(builder->diagnostics, CODE_FLASH_INCOMPLETE, item->name.span,
               "flash `%s` needs both `size` and `erase`", item->name.text);
    }
}

// `tools` and `raw_data`: once, and once more in each variant of the line.
static void directory_take(struct model_builder *builder, const struct syntax_item *item,
                           const char **directory, const char *word)
{
    struct syntax_name name = {names_intern(builder->syntax->names, word, strlen(word)),
                               item->name.span, false};
    if (declare_name(builder, item->kind, name, "directory")) {
        *directory = item->name.text;
    }
}

// Takes one item in effect. Targets, platforms, chips and types were taken before, since these
// depend on them.
static void allow_take(struct model_builder *builder, const struct syntax_item *item)
{
    if (item->allow.reason.text) {
        list_append(builder->arena, &builder->model->allows, item);
    } else {
        not_yet_report(builder, item->span, "`by migration`",
                       "until then, write why the change is intended: `, \"REASON\"`");
    }
}

static void item_take(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    switch (item->kind) {
    case ITEM_CONST:
        const_declare(builder, item);
        break;
    case ITEM_CONFIG:
        symbol_declare(builder, item, false);
        break;
    case ITEM_TABLE:
        table_declare(builder, item);
        break;
    case ITEM_REMOVE:
        remove_apply(builder, item);
        break;
    case ITEM_RECORD:
        record_declare(builder, item, false);
        break;
    case ITEM_FLASH:
        flash_declare(builder, item);
        break;
    case ITEM_REQUIRE:
        require_take(builder, item);
        break;
    case ITEM_RULE:
        rule_declare(builder, item, false);
        break;
    case ITEM_ASSERT:
        list_append(builder->arena, &model->asserts, item);
        break;
    case ITEM_ALLOW:
        allow_take(builder, item);
        break;
    case ITEM_TOOLS:
        directory_take(builder, item, &model->tools, "tools");
        break;
    case ITEM_RAW_DATA:
        directory_take(builder, item, &model->raw_data, "raw_data");
        break;
    case ITEM_SCHEMA:
    case ITEM_INCLUDE:
    case ITEM_TARGET:
    case ITEM_PLATFORM:
    case ITEM_CHIP:
    case ITEM_PARAMETER:
    case ITEM_FORMAT:
    case ITEM_FLAG:
    case ITEM_TYPE:
    case ITEM_VARIANT:
    case ITEM_EDITION:
    case ITEM_PARTITION:
    case ITEM_KIND_COUNT: // taken before: targets, platforms, chips, types
        break;
    }
}

// Runs when all types are known, those of variants included.
static void scopes_resolve(struct model_builder *builder)
{
    struct model *model = builder->model;
    for_each (rule, &model->rules) {
        if (rule->syntax->rule.loop.variable.text) {
            model_find_scope(model, &rule->syntax->rule.loop.scope, builder->diagnostics,
                             &rule->scope);
        }
    }
    for_each (implied, &model->implied) {
        if (implied->syntax->config.loop.variable.text) {
            model_find_scope(model, &implied->syntax->config.loop.scope, builder->diagnostics,
                             &implied->scope);
        }
    }
}

// Before anything else, since the messages of the target point at it.
static void find_schema(struct model_builder *builder)
{
    for_each (effective, &builder->effective) {
        if (effective->item->kind == ITEM_SCHEMA) {
            schema_declare(builder, effective->item);
        }
    }
}

// A file of partitions alone is not a schema, which was said.
static bool is_for_tables(const struct outline *outline)
{
    for (size_t i = 0; i < outline->items.count; i++) {
        const struct syntax_item *item = outline->items.items[i];
        if (item->kind != ITEM_EDITION) {
            return item->kind == ITEM_PARTITION;
        }
    }
    return false;
}

// Without a chip there are no types, and all else would be reported as unknown: then there is no
// model at all.
const struct model *model_new(struct syntax *syntax, struct outline *outline, const char *variant,
                              const struct kconfig *kconfig)
{
    struct model *model = arena_new(syntax->arena, sizeof *model);
    model->kconfig = kconfig;
    struct model_builder builder = {
        .syntax = syntax,
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .model = model,
        .outline = outline,
    };
    bool has_variant = variant_apply(&builder, outline, variant);
    find_schema(&builder);
    if (!model->syntax && !is_for_tables(outline)) {
        uint32_t start = outline->file->source->start;
        report(builder.diagnostics, CODE_NO_SCHEMA, (struct span){start, start},
               "the file has no `schema NAME revision N;`");
    }
    model->name.text = model->syntax ? model->name.text : "";
    if (!has_variant || !target_resolve(&builder)) {
        return NULL;
    }
    types_resolve(&builder);
    for_each (effective, &builder.effective) {
        builder.level = effective->level;
        if (effective->item->kind != ITEM_SCHEMA) {
            item_take(&builder, effective->item);
        }
    }
    removals_finish(&builder);
    symbols_finish(&builder);
    needless_check(&builder);
    builder.level = 0;
    tables_finish(&builder);
    references_check_allows(&builder);
    scopes_resolve(&builder);
    damage_apply(&builder, outline);
    kconfig_apply(&builder);
    return model;
}

const char *model_constant_text(const struct constant *constant)
{
    const struct expression *value = constant->value;
    return value->count == 1 && value->terms[0].kind == TERM_STRING ? value->terms[0].text : NULL;
}
