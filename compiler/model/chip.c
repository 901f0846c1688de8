// The platforms and chips that a target may be of: the schema's own, and those that are built in.
//
// All chips of the schema are checked, since a table of chips is mostly of those that no target is.
#include "builder.h"

#include <string.h>

const struct syntax_item *chip_find(const struct syntax_items *items, const char *name)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->name.text == name) {
            return item;
        }
    }
    return NULL;
}

// Also offers what is spelled nearly so.
const struct syntax_item *chip_get(struct model_builder *builder, const struct syntax_items *items,
                                   struct syntax_name name, enum code code, const char *what)
{
    const struct syntax_item *found = chip_find(items, name.text);
    if (!found) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; i < items->count; i++) {
            nearest_offer(&nearest, ((const struct syntax_item *)items->items[i])->name.text);
        }
        struct diagnostic *diagnostic =
            model_report_unknown(builder->diagnostics, code, name, what, &nearest);
        add_note(diagnostic, (struct span){0}, "`schemac platforms` lists what is built in");
    }
    return found;
}

// A platform or chip of the schema's own goes before a built-in one of the same name.
static void collect(struct model_builder *builder, const struct syntax_item *item,
                    struct syntax_items *into, const char *what)
{
    const struct sources *sources = builder->diagnostics->sources;
    bool is_built_in = sources_find(sources, item->span.start)->built_in;
    bool is_replaced = is_built_in && chip_find(into, item->name.text);
    if (!is_replaced && declare_name(builder, item->kind, item->name, what)) {
        list_append(builder->arena, into, item);
    }
}

// From all files that were read, those that are built in among them.
void chips_collect(struct model_builder *builder)
{
    const struct syntax_files *files = &builder->syntax->files;
    for (size_t i = 0; i < files->count; i++) {
        const struct syntax_file *file = files->items[i];
        for (size_t j = 0; j < file->items.count; j++) {
            const struct syntax_item *item = file->items.items[j];
            if (item->kind == ITEM_PLATFORM) {
                collect(builder, item, &builder->platforms, "platform");
            } else if (item->kind == ITEM_CHIP) {
                collect(builder, item, &builder->chips, "chip");
            }
        }
    }
}

// By what its items say: other platforms are never taken into the model.
bool platform_has_parameter(const struct syntax_item *platform, const char *name)
{
    for (size_t i = 0; i < platform->platform.items.count; i++) {
        const struct syntax_item *item = platform->platform.items.items[i];
        if (item->kind == ITEM_PARAMETER && item->name.text == name) {
            return true;
        }
    }
    return false;
}

// A chip that the schema has and no target is: what it says is checked even so.
static void check_chip(struct model_builder *builder, const struct syntax_item *chip)
{
    const struct syntax_item *platform = chip_get(
        builder, &builder->platforms, chip->target.platform, CODE_UNKNOWN_PLATFORM, "platform");
    for (size_t i = 0; platform && i < chip->target.settings.count; i++) {
        const struct syntax_setting *setting = chip->target.settings.items[i];
        bool is_known = platform_has_parameter(platform, setting->name.text);
        if (setting_is_reserved(builder, setting, is_known) || is_known) {
            continue;
        }
        struct nearest nearest = nearest_to(setting->name.text);
        for (size_t j = 0; j < platform->platform.items.count; j++) {
            const struct syntax_item *item = platform->platform.items.items[j];
            if (item->kind == ITEM_PARAMETER) {
                nearest_offer(&nearest, item->name.text);
            }
        }
        model_report_unknown(
            builder->diagnostics, CODE_UNKNOWN_PARAMETER, setting->name,
            arena_format(builder->arena, "parameter of platform `%s`:", platform->name.text),
            &nearest);
    }
}

// Chips that are built in were checked when the program was tested.
void chips_check_others(struct model_builder *builder, const struct syntax_item *own)
{
    for (size_t i = 0; i < builder->chips.count; i++) {
        const struct syntax_item *chip = builder->chips.items[i];
        if (chip != own &&
            !sources_find(builder->diagnostics->sources, chip->span.start)->built_in) {
            check_chip(builder, chip);
        }
    }
}
