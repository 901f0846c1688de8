// Rules: those of the platform and the schema's own, which may have the same names, and all of them
// by their names, as -W and `explain` take them: `-` for each `_`.
#include "builder.h"

#include "text.h"

#include <string.h>

// Options are written with `-`; two rules that differ in `_` and `-` cannot exist, as names have
// no `-`.
const char *model_rule_name(struct arena *arena, const struct syntax_item *item)
{
    char *name = arena_copy(arena, item->name.text, strlen(item->name.text));
    for (char *at = strchr(name, '_'); at; at = strchr(at, '_')) {
        *at = '-';
    }
    return name;
}

void rule_declare(struct model_builder *builder, const struct syntax_item *item,
                  bool is_of_platform)
{
    // An assert has no name: in its place are the schema's own rules.
    enum item_kind kind = is_of_platform ? ITEM_RULE : ITEM_ASSERT;
    struct model_rule *rule =
        is_of_platform ? NULL : map_find(&builder->own_rules, item->name.text);
    if (!declare_name(builder, kind, item->name, "rule")) {
        return;
    }
    if (!rule || rule->is_removed) {
        rule = arena_new(builder->arena, sizeof *rule);
        list_append(builder->arena, &builder->model->rules, rule);
    }
    *rule = (struct model_rule){
        .name = model_rule_name(builder->arena, item),
        .syntax = item,
        .is_of_platform = is_of_platform,
    };
    if (!is_of_platform) {
        map_set(builder->arena, &builder->own_rules, item->name.text, rule);
    }
}

static void collect(struct arena *arena, const struct syntax_items *items,
                    struct syntax_items *rules)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_RULE) {
            list_append(arena, rules, item);
        }
    }
}

// From platforms, the schema and its variants: -W may name any of them.
struct syntax_items model_rules(const struct syntax *syntax)
{
    struct syntax_items rules = {0};
    for (size_t i = 0; i < syntax->files.count; i++) {
        const struct syntax_file *file = syntax->files.items[i];
        collect(syntax->arena, &file->items, &rules);
        for (size_t j = 0; j < file->items.count; j++) {
            const struct syntax_item *item = file->items.items[j];
            if (item->kind == ITEM_PLATFORM) {
                collect(syntax->arena, &item->platform.items, &rules);
            } else if (item->kind == ITEM_VARIANT) {
                collect(syntax->arena, &item->variant.items, &rules);
            }
        }
    }
    return rules;
}

// Also of variants that are not compiled: `-Wno-NAME` must not fail because of the variant.
const struct syntax_item *model_find_rule(const struct syntax *syntax, const char *name)
{
    struct syntax_items rules = model_rules(syntax);
    for (size_t i = 0; i < rules.count; i++) {
        if (strcmp(model_rule_name(syntax->arena, rules.items[i]), name) == 0) {
            return rules.items[i];
        }
    }
    return NULL;
}
