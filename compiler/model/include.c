// Files that tables and variants include: what they contain is where they are included.
//
// Each place reads a file once, however often it is named there, so that files that include each
// other in many ways cost no more than they are long. A file never includes itself: the parser has
// left such an include without its file.
//
// A file is taken once for each table or variant that includes it, however often it is named: so
// includes that form a circle end.
#include "builder.h"

struct inclusion {
    struct model_builder *builder;
    struct syntax_partitions *partitions; // that were found
    struct syntax_items *items;           // likewise, for a variant
    struct map seen;                      // of struct syntax_file
    struct span span;                     // of the include at the place itself; unknown: none
};

// Also false for a file that could not be read, which was reported.
static bool is_new(struct inclusion *inclusion, const struct syntax_file *file)
{
    if (!file || map_find(&inclusion->seen, file)) {
        return false;
    }
    map_set_const(inclusion->builder->arena, &inclusion->seen, file, file);
    return true;
}

static void report_other(struct inclusion *inclusion, const struct syntax_item *item)
{
    struct diagnostic *diagnostic =
        report(inclusion->builder->diagnostics, CODE_MISPLACED_ITEM, item->span,
               "a file that a table includes can only contain partitions");
    struct span opener =
        sources_find(inclusion->builder->diagnostics->sources, item->span.start)->opener;
    bool is_shown = opener.start >= inclusion->span.start && opener.end <= inclusion->span.end;
    if (!is_shown) { // with each message from the file
        add_note(diagnostic, inclusion->span, "it is included here");
    }
}

static void add_partitions_of(struct inclusion *inclusion, const struct syntax_file *file)
{
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        if (item->kind == ITEM_PARTITION) {
            list_append(inclusion->builder->arena, inclusion->partitions, item->partition);
        } else if (item->kind == ITEM_INCLUDE && is_new(inclusion, item->include.file)) {
            add_partitions_of(inclusion, item->include.file);
        } else if (item->kind != ITEM_INCLUDE && item->kind != ITEM_EDITION) {
            report_other(inclusion, item);
        }
    }
}

// Partitions are in the order in which they are read, those of a file in its place.
struct syntax_partitions include_partitions(struct model_builder *builder,
                                            const struct syntax_item *table)
{
    struct syntax_partitions found = {0};
    struct inclusion inclusion = {.builder = builder, .partitions = &found};
    for (size_t i = 0; i < table->table.partitions.count; i++) {
        const struct syntax_partition *partition = table->table.partitions.items[i];
        if (!partition->is_include) {
            list_append(builder->arena, &found, partition);
        } else if (is_new(&inclusion, partition->file)) {
            inclusion.span = partition->span;
            add_partitions_of(&inclusion, partition->file);
        }
    }
    return found;
}

// The item that includes a file stays in the list, before what it includes.
static void add_items(struct inclusion *inclusion, const struct syntax_items *items,
                      bool is_included)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (!is_included || item->kind != ITEM_EDITION) {
            list_append(inclusion->builder->arena, inclusion->items, item);
        }
        if (item->kind == ITEM_INCLUDE && is_new(inclusion, item->include.file)) {
            add_items(inclusion, &item->include.file->items, true);
        }
    }
}

struct syntax_items include_items(struct model_builder *builder, const struct syntax_item *variant)
{
    struct syntax_items found = {0};
    struct inclusion inclusion = {.builder = builder, .items = &found};
    add_items(&inclusion, &variant->variant.items, false);
    return found;
}
