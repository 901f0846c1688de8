// The partitions that a schema declares anywhere: in itself, or in any of its variants.
//
// What is named where no variant at all has it is a mistake, whichever variant is compiled. The
// names are found once, when the first is missed: `LABEL`, and `TABLE.LABEL` for each table.
#include "builder.h"

#include <inttypes.h>
#include <string.h>

enum { FAMILY_LIMIT = 128 };

struct collection {
    struct model_builder *builder;
    struct outline *outline;
    const char *table;
    struct map seen; // of struct syntax_file: those that the table includes
};

// A label, alone and with its table.
static void add_name(struct collection *collection, const char *label)
{
    struct model_builder *builder = collection->builder;
    const char *full = arena_format(builder->arena, "%s.%s", collection->table, label);
    const char *names[] = {label, full};
    for (size_t i = 0; i < 2; i++) {
        struct outline *outline = collection->outline;
        const char *name = names_intern(builder->syntax->names, names[i], strlen(names[i]));
        if (!map_find(&outline->labels, name)) {
            map_set_const(outline->arena, &outline->labels, name, name);
            list_append(outline->arena, &outline->label_names, name);
        }
    }
}

// Each member of a family has a label of its own.
static void add_partition(struct collection *collection, const struct syntax_partition *partition)
{
    size_t prefix, last_prefix;
    uint64_t first, last;
    const char *name = partition->name.text;
    add_name(collection, name);
    if (!partition->last.text || !type_split_number(name, &prefix, &first) ||
        !type_split_number(partition->last.text, &last_prefix, &last)) {
        return;
    }
    for (uint64_t i = first; i <= last && i - first < FAMILY_LIMIT; i++) {
        add_name(collection,
                 arena_format(collection->builder->arena, "%.*s%" PRIu64, (int)prefix, name, i));
    }
}

// A file counts once for each table that includes it.
static void add_file(struct collection *collection, const struct syntax_file *file)
{
    if (!file || map_find(&collection->seen, file)) {
        return;
    }
    map_set_const(collection->builder->arena, &collection->seen, file, file);
    for (size_t i = 0; i < file->items.count; i++) {
        const struct syntax_item *item = file->items.items[i];
        if (item->kind == ITEM_PARTITION) {
            add_partition(collection, item->partition);
        } else if (item->kind == ITEM_INCLUDE) {
            add_file(collection, item->include.file);
        }
    }
}

// In whichever variant it is: a reference may be to what only another variant has.
static void add_table(struct model_builder *builder, struct outline *outline,
                      const struct syntax_item *table)
{
    struct collection collection = {.builder = builder, .outline = outline};
    collection.table = table->name.text;
    for (size_t i = 0; i < table->table.partitions.count; i++) {
        const struct syntax_partition *partition = table->table.partitions.items[i];
        if (partition->is_include) {
            add_file(&collection, partition->file);
        } else {
            add_partition(&collection, partition);
        }
    }
}

static void add_items(struct model_builder *builder, struct outline *outline,
                      const struct syntax_items *items)
{
    for (size_t i = 0; i < items->count; i++) {
        const struct syntax_item *item = items->items[i];
        if (item->kind == ITEM_TABLE) {
            add_table(builder, outline, item);
        }
    }
}

// Of all variants, whether they are built or not.
static void find_labels(struct model_builder *builder, struct outline *outline)
{
    add_items(builder, outline, &outline->items);
    for (size_t i = 0; i < outline->variants.count; i++) {
        const struct syntax_items items = include_items(builder, outline->variants.items[i]);
        add_items(builder, outline, &items);
    }
}

// The same words in each variant, so that it is said once. A name with its table is looked for
// there.
static void report_nowhere(struct model_builder *builder, const struct syntax_reference *reference,
                           const char *text)
{
    const struct text_list *names = &builder->outline->label_names;
    bool has_table = reference->second.text != NULL;
    size_t skipped = has_table ? strlen(reference->first.text) + 1 : 0;
    struct nearest nearest = nearest_to(text + skipped);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < names->count; i++) {
        const char *name = names->items[i];
        bool is_full = strchr(name, '.') != NULL;
        if (is_full == has_table && strncmp(name, text, skipped) == 0) {
            nearest_offer(&nearest, name + skipped);
        }
    }
    if (nearest.found) {
        nearest.found -= skipped;
    }
    struct syntax_name name = {text, reference->span, false};
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_PARTITION, name, "partition", &nearest);
}

// All labels are found when the first reference is checked, and kept for all variants.
void declared_check(struct model_builder *builder, const struct syntax_reference *reference)
{
    struct outline *outline = builder->outline;
    if (!outline->has_labels) {
        outline->has_labels = true;
        find_labels(builder, outline);
    }
    const char *text = reference_text(builder->arena, reference);
    const char *name = names_find(builder->syntax->names, text, strlen(text));
    if (!name || !map_find(&outline->labels, name)) {
        report_nowhere(builder, reference, text);
    }
}
