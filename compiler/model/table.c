// Tables: declared, amended, removed, their partitions put in order.
//
// Partitions are linked in their order while statements are applied, and are numbered at the end.
#include "builder.h"

#include <assert.h>

// A clause of a table can be replaced by a variant, but not within one statement.
static void table_clause(struct model_builder *builder, const struct syntax_clause **slot,
                         const struct syntax_clause *clause, const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count && clauses->items[i] != clause; i++) {
        const struct syntax_clause *before = clauses->items[i];
        if (before->kind == clause->kind) {
            struct diagnostic *diagnostic =
                report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, clause->span,
                       "`%s` is given twice", clause_name(clause));
            add_note(diagnostic, before->span, "it was first given here");
            return;
        }
    }
    if (clause->is_withdrawn && !*slot) {
        clause_report_needless(builder, clause);
    }
    *slot = clause->is_withdrawn ? NULL : clause;
}

// There is one kind of clause for each slot, as the grammar allows no others here.
static void table_clauses(struct model_builder *builder, struct model_table *table,
                          const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind == CLAUSE_COPIES) {
            copies_refuse(builder, clause);
            continue;
        }
        const struct syntax_clause **slot = clause->kind == CLAUSE_AT   ? &table->at
                                            : clause->kind == CLAUSE_IN ? &table->in
                                            : clause->kind == CLAUSE_ON ? &table->on
                                                                        : &table->checksum;
        table_clause(builder, slot, clause, clauses);
    }
}

// A table of a variant that only amends partitions is meant to be there.
static bool is_amendment(const struct model_builder *builder,
                         const struct syntax_partitions *partitions)
{
    for (size_t i = 0; i < partitions->count; i++) {
        const struct syntax_partition *partition = partitions->items[i];
        if (span_is_known(partition->type.span)) {
            return false;
        }
    }
    return builder->level > 0 && partitions->count > 0;
}

static void statement_take(struct model_builder *builder, struct model_table *table,
                           const struct syntax_partition *syntax)
{
    const struct model_partition *known = map_find(&table->labels, syntax->name.text);
    if (syntax->last.text) {
        family_take(builder, table, syntax);
    } else if (family_allows(builder, known, syntax)) {
        partition_take(builder, table, syntax);
    }
}

// A variant that names a table again amends it.
void table_declare(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    struct model_table *table = map_find(&model->table_names, item->name.text);
    const struct syntax_partitions partitions = include_partitions(builder, item);
    if (!table && is_amendment(builder, &partitions)) {
        table_find(builder, item->name);
        return;
    }
    if (!declare_name(builder, ITEM_TABLE, item->name, "table")) {
        return;
    }
    if (!table) {
        table = arena_new(builder->arena, sizeof *table);
        table->name = item->name;
        table->syntax = item;
        list_append(builder->arena, &model->tables, table);
        map_set(builder->arena, &model->table_names, item->name.text, table);
    }
    table_clauses(builder, table, &item->table.clauses);
    for (size_t i = 0; i < partitions.count; i++) {
        statement_take(builder, table, partitions.items[i]);
    }
}

// The partition that one is to be before or after; null: its table has none of this name.
static struct model_partition *find_neighbour(const struct model_partition *partition)
{
    const struct syntax_clause *position = partition->clauses.slots[CLAUSE_POSITION];
    const struct syntax_reference *reference = position->reference;
    const struct model_table *table = partition->table;
    bool is_elsewhere = reference->second.text && reference->first.text != table->name.text;
    return is_elsewhere ? NULL : map_find(&table->labels, position->name.text);
}

static void report_no_neighbour(struct model_builder *builder,
                                const struct model_partition *partition)
{
    const struct syntax_clause *position = partition->clauses.slots[CLAUSE_POSITION];
    const struct syntax_reference *reference = position->reference;
    const struct model_table *table = partition->table;
    if (!reference->second.text || reference->first.text == table->name.text) {
        lookup_report_partition(builder, table, position->name);
    } else if (reference_find(builder, reference)) {
        report(builder->diagnostics, CODE_BAD_POSITION, position->span,
               "`%s` is in table `%s`, so it cannot be %s `%s`, which is in another table",
               partition->name.text, table->name.text, clause_name(position),
               reference_text(builder->arena, reference));
    }
}

// Puts a partition, with those of its family that follow it, before or after another.
static void put_beside(struct model_builder *builder, struct model_partition *partition,
                       struct model_partition *other, enum clause_form form)
{
    struct model_partition_list moved = {0};
    for (struct model_partition *member = partition; member; member = model_family_after(member)) {
        list_append(builder->arena, &moved, member);
    }
    for_each (member, &moved) {
        partition_unlink(member);
    }
    struct model_partition *next = form == FORM_BEFORE ? other : other->next;
    for_each (member, &moved) {
        partition_insert(member, next);
    }
}

// The neighbour was moved before, if it has to move at all.
static void move_apply(struct model_builder *builder, struct model_partition *partition)
{
    const struct syntax_clause *position = partition->clauses.slots[CLAUSE_POSITION];
    struct model_partition *other = find_neighbour(partition);
    if (!other) {
        report_no_neighbour(builder, partition);
    } else if (other == partition || (other->family && other->family == partition->family)) {
        report(builder->diagnostics, CODE_BAD_POSITION, position->span,
               "`%s` cannot be before or after itself", partition->name.text);
    } else {
        put_beside(builder, partition, other, position->form);
    }
}

// The partition that one is before or after, if that has a position of its own, still to come.
static struct model_partition *move_before(const struct model_partition *partition,
                                           struct map *pending)
{
    struct model_partition *other = find_neighbour(partition);
    other = other ? family_head(other) : NULL;
    return other && map_find(pending, other) ? other : NULL;
}

// `before P`, `after P`: in the order in which they are written, but that P comes to its own place
// first. Where partitions name each other in a circle, one of them goes first.
static void moves_apply(struct model_builder *builder)
{
    struct map pending = {0};
    struct model_partition_list open = {0};
    for_each (partition, &builder->moves) {
        if (partition->clauses.slots[CLAUSE_POSITION] && !partition_is_removed(partition) &&
            family_head(partition) == partition) {
            map_set(builder->arena, &pending, partition, partition);
        }
    }
    for_each (next, &builder->moves) {
        while (next && map_find(&pending, next)) {
            map_set(builder->arena, &pending, next, NULL);
            list_append(builder->arena, &open, next);
            next = move_before(next, &pending);
        }
        while (open.count) {
            move_apply(builder, open.items[--open.count]);
        }
    }
}

// Where one position was undone by a later one, both cannot hold.
static void moves_check(struct model_builder *builder)
{
    for_each (partition, &builder->moves) {
        const struct syntax_clause *position = partition->clauses.slots[CLAUSE_POSITION];
        if (!position || partition_is_removed(partition)) {
            continue;
        }
        const struct model_partition *neighbour =
            position->form == FORM_BEFORE ? family_tail(partition)->next : partition->previous;
        const struct model_partition *other = find_neighbour(partition);
        bool is_other =
            other && other != partition && (!other->family || other->family != partition->family);
        if (family_head(partition) == partition && is_other && neighbour != other) {
            report(builder->diagnostics, CODE_BAD_POSITION, position->span,
                   "`%s` cannot be placed here: another partition has the same position, or both "
                   "refer to each other",
                   partition->name.text);
        }
    }
}

// A table without an `on` is on the chip's own flash.
static void table_find_flash(struct model_builder *builder, struct model_table *table)
{
    struct model *model = builder->model;
    table->flash = model->flashes.items[0];
    if (!table->on) {
        return;
    }
    struct syntax_name name = table->on->name;
    struct model_flash *flash = map_find(&model->flash_names, name.text);
    if (flash) {
        table->flash = flash;
        return;
    }
    struct nearest nearest = nearest_to(name.text);
    for (size_t i = 1; wants_hints(builder->diagnostics) && i < model->flashes.count; i++) {
        nearest_offer(&nearest, ((const struct model_flash *)model->flashes.items[i])->name.text);
    }
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_FLASH, name, "flash", &nearest);
    table->is_misplaced = true;
}

// The partition that a table is in. Without a table's name it is one of another table, since none
// can be in itself.
static struct model_partition *find_host(struct model_builder *builder,
                                         const struct model_table *table,
                                         const struct syntax_reference *reference)
{
    struct model_partition_list candidates = reference_candidates(builder, reference);
    struct model_partition_list others = {0};
    for_each (partition, &candidates) {
        if (partition->table != table || reference->second.text) {
            list_append(builder->arena, &others, partition);
        }
    }
    return others.count == 1 ? others.items[0] : reference_find(builder, reference);
}

// A table in a partition is on that partition's flash, which host_check() sets.
static void host_resolve(struct model_builder *builder, struct model_table *table)
{
    if (!table->in) {
        return;
    }
    const struct syntax_reference *reference = table->in->reference;
    if (table->at || table->on) {
        const struct syntax_clause *other = table->at ? table->at : table->on;
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_BAD_HOST, other->span,
                   "a table in a partition cannot have a place of its own");
        add_note(diagnostic, table->in->span, "it is put into a partition here");
    }
    table->host = find_host(builder, table, reference);
}

enum { TABLE_DEPTH = 8 };

// The chain of hosts ends on a flash.
static void host_check(struct model_builder *builder, struct model_table *table)
{
    struct model_table *outer = table;
    for (size_t depth = 0; outer->host; depth++) {
        outer = outer->host->table;
        if (outer == table || depth == TABLE_DEPTH) {
            report(builder->diagnostics, CODE_BAD_HOST, table->in->span, "table `%s` would be %s",
                   table->name.text,
                   outer == table ? "inside itself" : "nested too deeply in other tables");
            table->host = NULL;
            return;
        }
    }
    table->flash = outer->flash;
}

// A label of several tables means none of them alone: `shared` is where messages and names in C
// look.
static void index_label(struct model_builder *builder, struct model_partition *partition)
{
    struct model *model = builder->model;
    const char *label = partition->name.text;
    if (map_find(&model->labels, label)) {
        map_set(builder->arena, &model->shared, label, partition);
    } else {
        map_set(builder->arena, &model->labels, label, partition);
    }
}

// Indices are given here for the first time: what was removed has none.
static void partitions_collect(struct model_builder *builder, struct model_table *table)
{
    struct model *model = builder->model;
    for (struct model_partition *at = table->first; at; at = at->next) {
        at->index = model->partitions.count;
        list_append(builder->arena, &model->partitions, at);
        list_append(builder->arena, &table->partitions, at);
        index_label(builder, at);
    }
}

// Numbers the tables that are left, and their partitions, in order.
void tables_finish(struct model_builder *builder)
{
    struct model_table_list declared = builder->model->tables;
    struct model_table_list *tables = &builder->model->tables;
    moves_apply(builder);
    moves_check(builder);
    families_finish(builder);
    *tables = (struct model_table_list){0};
    for_each (table, &declared) {
        if (!table->is_removed) {
            table->index = tables->count;
            list_append(builder->arena, tables, table);
            table_find_flash(builder, table);
            host_resolve(builder, table);
            partitions_collect(builder, table);
        }
    }
    for_each (table, tables) {
        assert(tables->items[table->index] == table);
        host_check(builder, table);
    }
}
