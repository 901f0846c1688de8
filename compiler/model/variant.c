// Variants: the items of one are those of the schema, of the variants it extends, and its own.
#include "builder.h"

#include <string.h>

// All items of a file and what it includes, in order.
static void collect_items(struct arena *arena, const struct syntax_file *file, struct list *items)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        if (item->kind == ITEM_INCLUDE && item->include.file) {
            collect_items(arena, item->include.file, items);
        }
        list_append(arena, items, item);
    }
}

struct list model_variants(struct syntax *syntax, const struct syntax_file *file)
{
    struct list items = {0};
    struct list names = {0};
    collect_items(syntax->arena, file, &items);
    for (size_t i = 0; i < items.count; i++) {
        const struct syntax_item *item = items.items[i];
        for (size_t j = 0; item->kind == ITEM_VARIANT && j < item->variant.names.count; j++) {
            list_append(syntax->arena, &names, item->variant.names.items[j]);
        }
    }
    return names;
}

bool model_has_base_target(const struct syntax_file *file)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        if (item->kind == ITEM_TARGET || (item->kind == ITEM_INCLUDE && item->include.file &&
                                          model_has_base_target(item->include.file))) {
            return true;
        }
    }
    return false;
}

static void add_effective(struct builder *builder, const struct syntax_item *item, unsigned level)
{
    struct effective *effective = arena_new(builder->arena, sizeof *effective);
    *effective = (struct effective){item, level};
    list_append(builder->arena, &builder->effective, effective);
}

static bool is_of_variants(enum item_kind kind)
{
    switch (kind) {
    case ITEM_CONST:
    case ITEM_TARGET:
    case ITEM_TYPE:
    case ITEM_CONFIG:
    case ITEM_TABLE:
    case ITEM_REQUIRE:
    case ITEM_ASSERT:
    case ITEM_RECORD:
    case ITEM_REMOVE:
    case ITEM_TOOLS:
    case ITEM_RAW_DATA:
    case ITEM_DEVICE:
        return true;
    default:
        return false;
    }
}

static void check_items(struct builder *builder, const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.items.count; i++) {
        const struct syntax_item *item = variant->variant.items.items[i];
        if (!is_of_variants(item->kind)) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "this item cannot stand in a variant");
        }
    }
}

struct variants {
    struct map by_name; // to struct syntax_item
    struct list names;  // of struct syntax_name
};

static void index_variants(struct builder *builder, const struct list *items,
                           struct variants *variants)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind != ITEM_VARIANT) {
            continue;
        }
        builder->has_variants = true;
        check_items(builder, item);
        for (size_t j = 0; j < item->variant.names.count; j++) {
            const struct syntax_name *name = item->variant.names.items[j];
            if (*name->text == '.' || strchr(name->text, '/')) {
                report(builder->diagnostics, CODE_BAD_LABEL, name->span,
                       "a variant's name is that of a folder: no `/` in it, no `.` at its start");
            }
            if (declare(builder, ITEM_VARIANT, *name, "variant")) {
                map_set(builder->arena, &variants->by_name, name->text, (void *)item);
                list_append(builder->arena, &variants->names, name);
            }
        }
    }
}

static const struct syntax_item *
find_variant(struct builder *builder, const struct variants *variants, struct syntax_name name)
{
    const struct syntax_item *item = map_find(&variants->by_name, name.text);
    if (!item) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; wants_hints(builder->diagnostics) && i < variants->names.count; i++) {
            nearest_offer(&nearest, ((const struct syntax_name *)variants->names.items[i])->text);
        }
        report_unknown(builder->diagnostics, CODE_UNKNOWN_VARIANT, name, "variant", &nearest);
    }
    return item;
}

enum { VARIANT_DEPTH = 32 };

static bool contains(const struct list *list, const void *item)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == item) {
            return true;
        }
    }
    return false;
}

// The variant and those that it extends, the nearest first; false at a mistake.
static bool find_line(struct builder *builder, const struct variants *variants,
                      const struct syntax_item *item, struct list *line)
{
    list_append(builder->arena, line, item);
    while (item->variant.base.text) {
        struct syntax_name base = item->variant.base;
        item = find_variant(builder, variants, base);
        if (!item) {
            return false;
        }
        if (contains(line, item)) {
            report(builder->diagnostics, CODE_VARIANT_CYCLE, base.span,
                   "variant `%s` extends itself", base.text);
            return false;
        }
        if (line->count == VARIANT_DEPTH) {
            report(builder->diagnostics, CODE_TOO_DEEP, base.span,
                   "variants extend each other more than %d deep here", VARIANT_DEPTH);
            return false;
        }
        list_append(builder->arena, line, item);
    }
    return true;
}

static bool add_line(struct builder *builder, const struct variants *variants, const char *variant)
{
    const char *name = names_intern(builder->syntax->names, variant, strlen(variant));
    struct list line = {0};
    const struct syntax_item *item =
        find_variant(builder, variants, (struct syntax_name){.text = name});
    if (!item || !find_line(builder, variants, item, &line)) {
        return false;
    }
    for (size_t i = line.count; i > 0; i--) {
        const struct syntax_item *step = line.items[i - 1];
        for (size_t j = 0; j < step->variant.items.count; j++) {
            const struct syntax_item *inner = step->variant.items.items[j];
            if (is_of_variants(inner->kind)) {
                add_effective(builder, inner, (unsigned)(line.count - i + 1));
            }
        }
    }
    builder->model->variant = name;
    return true;
}

// The first mistake in the lines of descent of all variants, whichever is compiled.
static bool check_lines(struct builder *builder, const struct variants *variants)
{
    bool is_good = true;
    struct list line = {0};
    for (size_t i = 0; is_good && i < variants->names.count; i++) {
        const struct syntax_name *name = variants->names.items[i];
        line.count = 0;
        is_good = find_line(builder, variants, map_find(&variants->by_name, name->text), &line);
    }
    return is_good;
}

bool variant_apply(struct builder *builder, const struct syntax_file *file, const char *variant)
{
    struct list items = {0};
    struct variants variants = {0};
    collect_items(builder->arena, file, &items);
    index_variants(builder, &items, &variants);
    for (size_t i = 0; i < items.count; i++) {
        const struct syntax_item *item = items.items[i];
        if (item->kind == ITEM_REMOVE) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "`remove` stands in a variant; here, leave the partition out");
        } else if (item->kind != ITEM_VARIANT) {
            add_effective(builder, item, 0);
        }
    }
    return check_lines(builder, &variants) && (!variant || add_line(builder, &variants, variant));
}
