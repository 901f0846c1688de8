// The targets of variants. In the draft only the last target of a schema and its variants counted,
// on top of its chip's defaults; now each amends what those before it said. A variant's target
// therefore gets what it took from the chip, for every parameter that was set before it.
#include "rewrite.h"

#include <string.h>

// Variants that extend each other in a circle are a mistake, reported when they are compiled; here
// the limit ends the walk.
enum { DEPTH_LIMIT = 64 };

// The settings that are in force before a target: of each parameter, the last. A target has few.
static void add_settings(struct rewriting *rewriting, struct syntax_settings *settings,
                         const struct syntax_item *target)
{
    for (size_t i = 0; i < target->target.settings.count; i++) {
        const struct syntax_setting *setting = target->target.settings.items[i];
        size_t at = 0;
        while (at < settings->count && settings->items[at]->name.text != setting->name.text) {
            at++;
        }
        if (at < settings->count) {
            settings->items[at] = setting;
        } else {
            list_append(rewriting->syntax->arena, settings, setting);
        }
    }
}

static size_t add_targets(struct rewriting *rewriting, struct syntax_settings *settings,
                          const struct syntax_items *items)
{
    size_t count = 0;
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TARGET) {
            add_settings(rewriting, settings, item);
            count++;
        }
    }
    return count;
}

static bool has_name(const struct syntax_item *variant, const char *name)
{
    for (size_t i = 0; i < variant->variant.names.count; i++) {
        if (variant->variant.names.items[i]->text == name) {
            return true;
        }
    }
    return false;
}

static const struct syntax_item *find_variant(const struct rewriting *rewriting, const char *name)
{
    const struct syntax_files *files = &rewriting->context.files;
    for (size_t i = 0; i < files->count; i++) {
        const struct syntax_items *items = &files->items[i]->items;
        for (size_t j = 0; j < items->count; j++) {
            const struct syntax_item *item = items->items[j];
            if (item->kind == ITEM_VARIANT && has_name(item, name)) {
                return item;
            }
        }
    }
    return NULL;
}

// Adds what the variants say that a variant extends, the outermost first. With several bases, the
// order in which they count is not known here, and nothing is added.
static size_t add_bases(struct rewriting *rewriting, struct syntax_settings *settings,
                        const struct syntax_item *variant)
{
    const struct syntax_item *chain[DEPTH_LIMIT];
    size_t depth = 0;
    size_t count = 0;
    while (depth < DEPTH_LIMIT && variant && variant->variant.bases.count == 1) {
        const struct syntax_name *base = variant->variant.bases.items[0];
        variant = find_variant(rewriting, base->text);
        chain[depth++] = variant;
    }
    while (depth-- > 0) {
        count += chain[depth] ? add_targets(rewriting, settings, &chain[depth]->variant.items) : 0;
    }
    return count;
}

static size_t add_base_targets(struct rewriting *rewriting, struct syntax_settings *settings)
{
    const struct syntax_files *files = &rewriting->context.files;
    size_t count = 0;
    for (size_t i = 0; i < files->count; i++) {
        const struct syntax_file *file = files->items[i];
        count += add_targets(rewriting, settings, &file->items);
    }
    return count;
}

static const struct syntax_setting *find_setting(const struct syntax_settings *settings,
                                                 const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        const struct syntax_setting *setting = settings->items[i];
        if (setting->name.text == name) {
            return setting;
        }
    }
    return NULL;
}

// What a chip gives a parameter; null: its platform has no such parameter.
static const struct expression *chip_value(const struct rewriting *rewriting,
                                           const struct syntax_item *chip, const char *name)
{
    const struct syntax_setting *setting = find_setting(&chip->target.settings, name);
    const struct syntax_item *platform =
        rewriting_find(rewriting, ITEM_PLATFORM, chip->target.platform.text);
    if (setting) {
        return setting->value;
    }
    for (size_t i = 0; platform && i < platform->platform.items.count; i++) {
        const struct syntax_item *item = platform->platform.items.items[i];
        if (item->kind == ITEM_PARAMETER && item->name.text == name) {
            return item->value;
        }
    }
    return NULL;
}

// Numbers and operators mean the same everywhere; names and functions need not.
bool expression_is_plain(const struct expression *value)
{
    for (size_t i = 0; i < value->count; i++) {
        enum term_kind kind = value->terms[i].kind;
        if (kind != TERM_INTEGER && kind != TERM_UNARY && kind != TERM_BINARY &&
            kind != TERM_GROUP) {
            return false;
        }
    }
    return true;
}

static const char *text_of(const struct rewriting *rewriting, const struct expression *value)
{
    return sources_text(rewriting->syntax->sources, value->span);
}

// Two texts may differ and mean the same (`4M`, `4 * 1M`): then a setting is repeated, which is not
// wrong.
static bool is_same(const struct rewriting *rewriting, const struct expression *first,
                    const struct expression *second)
{
    if (!first || !second || !expression_is_plain(first) || !expression_is_plain(second)) {
        return false;
    }
    return first->count == 1 && second->count == 1
               ? first->terms[0].integer == second->terms[0].integer
               : strcmp(text_of(rewriting, first), text_of(rewriting, second)) == 0;
}

static void add_setting(struct rewriting *rewriting, struct syntax_item *target, const char *name,
                        const struct expression *value)
{
    struct syntax_setting *setting = arena_new(rewriting->syntax->arena, sizeof *setting);
    setting->name.text = name;
    setting->value = value;
    list_append(rewriting->syntax->arena, &target->target.settings, setting);
}

static void report_lost(struct rewriting *rewriting, const struct syntax_item *target,
                        const struct syntax_setting *before, const struct expression *value)
{
    struct diagnostic *diagnostic =
        rewriting_report(rewriting, target->name.span,
                         "this target left `%s` to its chip; now it would keep what was set before",
                         before->name.text);
    add_note(diagnostic, before->span, "it is set here");
    if (value) {
        add_note(diagnostic, value->span, "the chip has this value: set it here, too");
    } else {
        add_note(diagnostic, (struct span){0},
                 "`%s` has no such parameter: set it only in variants that have another chip",
                 target->name.text);
    }
}

// Sets in a target what it took from its chip; returns the item that the tree is to have. What a
// chip does not set, or sets by an expression with names, cannot be written down and is reported.
static const struct syntax_item *complete(struct rewriting *rewriting,
                                          const struct syntax_item *target,
                                          const struct syntax_settings *before,
                                          const struct syntax_item *chip)
{
    struct buffer text;
    buffer_init(&text, rewriting->syntax->arena);
    struct syntax_item *completed = arena_keep(rewriting->syntax->arena, target, sizeof *target);
    for (size_t i = 0; i < before->count; i++) {
        const struct syntax_setting *setting = before->items[i];
        const char *name = setting->name.text;
        const struct expression *value = chip_value(rewriting, chip, name);
        if (find_setting(&completed->target.settings, name) ||
            is_same(rewriting, setting->value, value)) {
            continue;
        }
        if (!value || !expression_is_plain(value)) {
            report_lost(rewriting, target, setting, value);
            continue;
        }
        buffer_format(&text, "%s %s; ", name, text_of(rewriting, value));
        add_setting(rewriting, completed, name, value);
    }
    struct span last = {target->span.end - 1, target->span.end};
    bool has_block = *text_of(rewriting, &(struct expression){.span = last}) == '}';
    if (text.length && has_block) {
        rewriting_edit(rewriting, (struct span){last.start, last.start}, text.bytes);
    } else if (text.length) {
        rewriting_edit(rewriting, last,
                       arena_format(rewriting->syntax->arena, " { %s}", text.bytes));
    }
    return completed;
}

static const struct syntax_item *rewrite_target(struct rewriting *rewriting,
                                                const struct syntax_item *variant,
                                                const struct syntax_item *target)
{
    struct syntax_settings before = {0};
    size_t count = add_base_targets(rewriting, &before);
    count += add_bases(rewriting, &before, variant);
    const struct syntax_item *chip = rewriting_find(rewriting, ITEM_CHIP, target->name.text);
    const struct syntax_item *completed =
        chip ? complete(rewriting, target, &before, chip) : target;
    if (!count && !rewriting->is_whole) {
        rewriting_report(rewriting, target->name.span,
                         "this target used to replace another one; now it amends it, but the "
                         "other one is in no file that is known here: repeat its settings");
    }
    return completed;
}

void rewrite_targets(struct rewriting *rewriting)
{
    const struct syntax_items *items = &rewriting->file->items;
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *variant = items->items[i];
        for (size_t j = 0; variant->kind == ITEM_VARIANT && j < variant->variant.items.count; j++) {
            const struct syntax_item *item = variant->variant.items.items[j];
            if (item->kind == ITEM_TARGET && item->name.text) {
                variant->variant.items.items[j] = rewrite_target(rewriting, variant, item);
            }
        }
    }
}
