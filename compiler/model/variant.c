// Variants: the items of one are those of the schema, of the variants it extends, and its own.
#include "builder.h"

#include <string.h>

static void add_variant(struct outline *outline, const struct syntax_item *item)
{
    list_append(outline->arena, &outline->variants, item);
    for (size_t i = 0; i < item->variant.names.count; i++) {
        const struct syntax_name *name = item->variant.names.items[i];
        list_append(outline->arena, &outline->names, name);
        if (!map_find(&outline->by_name, name->text)) {
            map_set(outline->arena, &outline->by_name, name->text, (void *)item);
        }
    }
}

// What a file and what it includes hold, in order.
static void collect_items(struct outline *outline, const struct syntax_file *file)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        if (item->kind == ITEM_INCLUDE && item->include.file) {
            collect_items(outline, item->include.file);
        }
        if (item->kind == ITEM_VARIANT) {
            add_variant(outline, item);
        } else {
            list_append(outline->arena, &outline->items, item);
        }
    }
}

struct outline outline_new(struct arena *arena, const struct syntax_file *file)
{
    struct outline outline = {.arena = arena, .file = file};
    collect_items(&outline, file);
    return outline;
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
    case ITEM_FLASH:
        return true;
    default:
        return false;
    }
}

static void report_bare_partition(struct builder *builder, const struct syntax_item *item)
{
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                                           "a partition is in a table, also in a variant");
    add_note(diagnostic, (struct span){0}, "write `table NAME { partition ... }`");
}

static void check_items(struct builder *builder, const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.items.count; i++) {
        const struct syntax_item *item = variant->variant.items.items[i];
        if (item->kind == ITEM_PARTITION) {
            report_bare_partition(builder, item);
        } else if (!is_of_variants(item->kind)) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "this item cannot stand in a variant");
        }
    }
}

static void check_names(struct builder *builder, const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.names.count; i++) {
        const struct syntax_name *name = variant->variant.names.items[i];
        if (*name->text == '.' || strchr(name->text, '/')) {
            report(builder->diagnostics, CODE_BAD_LABEL, name->span,
                   "a variant's name is that of a folder: no `/` in it, no `.` at its start");
        }
        declare(builder, ITEM_VARIANT, *name, "variant");
    }
}

static const struct syntax_item *
find_variant(struct builder *builder, const struct outline *outline, struct syntax_name name)
{
    const struct syntax_item *item = map_find(&outline->by_name, name.text);
    if (!item) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; wants_hints(builder->diagnostics) && i < outline->names.count; i++) {
            nearest_offer(&nearest, ((const struct syntax_name *)outline->names.items[i])->text);
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
static bool find_line(struct builder *builder, const struct outline *outline,
                      const struct syntax_item *item, struct list *line)
{
    list_append(builder->arena, line, item);
    while (item->variant.bases.count) {
        struct syntax_name base = *(const struct syntax_name *)item->variant.bases.items[0];
        item = find_variant(builder, outline, base);
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

static bool add_line(struct builder *builder, const struct outline *outline, const char *variant)
{
    const char *name = names_intern(builder->syntax->names, variant, strlen(variant));
    struct list line = {0};
    const struct syntax_item *item =
        find_variant(builder, outline, (struct syntax_name){.text = name});
    if (!item || !find_line(builder, outline, item, &line)) {
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
static bool check_lines(struct builder *builder, const struct outline *outline)
{
    bool is_good = true;
    struct list line = {0};
    for (size_t i = 0; is_good && i < outline->names.count; i++) {
        const struct syntax_name *name = outline->names.items[i];
        line.count = 0;
        is_good = find_line(builder, outline, map_find(&outline->by_name, name->text), &line);
    }
    return is_good;
}

// What is wrong with variants whichever is compiled: it is said once.
static void check_outline(struct builder *builder, struct outline *outline)
{
    for (size_t i = 0; i < outline->variants.count; i++) {
        check_items(builder, outline->variants.items[i]);
        check_names(builder, outline->variants.items[i]);
    }
    outline->is_good = check_lines(builder, outline);
    outline->is_checked = true;
}

bool variant_apply(struct builder *builder, struct outline *outline, const char *variant)
{
    if (!outline->is_checked) {
        check_outline(builder, outline);
    }
    for (size_t i = 0; i < outline->items.count; i++) {
        const struct syntax_item *item = outline->items.items[i];
        if (item->kind == ITEM_PARTITION) {
            report_bare_partition(builder, item);
        } else if (item->kind == ITEM_REMOVE) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "`remove` stands in a variant; here, leave the partition out");
        } else {
            add_effective(builder, item, 0);
        }
    }
    return outline->is_good && (!variant || add_line(builder, outline, variant));
}
