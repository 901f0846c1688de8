// Names in C. They also name images and the targets of build fragments.
#include "define.h"

#include <string.h>

// Names that differ in upper and lower case only would be the same macro.
static void *find_or_keep(struct layout_builder *builder, struct map *names, const char *identifier,
                          void *item)
{
    const char *lower = text_lower(builder->arena, identifier);
    const char *key = names_intern(builder->solver->syntax->names, lower, strlen(lower));
    void *known = map_find(names, key);
    if (!known) {
        map_set(builder->arena, names, key, item);
    }
    return known;
}

bool layout_is_target(const char *identifier)
{
    static const char *const targets[] = {"flash", "erase", "ota"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (strcmp(identifier, targets[i]) == 0) {
            return true;
        }
    }
    return false;
}

// The name of a schema is the prefix of all names in C, and of the targets of build fragments.
static void check_schema(struct layout_builder *builder)
{
    const struct layout *layout = builder->layout;
    if (*layout->identifier == '_') {
        report(
            builder->diagnostics, CODE_BAD_LABEL, layout->span,
            "a schema's name must begin with a letter, because all generated names begin with it");
    }
    if (layout_is_target(layout->identifier)) {
        report(builder->diagnostics, CODE_BAD_LABEL, layout->span,
               "a schema cannot be called `%s`: build fragments have targets such as `%s-nvs`",
               layout->name, layout->identifier);
    }
}

// A label is given by whoever made the table: names that the header has for things of its own give
// way to no label, so a partition is called otherwise.
static const char *partition_name(struct arena *arena, const char *label)
{
    static const char *const taken[] = {"flash", "layout", "ota", "ota_slot", "open"};
    const char *name = text_identifier(arena, label);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (strcmp(text_lower(arena, name), taken[i]) == 0) {
            return arena_format(arena, "%s_partition", name);
        }
    }
    return name;
}

// A label that several tables use gets its table's name as a prefix.
static void define_partition(struct layout_builder *builder, struct map *names,
                             struct partition *partition)
{
    struct arena *arena = builder->arena;
    const char *own = partition_name(arena, partition->label);
    bool is_shared = map_find(&builder->model->shared, partition->label) != NULL;
    partition->identifier =
        is_shared ? arena_format(arena, "%s_%s", partition->table->identifier, own) : own;
    const struct partition *known = find_or_keep(builder, names, partition->identifier, partition);
    if (known) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_SAME_IDENTIFIER, partition->span,
                   "`%s` and `%s` would have the same name in C, %s", partition->label,
                   known->label, text_upper(arena, partition->identifier));
        add_note(diagnostic, known->span, "`%s` is here", known->label);
    }
}

static void check_table(struct layout_builder *builder, struct map *names, struct table *table)
{
    const struct table *known = find_or_keep(builder, names, table->identifier, table);
    if (known) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_SAME_IDENTIFIER, table->span,
                   "tables `%s` and `%s` would have the same name in C, %s", table->name,
                   known->name, text_upper(builder->arena, table->identifier));
        add_note(diagnostic, known->span, "`%s` is here", known->name);
    }
}

// Tables and partitions have namespaces of their own. The header's names for tables have `_TABLE`
// in them, so that a table may be called as a partition is.
void define_identifiers(struct layout_builder *builder)
{
    struct map partitions = {0};
    struct map tables = {0};
    check_schema(builder);
    for_each (table, &builder->tables) {
        check_table(builder, &tables, table);
    }
    for_each (partition, &builder->partitions) {
        define_partition(builder, &partitions, partition);
    }
}
