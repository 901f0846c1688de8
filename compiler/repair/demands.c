// Finds what a schema demands of its layout: sizes, places and the size of the flash. Only what the
// user's own file says is of interest, since only that is changed.
#include "demand.h"

#include "text.h"

#include <string.h>

struct demand_finder {
    struct compilation *compilation;
    const struct layout *layout;
    struct demand_list demands;
};

static const char *text_of(const struct demand_finder *finder, struct span span)
{
    return sources_text(&finder->compilation->sources, span);
}

// The list outlives the search: what is offered quotes it.
static struct demand *add(struct demand_finder *finder, struct demand demand)
{
    struct arena *arena = &finder->compilation->arena;
    struct demand *added = arena_new(arena, sizeof *added);
    *added = demand;
    list_append(arena, &finder->demands, added);
    return added;
}

// By the name in the text. Of partitions in two tables that share one, the first is taken: a change
// that is wrong for the other does not compile, and is not offered.
static const struct partition *find_partition(const struct demand_finder *finder, const char *name)
{
    for_each (partition, &finder->layout->partitions) {
        if (strcmp(partition->label, name) == 0) {
            return partition;
        }
    }
    return NULL;
}

// `frozen` and `preserve` say that devices rely on it.
static bool is_settled(const struct syntax_partition *partition)
{
    for (size_t i = 0; i < partition->clauses.count; i++) {
        const struct syntax_clause *clause = partition->clauses.items[i];
        bool is_kept = clause->kind == CLAUSE_LIFETIME && clause->form == FORM_PRESERVE;
        if (clause->kind == CLAUSE_FROZEN || is_kept) {
            return true;
        }
    }
    return false;
}

// A size, or the least that a fill may have. What is as small as it can be demands nothing.
static void add_size(struct demand_finder *finder, const struct syntax_partition *syntax,
                     const struct syntax_clause *clause)
{
    const struct expression *value = clause->form == FORM_FILL ? clause->minimum : clause->value;
    const struct partition *partition = find_partition(finder, syntax->name.text);
    if (!value || (clause->form != FORM_PLAIN && clause->form != FORM_FILL) || !partition) {
        return;
    }
    struct arena *arena = &finder->compilation->arena;
    uint64_t step = partition->multiple > 4096 ? partition->multiple : 4096;
    add(finder, (struct demand){
                    .kind = DEMAND_SIZE,
                    .name = syntax->name.text,
                    .partition = partition,
                    .words = arena_format(arena, "`%s` of `%s`", text_of(finder, clause->span),
                                          syntax->name.text),
                    .span = value->span,
                    .before = "",
                    .after = "",
                    .relaxed = text_size(arena, step),
                    .is_settled = is_settled(syntax),
                    .value = clause->form == FORM_PLAIN ? partition->size : 0,
                    .step = step,
                });
}

// `at end` asks for no place of its own.
static void add_place(struct demand_finder *finder, const struct syntax_partition *syntax,
                      const struct syntax_clause *clause)
{
    if (clause->form != FORM_PLAIN) {
        return;
    }
    add(finder, (struct demand){
                    .kind = DEMAND_PLACE,
                    .name = syntax->name.text,
                    .partition = find_partition(finder, syntax->name.text),
                    .words = arena_format(&finder->compilation->arena, "`%s` of `%s`",
                                          text_of(finder, clause->span), syntax->name.text),
                    .span = clause->span,
                    .before = "at ",
                    .after = "",
                    .relaxed = "",
                    .is_settled = is_settled(syntax),
                });
}

static void add_partition(struct demand_finder *finder, const struct syntax_partition *partition)
{
    for (size_t i = 0; i < partition->clauses.count && partition->name.text; i++) {
        const struct syntax_clause *clause = partition->clauses.items[i];
        if (clause->kind == CLAUSE_SIZE && !clause->is_withdrawn) {
            add_size(finder, partition, clause);
        } else if (clause->kind == CLAUSE_AT && !clause->is_withdrawn) {
            add_place(finder, partition, clause);
        }
    }
}

// `flash 4M` in a target; a target that does not say it gets it.
static void add_flash(struct demand_finder *finder, const struct syntax_item *target)
{
    const struct layout_flash *flash =
        finder->layout->flashes.count ? finder->layout->flashes.items[0] : NULL;
    struct arena *arena = &finder->compilation->arena;
    struct demand demand = {.kind = DEMAND_FLASH, .before = "", .after = "", .relaxed = "1G"};
    if (!flash) {
        return;
    }
    for (size_t i = 0; i < target->target.settings.count; i++) {
        const struct syntax_setting *setting = target->target.settings.items[i];
        if (strcmp(setting->name.text, "flash") == 0 && setting->value) {
            demand.span = setting->value->span;
        }
    }
    if (!span_is_known(demand.span) && target->target.settings.count == 0 && target->name.text) {
        demand.span = target->span;
        demand.before = arena_format(arena, "target %s { flash ", target->name.text);
        demand.after = "; }";
        demand.relaxed = arena_format(arena, "%s1G%s", demand.before, demand.after);
    }
    if (span_is_known(demand.span)) {
        demand.words = arena_format(arena, "a flash of %s", text_size(arena, flash->size));
        demand.value = flash->size;
        add(finder, demand);
    }
}

// Of the schema and the chosen variant; what other variants say has no part in this layout.
static void add_items(struct demand_finder *finder, const struct syntax_items *items,
                      const char *variant)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TARGET) {
            add_flash(finder, item);
        } else if (item->kind == ITEM_TABLE) {
            for (size_t j = 0; j < item->table.partitions.count; j++) {
                add_partition(finder, item->table.partitions.items[j]);
            }
        } else if (item->kind == ITEM_VARIANT && variant && item->name.text &&
                   strcmp(item->name.text, variant) == 0) {
            add_items(finder, &item->variant.items, NULL);
        }
    }
}

struct demand_list demands_find(struct compilation *compilation, const char *variant,
                                const struct layout *layout)
{
    struct demand_finder finder = {.compilation = compilation, .layout = layout};
    add_items(&finder, &compilation->file->items, variant);
    return finder.demands;
}
