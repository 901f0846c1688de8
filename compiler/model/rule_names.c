// The rules of platforms by their names, as -W and `explain` take them: `-` for each `_`.
#include "model.h"

#include "text.h"

#include <string.h>

const char *model_rule_name(struct arena *arena, const struct syntax_item *item)
{
    char *name = arena_copy(arena, item->name.text, strlen(item->name.text));
    for (char *at = strchr(name, '_'); at; at = strchr(at, '_')) {
        *at = '-';
    }
    return name;
}

static void collect(struct arena *arena, const struct list *items, struct list *rules)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_RULE) {
            list_append(arena, rules, item);
        }
    }
}

struct list model_rules(const struct syntax *syntax)
{
    struct list rules = {0};
    for (size_t i = 0; i < syntax->files.count; i++) {
        const struct syntax_file *file = syntax->files.items[i];
        for (size_t j = 0; j < file->items.count; j++) {
            const struct syntax_item *item = file->items.items[j];
            if (item->kind == ITEM_PLATFORM) {
                collect(syntax->arena, &item->platform.items, &rules);
            }
        }
    }
    return rules;
}

const struct syntax_item *model_find_rule(const struct syntax *syntax, const char *name)
{
    struct list rules = model_rules(syntax);
    for (size_t i = 0; i < rules.count; i++) {
        if (strcmp(model_rule_name(syntax->arena, rules.items[i]), name) == 0) {
            return rules.items[i];
        }
    }
    return NULL;
}
