// The target: its chip, the chip's platform, and the parameters that each of them sets.
//
// The chip decides the platform, and so all types and flags: without one there is no model.
#include "builder.h"

#include "builtin.h"

#include <string.h>

// A note with all parameters, for a name that is like none of them.
static void list_parameters(const struct model_builder *builder, struct diagnostic *diagnostic)
{
    const struct constant_list *parameters = &builder->model->parameters;
    struct buffer names;
    buffer_init(&names, builder->arena);
    for (size_t i = 0; i < parameters->count; i++) {
        const struct constant *parameter = parameters->items[i];
        buffer_format(&names, "%s`%s`", i ? ", " : "", parameter->name.text);
    }
    if (parameters->count) {
        add_note(diagnostic, (struct span){0}, "its parameters are %s", names.bytes);
    }
}

// One of two names begins with the other: `flash_size`, `table`.
static bool are_akin(const char *a, const char *b)
{
    size_t length = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return strncmp(a, b, length) == 0;
}

// What a setting that is not known was meant to set has no value; nor has any that is not set,
// where that is not known either.
static void break_meant(struct model_builder *builder, const char *meant)
{
    for_each (parameter, &builder->model->parameters) {
        parameter->is_broken |= !meant || strcmp(meant, parameter->name.text) == 0;
    }
}

// What was most likely meant has no value now, so that no other mistake follows from this one.
static void report_parameter(struct model_builder *builder, const struct syntax_setting *setting)
{
    const struct model *model = builder->model;
    struct nearest nearest = nearest_to(setting->name.text);
    for_each (candidate, &model->parameters) {
        nearest_offer(&nearest, candidate->name.text);
    }
    for (size_t i = 0; i < model->parameters.count && !nearest.found; i++) {
        const struct constant *candidate = model->parameters.items[i];
        bool is_akin = are_akin(candidate->name.text, setting->name.text);
        nearest.found = is_akin ? candidate->name.text : NULL;
    }
    break_meant(builder, nearest.found);
    struct diagnostic *diagnostic = model_report_unknown(
        builder->diagnostics, CODE_UNKNOWN_PARAMETER, setting->name,
        arena_format(builder->arena, "parameter of platform `%s`:", model->platform), &nearest);
    if (!nearest.found && wants_hints(builder->diagnostics)) {
        list_parameters(builder, diagnostic);
    }
}

// Settings of a chip or target replace the values of parameters.
static void settings_apply(struct model_builder *builder, const struct syntax_settings *settings)
{
    struct model *model = builder->model;
    struct map seen = {0};
    for (size_t i = 0; i < settings->count; i++) {
        const struct syntax_setting *setting = settings->items[i];
        struct constant *parameter = map_find(&model->parameter_names, setting->name.text);
        const struct syntax_setting *before = map_find(&seen, setting->name.text);
        if (before) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, setting->name.span,
                       "`%s` is set twice", setting->name.text);
            add_note(diagnostic, before->name.span, "it was first set here");
        } else if (setting_is_reserved(builder, setting, parameter != NULL)) {
            continue;
        } else if (parameter) {
            parameter->value = setting->value;
            parameter->is_broken = false;
            map_set_const(builder->arena, &seen, setting->name.text, setting);
        } else {
            report_parameter(builder, setting);
        }
    }
}

// What was set for a chip of another platform holds on, but this chip's platform may lack it.
static bool report_other_platform(struct model_builder *builder,
                                  const struct syntax_setting *setting,
                                  struct syntax_name chip_name)
{
    const struct model *model = builder->model;
    const struct syntax_item *chip = chip_find(&builder->chips, chip_name.text);
    const struct syntax_item *platform =
        chip ? chip_find(&builder->platforms, chip->target.platform.text) : NULL;
    if (!platform || platform->name.text == model->platform ||
        !platform_has_parameter(platform, setting->name.text)) {
        return false;
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_PARAMETER_OF_OTHER, model->target->name.span,
               "`%s` is set for `%s`, but platform `%s` of `%s` has no such parameter",
               setting->name.text, chip->name.text, model->platform, model->chip);
    add_note(diagnostic, setting->name.span, "it is set here, and variants inherit it");
    add_note(
        diagnostic, (struct span){0},
        "set it only in the variants whose chips have it, or choose chips of the same platform");
    return true;
}

// The targets of the line of descent in their order, each of which amends those before it.
static void targets_apply(struct model_builder *builder)
{
    struct map *names = &builder->model->parameter_names;
    struct syntax_name chip = {0};
    for (size_t i = 0; i < builder->targets.count; i++) {
        const struct syntax_item *target = builder->targets.items[i];
        chip = target->name.text ? target->name : chip;
        struct syntax_settings known = {0};
        for (size_t j = 0; j < target->target.settings.count; j++) {
            const struct syntax_setting *setting = target->target.settings.items[j];
            if (!chip.text || map_find(names, setting->name.text) ||
                !report_other_platform(builder, setting, chip)) {
                list_append(builder->arena, &known, setting);
            }
        }
        settings_apply(builder, &known);
    }
}

// Collects the targets, one a level, and finds the one that names the chip.
static void targets_find(struct model_builder *builder)
{
    unsigned level = 0;
    for_each (effective, &builder->effective) {
        const struct syntax_item *item = effective->item;
        const struct syntax_item *last =
            builder->targets.count ? builder->targets.items[builder->targets.count - 1] : NULL;
        if (item->kind != ITEM_TARGET) {
            continue;
        }
        if (last && effective->level == level) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_DUPLICATE_NAME, item->span,
                       "%s can only have one target; %s", level ? "a variant" : "a schema",
                       level ? "write all that it amends in one block" : "a variant may amend it");
            add_note(diagnostic, last->span, "it was first given here");
            continue;
        }
        level = effective->level;
        list_append(builder->arena, &builder->targets, item);
        builder->model->target = item->name.text ? item : builder->model->target;
    }
}

// Of the last target that sets how large the flash is; else of the one that names the chip.
static struct span flash_span(const struct model_builder *builder, const char *size)
{
    for (size_t i = builder->targets.count; i > 0; i--) {
        const struct syntax_item *target = builder->targets.items[i - 1];
        for (size_t j = 0; j < target->target.settings.count; j++) {
            const struct syntax_setting *setting = target->target.settings.items[j];
            if (setting->name.text == size) {
                return target->span;
            }
        }
    }
    return builder->model->target->span;
}

// The chip's own flash: its size and erase size are parameters of every platform.
static void own_flash_declare(struct model_builder *builder)
{
    struct model *model = builder->model;
    struct model_flash *flash = arena_new(builder->arena, sizeof *flash);
    const char *size = names_intern(builder->syntax->names, "flash", 5);
    const char *erase = names_intern(builder->syntax->names, "erase", 5);
    const struct constant *size_parameter = map_find(&model->parameter_names, size);
    const struct constant *erase_parameter = map_find(&model->parameter_names, erase);
    if (!size_parameter || !erase_parameter) {
        report(builder->diagnostics, CODE_PLATFORM_INCOMPLETE, model->target->name.span,
               "platform `%s` has no parameter `%s`", model->platform,
               size_parameter ? erase : size);
        return;
    }
    *flash = (struct model_flash){
        .size = size_parameter->value,
        .erase = erase_parameter->value,
        .span = flash_span(builder, size),
    };
    list_append(builder->arena, &model->flashes, flash);
}

// Of the variant itself: what it inherits was looked at with its base.
static bool has_chip(const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.items.count; i++) {
        const struct syntax_item *item = variant->variant.items.items[i];
        if (item->kind == ITEM_TARGET && item->name.text) {
            return true;
        }
    }
    return false;
}

static void collect_names(struct model_builder *builder, const struct syntax_file *file,
                          struct syntax_names *names)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        bool is_one = item->kind == ITEM_VARIANT && has_chip(item);
        for (size_t j = 0; is_one && j < item->variant.names.count; j++) {
            list_append(builder->arena, names, item->variant.names.items[j]);
        }
    }
}

// The names of the variants that choose a chip, of many the first; empty: none does.
static const char *variants_with_chip(struct model_builder *builder)
{
    enum { NAMED = 8 };
    const struct syntax_files *files = &builder->syntax->files;
    struct syntax_names names = {0};
    struct buffer text;
    buffer_init(&text, builder->arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < files->count; i++) {
        collect_names(builder, files->items[i], &names);
    }
    for (size_t i = 0; i < names.count && i < NAMED; i++) {
        const struct syntax_name *name = names.items[i];
        buffer_format(&text, "%s`%s`", i ? ", " : "", name->text);
    }
    if (names.count > NAMED) {
        buffer_format(&text, " and %zu more", names.count - NAMED);
    }
    return text.bytes;
}

static void report_no_target(struct model_builder *builder)
{
    const char *variants = variants_with_chip(builder);
    const struct syntax_item *amends = builder->targets.count ? builder->targets.items[0] : NULL;
    struct diagnostic *diagnostic =
        amends ? report(builder->diagnostics, CODE_NO_TARGET, amends->span,
                        "neither this target nor one before it names a chip")
               : report(builder->diagnostics, CODE_NO_TARGET, builder->model->syntax->span,
                        "the schema has no target, so it does not say which chip it is for");
    if (*variants) {
        add_note(diagnostic, (struct span){0},
                 "choose a variant that has one, with `--variant`: %s", variants);
    } else {
        add_note(
            diagnostic, (struct span){0},
            "write `target esp32%s`, or the name of your chip (`schemac platforms` lists them)",
            amends ? " { ... }" : ";");
    }
}

// Where the line of the target has a mistake, any chip may be meant: one stands for it, and what
// depends on the choice is not judged.
static const struct syntax_item *stand_in(struct model_builder *builder)
{
    struct damage *damage = &builder->syntax->damage;
    const struct syntax_item *target = builder->model->target;
    const struct syntax_item *chip = NULL;
    bool is_lost = target ? damage_touches(damage, target->span) : damage_misses(damage, "target");
    for (size_t i = 0; is_lost && i < builder->chips.count; i++) {
        const struct syntax_item *other = builder->chips.items[i];
        bool may_be =
            target && strncmp(other->name.text, target->name.text, strlen(target->name.text)) == 0;
        damage->has_lost_platform |=
            !may_be || (chip && chip->target.platform.text != other->target.platform.text);
        chip = may_be || !chip ? other : chip;
    }
    builder->model->is_target_damaged |= is_lost;
    return chip;
}

// The chip of the target, or one that stands for it; null, and reported, if there is none.
static const struct syntax_item *find_chip(struct model_builder *builder)
{
    struct model *model = builder->model;
    const struct syntax_item *chip =
        model->target ? chip_find(&builder->chips, model->target->name.text) : NULL;
    chip = chip ? chip : stand_in(builder);
    if (!chip && model->target) {
        chip_get(builder, &builder->chips, model->target->name, CODE_UNKNOWN_CHIP, "chip");
    } else if (!chip && model->syntax) {
        report_no_target(builder);
    }
    model->target = model->target ? model->target : chip;
    return chip;
}

// Settings of the chip come first, then those of the targets in their order. Parameters are
// complete before anything else is declared, since flashes and types refer to them.
bool target_resolve(struct model_builder *builder)
{
    struct model *model = builder->model;
    chips_collect(builder);
    targets_find(builder);
    const struct syntax_item *chip = find_chip(builder);
    if (!chip) {
        return false;
    }
    chips_check_others(builder, chip);
    const struct syntax_item *platform = chip_get(
        builder, &builder->platforms, chip->target.platform, CODE_UNKNOWN_PLATFORM, "platform");
    if (!platform) {
        return false;
    }
    model->chip = chip->name.text;
    model->platform = platform->name.text;
    model->platform_span = platform->span;
    platform_take(builder, platform);
    settings_apply(builder, &chip->target.settings);
    targets_apply(builder);
    own_flash_declare(builder);
    return model->flashes.count > 0;
}

// The target that chooses the chip has no place in any file.
const struct model *model_of_chip(struct syntax *syntax, const char *chip,
                                  const struct syntax_items *types)
{
    struct model *model = arena_new(syntax->arena, sizeof *model);
    struct syntax_item *target = arena_new(syntax->arena, sizeof *target);
    struct model_builder builder = {
        .syntax = syntax,
        .arena = syntax->arena,
        .diagnostics = syntax->diagnostics,
        .model = model,
    };
    model->name.text = "";
    target->kind = ITEM_TARGET;
    target->name.text = names_intern(syntax->names, chip, strlen(chip));
    builtins_read_chip(syntax, target->name.text);
    effective_add(&builder, target, 0);
    for (size_t i = 0; types && i < types->count; i++) {
        effective_add(&builder, types->items[i], 0);
    }
    if (!target_resolve(&builder)) {
        return NULL;
    }
    types_resolve(&builder);
    return model;
}
