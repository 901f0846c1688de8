// Variants: the items of one are those of the schema, of the variants it extends, and its own.
//
// Its line of descent is found depth first: what it extends from left to right, each with what that
// extends before it, a common base once, then itself. Each step has a level of its own, so that
// what a step says amends all that comes before it in the line. Lines are checked once for all
// variants.
#include "builder.h"

#include <string.h>

static void add_variant(struct outline *outline, const struct syntax_item *item)
{
    list_append(outline->arena, &outline->variants, item);
    for (size_t i = 0; i < item->variant.names.count; i++) {
        const struct syntax_name *name = item->variant.names.items[i];
        list_append(outline->arena, &outline->all_names, name);
        if (!item->variant.is_abstract) {
            list_append(outline->arena, &outline->names, name);
        }
        if (!map_find(&outline->by_name, name->text)) {
            map_set_const(outline->arena, &outline->by_name, name->text, item);
        }
    }
}

// What a file and what it includes hold, in order; a second time, a file is nothing.
static void collect_items(struct outline *outline, const struct syntax_file *file)
{
    if (map_find(&outline->files, file)) {
        return;
    }
    map_set_const(outline->arena, &outline->files, file, file);
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

// Without one, the schema alone says no chip, and only its variants can be compiled.
bool model_has_base_target(const struct outline *outline)
{
    for (size_t i = 0; i < outline->items.count; i++) {
        const struct syntax_item *item = outline->items.items[i];
        if (item->kind == ITEM_TARGET && item->name.text) {
            return true;
        }
    }
    return false;
}

void effective_add(struct model_builder *builder, const struct syntax_item *item, unsigned level)
{
    struct effective *effective = arena_new(builder->arena, sizeof *effective);
    *effective = (struct effective){item, level};
    list_append(builder->arena, &builder->effective, effective);
}

static bool is_of_variants(enum item_kind kind)
{
    static const bool allowed[ITEM_KIND_COUNT] = {
        [ITEM_CONST] = true,  [ITEM_TARGET] = true,  [ITEM_TYPE] = true,     [ITEM_CONFIG] = true,
        [ITEM_TABLE] = true,  [ITEM_REQUIRE] = true, [ITEM_ASSERT] = true,   [ITEM_RECORD] = true,
        [ITEM_REMOVE] = true, [ITEM_TOOLS] = true,   [ITEM_RAW_DATA] = true, [ITEM_FLASH] = true,
        [ITEM_RULE] = true,   [ITEM_INCLUDE] = true,
    };
    return allowed[kind];
}

// Of a file that only tables can include, the first partition stands for all.
static void report_bare_partition(struct model_builder *builder, const struct syntax_items *items,
                                  size_t index, bool is_in_variant)
{
    const struct syntax_item *item = items->items[index];
    const struct syntax_item *before = index > 0 ? items->items[index - 1] : NULL;
    if (before && before->kind == ITEM_PARTITION) {
        return;
    }
    const struct source *source = sources_find(builder->diagnostics->sources, item->span.start);
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                                           "a partition must be in a table, even in a variant");
    const char *cure = span_is_known(source->opener)
                           ? "include the file in a table: `table NAME { include \"FILE\"; }`"
                       : is_in_variant ? "write `table NAME { partition ... }`"
                                       : "write `table main { ... }` around it, or include this "
                                         "file in a table of another file";
    add_note(diagnostic, (struct span){0}, "%s", cure);
}

static void check_items(struct model_builder *builder, const struct syntax_item *variant)
{
    const struct syntax_items items = include_items(builder, variant);
    for (size_t i = 0; i < items.count; i++) {
        const struct syntax_item *item = items.items[i];
        if (item->kind == ITEM_PARTITION) {
            report_bare_partition(builder, &items, i, true);
        } else if (!is_of_variants(item->kind) && item->kind != ITEM_EDITION) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "this cannot be in a variant");
        }
    }
}

// The directory of its output is called so: `..` or an absolute path would lead out of it.
static void check_names(struct model_builder *builder, const struct syntax_item *variant)
{
    for (size_t i = 0; i < variant->variant.names.count; i++) {
        const struct syntax_name *name = variant->variant.names.items[i];
        if (*name->text == '.' || strchr(name->text, '/')) {
            report(builder->diagnostics, CODE_BAD_LABEL, name->span,
                   "the name of a variant is used for a directory: it cannot contain `/` or start "
                   "with `.`");
        }
        declare_name(builder, ITEM_VARIANT, *name, "variant");
    }
}

static const struct syntax_item *
find_variant(struct model_builder *builder, const struct outline *outline, struct syntax_name name)
{
    const struct syntax_item *item = map_find(&outline->by_name, name.text);
    if (!item) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; wants_hints(builder->diagnostics) && i < outline->all_names.count; i++) {
            nearest_offer(&nearest,
                          ((const struct syntax_name *)outline->all_names.items[i])->text);
        }
        model_report_unknown(builder->diagnostics, CODE_UNKNOWN_VARIANT, name, "variant", &nearest);
    }
    return item;
}

enum { VARIANT_DEPTH = 32 };

// What a walk through all lines of descent knows of a variant.
struct standing {
    bool is_open;    // the walk is in what it extends
    unsigned height; // of its line: 1 if it extends nothing; 0: not known yet
    bool is_bad;     // it has no line, which was said
    bool is_used;    // by a variant that is built
};

struct walk {
    struct model_builder *builder;
    const struct outline *outline;
    struct map standings; // from a variant's struct syntax_item
    bool is_too_deep;     // somewhere, which was said
};

// In a map and not in the tree, which is const and shared.
static struct standing *standing_of(struct walk *walk, const struct syntax_item *item)
{
    struct standing *standing = map_find(&walk->standings, item);
    if (!standing) {
        standing = arena_new(walk->builder->arena, sizeof *standing);
        map_set(walk->builder->arena, &walk->standings, item, standing);
    }
    return standing;
}

static bool check_line(struct walk *walk, const struct syntax_item *item, unsigned depth);

// Once: those that extend too many extend each other.
static void report_too_deep(struct walk *walk, struct span span)
{
    if (!walk->is_too_deep) {
        report(walk->builder->diagnostics, CODE_TOO_DEEP, span,
               "variants extend each other more than %d levels deep here", VARIANT_DEPTH);
    }
    walk->is_too_deep = true;
}

// One of those that a variant extends.
static bool check_base(struct walk *walk, struct syntax_name base, struct standing *standing,
                       unsigned depth)
{
    struct model_builder *builder = walk->builder;
    const struct syntax_item *item = find_variant(builder, walk->outline, base);
    if (!item) {
        return false;
    }
    const struct standing *other = standing_of(walk, item);
    if (other->is_open) {
        report(builder->diagnostics, CODE_VARIANT_CYCLE, base.span, "variant `%s` extends itself",
               base.text);
        return false;
    }
    if (depth == VARIANT_DEPTH || other->height + depth > VARIANT_DEPTH) {
        report_too_deep(walk, base.span);
        return false;
    }
    if (!check_line(walk, item, depth + 1)) {
        return false;
    }
    standing->height = other->height + 1 > standing->height ? other->height + 1 : standing->height;
    return true;
}

// Of two names for the same variant. `seen` has its bases so far: from their items to their names.
static void check_twice(struct walk *walk, const struct syntax_name *base, struct map *seen)
{
    const struct syntax_item *item = map_find(&walk->outline->by_name, base->text);
    const struct syntax_name *other = item ? map_find(seen, item) : NULL;
    if (other) {
        struct diagnostic *diagnostic =
            report(walk->builder->diagnostics, CODE_DUPLICATE_NAME, base->span,
                   "variant `%s` is extended twice", base->text);
        add_note(diagnostic, other->span, "it was first extended here");
    } else if (item) {
        map_set_const(walk->builder->arena, seen, item, base);
    }
}

// Whether a variant has a line of descent; each is walked once.
static bool check_line(struct walk *walk, const struct syntax_item *item, unsigned depth)
{
    struct standing *standing = standing_of(walk, item);
    if (standing->height) {
        return !standing->is_bad;
    }
    struct map seen = {0};
    standing->is_open = true;
    for (size_t i = 0; i < item->variant.bases.count; i++) {
        const struct syntax_name *base = item->variant.bases.items[i];
        check_twice(walk, base, &seen);
        standing->is_bad |= !check_base(walk, *base, standing, depth);
    }
    standing->is_open = false;
    standing->height = standing->height ? standing->height : 1;
    return !standing->is_bad;
}

struct descent {
    struct arena *arena;
    const struct outline *outline;
    struct map placed; // of struct syntax_item
    struct syntax_items line;
};

// The line of descent of a variant, itself last, after what is there.
static void add_descent(struct descent *descent, const struct syntax_item *item)
{
    if (map_find(&descent->placed, item)) {
        return;
    }
    map_set_const(descent->arena, &descent->placed, item, item);
    for (size_t i = 0; i < item->variant.bases.count; i++) {
        const struct syntax_name *base = item->variant.bases.items[i];
        add_descent(descent, map_find(&descent->outline->by_name, base->text));
    }
    list_append(descent->arena, &descent->line, item);
}

struct syntax_items variant_line(struct arena *arena, const struct outline *outline,
                                 const struct syntax_item *variant)
{
    struct descent descent = {.arena = arena, .outline = outline};
    add_descent(&descent, variant);
    return descent.line;
}

// The items of the whole line of descent, its bases first, each variant at a higher level.
static bool add_line(struct model_builder *builder, const struct outline *outline,
                     const char *variant)
{
    const char *name = names_intern(builder->syntax->names, variant, strlen(variant));
    const struct syntax_item *item =
        find_variant(builder, outline, (struct syntax_name){.text = name});
    if (!item || map_find(&outline->without_line, item)) {
        return false;
    }
    const struct syntax_items line = variant_line(builder->arena, outline, item);
    for (size_t i = 0; i < line.count; i++) {
        const struct syntax_item *step = line.items[i];
        const struct syntax_items items = include_items(builder, step);
        for (size_t j = 0; j < items.count; j++) {
            const struct syntax_item *inner = items.items[j];
            if (is_of_variants(inner->kind)) {
                effective_add(builder, inner, (unsigned)i + 1);
            }
        }
    }
    builder->model->variant = name;
    return true;
}

// The mistakes in the lines of descent of all variants, whichever is compiled. Those that have none
// are kept: they are not compiled, but all others are.
static void check_lines(struct walk *walk, struct outline *outline)
{
    for (size_t i = 0; i < outline->variants.count; i++) {
        const struct syntax_item *item = outline->variants.items[i];
        if (!check_line(walk, item, 1)) {
            map_set_const(outline->arena, &outline->without_line, item, item);
        }
    }
}

// Only asked where every variant has a line: none is in a circle, and the depth is at most
// VARIANT_DEPTH.
static void mark_used(struct walk *walk, const struct syntax_item *item)
{
    struct standing *standing = standing_of(walk, item);
    for (size_t i = 0; !standing->is_used && i < item->variant.bases.count; i++) {
        const struct syntax_name *base = item->variant.bases.items[i];
        mark_used(walk, map_find(&walk->outline->by_name, base->text));
    }
    standing->is_used = true;
}

// Abstract variants that none which is built has in its line: nothing comes of what they say. Of
// those that extend each other, it is said of the last.
static void find_unused(struct walk *walk, struct outline *outline)
{
    for (size_t i = 0; i < outline->variants.count; i++) {
        const struct syntax_item *item = outline->variants.items[i];
        if (!item->variant.is_abstract) {
            mark_used(walk, item);
        }
    }
    for (size_t i = outline->variants.count; i > 0; i--) {
        const struct syntax_item *item = outline->variants.items[i - 1];
        if (!standing_of(walk, item)->is_used) {
            const struct syntax_name *name = item->variant.names.items[0];
            report(walk->builder->diagnostics, CODE_UNUSED_ABSTRACT, name->span,
                   "no variant that is built extends `%s`, so it has no effect", name->text);
            list_append(outline->arena, &outline->unused, name);
            mark_used(walk, item);
        }
    }
}

// What is wrong with variants whichever is compiled: it is said once.
static void check_outline(struct model_builder *builder, struct outline *outline)
{
    struct walk walk = {.builder = builder, .outline = outline};
    for (size_t i = 0; i < outline->variants.count; i++) {
        check_items(builder, outline->variants.items[i]);
        check_names(builder, outline->variants.items[i]);
    }
    check_lines(&walk, outline);
    outline->is_checked = true;
    if (!outline->without_line.count) {
        find_unused(&walk, outline);
    }
}

// False if there is no variant of this name, or its line of descent has a mistake.
bool variant_apply(struct model_builder *builder, struct outline *outline, const char *variant)
{
    if (!outline->is_checked) {
        check_outline(builder, outline);
    }
    for (size_t i = 0; i < outline->items.count; i++) {
        const struct syntax_item *item = outline->items.items[i];
        if (item->kind == ITEM_PARTITION) {
            report_bare_partition(builder, &outline->items, i, false);
        } else if (item->kind == ITEM_REMOVE) {
            report(builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
                   "`remove` is only possible in a variant; here, leave the partition out");
        } else {
            effective_add(builder, item, 0);
        }
    }
    return !variant || (add_line(builder, outline, variant));
}
