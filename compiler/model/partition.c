// Partitions: declared, and amended by variants.
//
// A statement with a type declares a partition; one without a type, in a variant, amends the one
// of its name.
#include "builder.h"

static void flag_set(struct model_builder *builder, struct model_partition *partition,
                     uint32_t flag, const struct syntax_clause *clause)
{
    partition->flags |= flag;
    if (!partition->flag) {
        partition->flag = arena_array(builder->arena, FLAG_LIMIT, sizeof *partition->flag);
    }
    for (size_t bit = 0; bit < FLAG_LIMIT; bit++) {
        partition->flag[bit] = flag >> bit & 1 ? clause : partition->flag[bit];
    }
}

// `no FLAG` takes back what an earlier statement set.
static void flags_merge(struct model_builder *builder, const struct syntax_clauses *clauses,
                        struct model_partition *partition)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind != CLAUSE_FLAG) {
            continue;
        }
        uint32_t flag = flag_find(builder, clause);
        if (flag & seen) {
            report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, clause->span,
                   "flag `%s` is given twice", clause->name.text);
        }
        seen |= flag;
        if (!clause->is_withdrawn) {
            flag_set(builder, partition, flag, clause);
        } else if (flag && !(partition->flags & flag)) {
            clause_report_needless(builder, clause);
        } else {
            partition->flags &= ~flag;
        }
    }
}

// These describe a kind of partition, and are its author's.
static void check_clauses(struct model_builder *builder, const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind == CLAUSE_OUTSIDE || clause->kind == CLAUSE_UNIQUE ||
            clause->kind == CLAUSE_KIND || clause->kind == CLAUSE_RESERVED) {
            report(builder->diagnostics, CODE_MISPLACED_CLAUSE, clause->span,
                   "only types can have the clause `%s`, not partitions", clause_name(clause));
        }
    }
}

// Flags are merged one by one; all other clauses have a slot.
static void take_clauses(struct model_builder *builder, const struct syntax_partition *syntax,
                         struct model_partition *partition)
{
    check_clauses(builder, &syntax->clauses);
    clauses_merge(builder, &syntax->clauses, &partition->clauses, false);
    flags_merge(builder, &syntax->clauses, partition);
    const struct syntax_clause *position = partition->clauses.slots[CLAUSE_POSITION];
    bool is_moved = false;
    for (size_t i = 0; i < syntax->clauses.count; i++) {
        is_moved |= syntax->clauses.items[i] == position;
    }
    if (position && is_moved) {
        list_append(builder->arena, &builder->moves, partition);
    }
}

// Before `next`, or at the end for null. The links are doubled, so that moving takes constant
// time.
void partition_insert(struct model_partition *partition, struct model_partition *next)
{
    struct model_table *table = partition->table;
    partition->next = next;
    partition->previous = next ? next->previous : table->last;
    *(partition->previous ? &partition->previous->next : &table->first) = partition;
    *(next ? &next->previous : &table->last) = partition;
}

void partition_unlink(struct model_partition *partition)
{
    struct model_table *table = partition->table;
    *(partition->previous ? &partition->previous->next : &table->first) = partition->next;
    *(partition->next ? &partition->next->previous : &table->last) = partition->previous;
}

// It is put at the end of its table; a clause may move it later.
static void partition_add(struct model_builder *builder, struct model_table *table,
                          const struct syntax_partition *syntax)
{
    struct model_partition *partition = arena_new(builder->arena, sizeof *partition);
    partition->name = syntax->name;
    partition->syntax = syntax;
    partition->table = table;
    declare_check(builder, syntax->name, "partition");
    if (span_is_known(syntax->type.span)) {
        type_of_partition(builder, partition);
    } else {
        report(builder->diagnostics, CODE_NO_TYPE, syntax->name.span,
               "partition `%s` needs a type and subtype, such as `data.nvs`", syntax->name.text);
    }
    take_clauses(builder, syntax, partition);
    partition_insert(partition, NULL);
    map_set(builder->arena, &table->labels, syntax->name.text, partition);
    reference_enter(builder, partition);
}

static void report_duplicate(struct model_builder *builder, const struct model_partition *partition,
                             const struct syntax_partition *syntax)
{
    builder->model->has_namesake = true;
    struct diagnostic *diagnostic = report(
        builder->diagnostics, CODE_DUPLICATE_NAME, syntax->name.span,
        "table `%s` already has a partition `%s`", partition->table->name.text, syntax->name.text);
    add_note(diagnostic, partition->name.span, "it is declared here%s",
             builder->level ? "; to change it, leave its type out" : "");
}

// In the schema itself each statement declares; in a variant, one with a type does.
void partition_take(struct model_builder *builder, struct model_table *table,
                    const struct syntax_partition *syntax)
{
    struct model_partition *partition = map_find(&table->labels, syntax->name.text);
    bool declares = builder->level == 0 || span_is_known(syntax->type.span);
    if (declares && partition) {
        report_duplicate(builder, partition, syntax);
    } else if (declares) {
        partition_add(builder, table, syntax);
    } else if (!partition) {
        lookup_report_partition(builder, table, syntax->name);
    } else if (syntax->clauses.count == 0) {
        report(builder->diagnostics, CODE_NOTHING_AMENDED, syntax->span,
               "this changes nothing in partition `%s`", syntax->name.text);
    } else {
        take_clauses(builder, syntax, partition);
    }
}
