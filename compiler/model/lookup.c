// Tables and partitions by their names, and what is said where there is none of a name.
//
// The hint names what is spelled nearly so; it is only looked for if the message is shown.
#include "builder.h"

// A table that a variant removed is not found.
struct model_table *table_find(struct model_builder *builder, struct syntax_name name)
{
    struct model *model = builder->model;
    struct model_table *table = map_find(&model->table_names, name.text);
    if (!table) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; wants_hints(builder->diagnostics) && i < model->tables.count; i++) {
            nearest_offer(&nearest,
                          ((const struct model_table *)model->tables.items[i])->name.text);
        }
        model_report_unknown(builder->diagnostics, CODE_UNKNOWN_TABLE, name, "table", &nearest);
    }
    return table;
}

// A name that was removed is spelled right, so nothing else is offered for it.
void lookup_report_lost(struct model_builder *builder, struct syntax_name name, const char *what,
                        struct nearest *nearest)
{
    const struct span *removed = map_find(&builder->model->removed, name.text);
    if (removed) {
        nearest->found = NULL; // the name is right
    }
    struct diagnostic *diagnostic =
        model_report_unknown(builder->diagnostics, CODE_UNKNOWN_PARTITION, name, what, nearest);
    if (removed) {
        add_note(diagnostic, *removed, "it is removed here");
    }
}

// Along the links of the table: its list is made at the end.
void lookup_report_partition(struct model_builder *builder, const struct model_table *table,
                             struct syntax_name name)
{
    struct nearest nearest = nearest_to(name.text);
    const struct model_partition *at = wants_hints(builder->diagnostics) ? table->first : NULL;
    for (; at; at = at->next) {
        nearest_offer(&nearest, at->name.text);
    }
    lookup_report_lost(builder, name,
                       arena_format(builder->arena, "partition of table `%s`:", table->name.text),
                       &nearest);
}
