// `[TABLE.]PARTITION`: the one way in which a schema names a partition.
//
// The partitions of a label are kept in the order in which they were declared. Those that a variant
// took away stay in the list, and are passed over: what a name means is asked while variants are
// still being applied, too.
#include "builder.h"

enum { NAMED_LIMIT = 8 }; // of the partitions that a message lists

void reference_enter(struct model_builder *builder, struct model_partition *partition)
{
    struct model_partition_list *namesakes = map_find(&builder->namesakes, partition->name.text);
    if (!namesakes) {
        namesakes = arena_new(builder->arena, sizeof *namesakes);
        map_set(builder->arena, &builder->namesakes, partition->name.text, namesakes);
    }
    list_append(builder->arena, namesakes, partition);
}

// By the map of labels, which always says who has a name now.
bool partition_is_removed(const struct model_partition *partition)
{
    const struct model_table *table = partition->table;
    return table->is_removed || map_find(&table->labels, partition->name.text) != partition;
}

// Without a table, partitions of all tables that have the label.
struct model_partition_list reference_candidates(struct model_builder *builder,
                                                 const struct syntax_reference *reference)
{
    const bool has_table = reference->second.text != NULL;
    const char *label = has_table ? reference->second.text : reference->first.text;
    const struct model_partition_list *namesakes = map_find(&builder->namesakes, label);
    struct model_partition_list found = {0};
    for (size_t i = 0; namesakes && i < namesakes->count; i++) {
        struct model_partition *partition = namesakes->items[i];
        bool is_of_table = !has_table || partition->table->name.text == reference->first.text;
        if (is_of_table && !partition_is_removed(partition)) {
            list_append(builder->arena, &found, partition);
        }
    }
    return found;
}

// As the user would write it again.
const char *reference_text(struct arena *arena, const struct syntax_reference *reference)
{
    return reference->second.text
               ? arena_format(arena, "%s.%s", reference->first.text, reference->second.text)
               : reference->first.text;
}

// Shows how to name each of them, up to a limit.
void reference_report_ambiguous(struct model_builder *builder,
                                const struct syntax_reference *reference,
                                const struct model_partition_list *candidates)
{
    struct buffer names;
    buffer_init(&names, builder->arena);
    for (size_t i = 0; i < candidates->count && i < NAMED_LIMIT; i++) {
        const struct model_partition *partition = candidates->items[i];
        const char *separator = i + 1 == candidates->count ? " or " : ", ";
        buffer_format(&names, "%s`%s.%s`", i ? separator : "", partition->table->name.text,
                      partition->name.text);
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_AMBIGUOUS_NAME, reference->span,
               "several tables have a partition `%s`; write %s%s", reference->first.text,
               names.bytes, candidates->count > NAMED_LIMIT ? " ..." : "");
    for (size_t i = 0; i < candidates->count && i < NAMED_LIMIT; i++) {
        const struct model_partition *partition = candidates->items[i];
        add_note(diagnostic, partition->name.span, "`%s.%s` is declared here",
                 partition->table->name.text, partition->name.text);
    }
}

// Offers labels of all tables that are left.
static void report_nowhere(struct model_builder *builder, struct syntax_name name)
{
    const struct model_table_list *tables = &builder->model->tables;
    struct nearest nearest = nearest_to(name.text);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < tables->count; i++) {
        const struct model_table *table = tables->items[i];
        for (const struct model_partition *at = table->first; at && !table->is_removed;
             at = at->next) {
            nearest_offer(&nearest, at->name.text);
        }
    }
    lookup_report_lost(builder, name, "partition", &nearest);
}

// Of several, none is taken: which one is meant is not guessed.
struct model_partition *reference_find(struct model_builder *builder,
                                       const struct syntax_reference *reference)
{
    struct model_partition_list candidates = reference_candidates(builder, reference);
    if (candidates.count == 1) {
        return candidates.items[0];
    }
    if (candidates.count) {
        reference_report_ambiguous(builder, reference, &candidates);
    } else if (!reference->second.text) {
        report_nowhere(builder, reference->first);
    } else {
        const struct model_table *table = table_find(builder, reference->first);
        if (table) {
            lookup_report_partition(builder, table, reference->second);
        }
    }
    return NULL;
}

// What is gone may be named, too: nothing is said of that here.
void references_check_allows(struct model_builder *builder)
{
    for (size_t i = 0; i < builder->model->allows.count; i++) {
        const struct syntax_item *item = builder->model->allows.items[i];
        const struct model_partition_list candidates =
            reference_candidates(builder, &item->allow.partition);
        if (candidates.count > 1) {
            reference_report_ambiguous(builder, &item->allow.partition, &candidates);
        }
    }
}
