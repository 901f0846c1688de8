// Kconfig: what expressions make of symbols, and what depends on them.
//
// The meaning is that of the kernel's kconfig-language.rst: `m` counts as on, an undefined symbol
// is `n`, and in a relation it stands for its own name.
#include "builder.h"

#include <assert.h>
#include <string.h>

enum { REASONS_LIMIT = 8 };

// An empty text is what Kconfig compares with where a number or string has no value.
static struct kconfig_operand symbol_value(const struct symbol *symbol)
{
    if (!symbol->value) {
        bool is_bool = symbol->kind && strcmp(symbol->kind, "bool") == 0;
        const char *none = is_bool ? "n" : symbol->kind ? "" : symbol->name.text;
        return (struct kconfig_operand){0, none, symbol->kind};
    }
    return (struct kconfig_operand){kconfig_truth(symbol->value), symbol->value, symbol->kind};
}

// Kconfig expressions have these operations alone, which the parser sees to.
static enum kconfig_operator operator_of(enum operation operation)
{
    static const enum kconfig_operator operators[] = {
        [OPERATION_LOGICAL_AND] = KCONFIG_AND, [OPERATION_LOGICAL_OR] = KCONFIG_OR,
        [OPERATION_LESS] = KCONFIG_LESS,       [OPERATION_LESS_EQUAL] = KCONFIG_LESS_EQUAL,
        [OPERATION_GREATER] = KCONFIG_GREATER, [OPERATION_GREATER_EQUAL] = KCONFIG_GREATER_EQUAL,
        [OPERATION_EQUAL] = KCONFIG_EQUAL,     [OPERATION_NOT_EQUAL] = KCONFIG_NOT_EQUAL,
    };
    assert(operation < sizeof operators / sizeof *operators);
    return operators[operation];
}

struct reason_list LIST(const struct symbol);

// A value that is being worked on, and the first of the symbols that make it what it is.
struct working {
    struct kconfig_operand operand;
    size_t first;
};

// A constant, or the value of a symbol, which becomes the first reason.
static struct working operand_take(struct model_builder *builder, const struct term *term,
                                   struct reason_list *reasons)
{
    size_t first = reasons ? reasons->count : 0;
    bool is_constant = strcmp(term->text, "y") == 0 || strcmp(term->text, "m") == 0 ||
                       strcmp(term->text, "n") == 0;
    if (term->kind == TERM_LITERAL || is_constant) {
        return (struct working){kconfig_constant(term->text), first};
    }
    const struct symbol *symbol = symbol_get(builder, term);
    if (reasons) {
        list_append(builder->arena, reasons, symbol);
    }
    return (struct working){symbol_value(symbol), first};
}

// Of two sides, those that make the result what it is: of `A && B` that does not hold, those that
// do not.
static void reasons_join(struct reason_list *reasons, const struct working *a,
                         const struct working *b, enum kconfig_operator operation, bool holds)
{
    bool is_logic = operation == KCONFIG_AND || operation == KCONFIG_OR;
    if (is_logic && (b->operand.truth > 0) != holds) {
        reasons->count = b->first;
    } else if (is_logic && (a->operand.truth > 0) != holds) {
        memmove(reasons->items + a->first, reasons->items + b->first,
                (reasons->count - b->first) * sizeof *reasons->items);
        reasons->count -= b->first - a->first;
    }
}

// Whether an expression holds. The symbols by which it does, or does not, are added to `reasons`,
// where that is not null.
static bool decide(struct model_builder *builder, const struct expression *expression,
                   struct reason_list *reasons)
{
    struct working *values = arena_array(builder->arena, expression->count, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        struct working *a = count ? &values[count - 1] : values;
        if (term->kind == TERM_SYMBOL || term->kind == TERM_LITERAL) {
            values[count++] = operand_take(builder, term, reasons);
        } else if (term->kind == TERM_UNARY) {
            a->operand = kconfig_operate(KCONFIG_NOT, a->operand, a->operand);
        } else if (term->kind == TERM_BINARY) {
            struct working left = values[--count - 1], right = values[count];
            enum kconfig_operator operation = operator_of(term->operation);
            a = &values[count - 1];
            a->operand = kconfig_operate(operation, left.operand, right.operand);
            if (reasons) {
                reasons_join(reasons, &left, &right, operation, a->operand.truth > 0);
            }
        }
    }
    return values[0].operand.truth > 0;
}

static bool holds(struct model_builder *builder, const struct expression *expression)
{
    return decide(builder, expression, NULL);
}

// Expressions that are off are remembered by their address: the tree is shared by all variants,
// and does not change.
static void expression_decide(struct model_builder *builder, const struct expression *condition)
{
    if (condition && !holds(builder, condition)) {
        map_set_const(builder->arena, &builder->model->off, condition, condition);
    }
}

// Lines are nested as deep as the parser's stack lets them; the lists of those still to
// do are kept here, not on the stack.
static void lines_decide(struct model_builder *builder, const struct syntax_lines *lines)
{
    struct LIST(const struct syntax_lines) open = {0};
    list_append(builder->arena, &open, lines);
    while (open.count) {
        const struct syntax_lines *next = open.items[--open.count];
        for (size_t i = 0; i < next->count; i++) {
            const struct syntax_line *line = next->items[i];
            expression_decide(builder, line->depends);
            list_append(builder->arena, &open, &line->lines);
        }
    }
}

// Whether an expression has a symbol that was reported, or that what is missing may have declared:
// what follows of it is not a mistake of its own.
static bool is_doubtful(const struct model_builder *builder, const struct expression *expression)
{
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        const struct symbol *symbol =
            term->kind == TERM_SYMBOL ? map_find(&builder->model->symbol_names, term->text) : NULL;
        if (symbol && symbol->is_nowhere) {
            return true;
        }
    }
    return false;
}

// The conditions of lines of content are decided here, too.
static void partitions_decide(struct model_builder *builder)
{
    bool is_damaged = damage_is_any(&builder->syntax->damage);
    for_each (partition, &builder->model->partitions) {
        const struct syntax_clause *depends = partition->clauses.slots[CLAUSE_DEPENDS];
        const struct syntax_clause *from = partition->clauses.slots[CLAUSE_FROM];
        partition->is_absent = depends && !holds(builder, depends->value);
        if (depends && is_damaged && is_doubtful(builder, depends->value)) {
            partition->table->is_damaged = true; // it may be there or not
        }
        if (from && from->content) {
            lines_decide(builder, &from->content->lines);
        }
    }
}

// What is in a partition that is disabled is disabled, too.
static void inner_decide(struct model_builder *builder)
{
    const struct model_table_list *tables = &builder->model->tables;
    bool is_settled = false;
    while (!is_settled) { // once more than tables are nested
        is_settled = true;
        for_each (table, tables) {
            if (!table->host || !table->host->is_absent || table->is_absent) {
                continue;
            }
            table->is_absent = true;
            is_settled = false;
            for_each (partition, &table->partitions) {
                partition->is_absent = true;
            }
        }
    }
}

// Why an expression holds or does not: a note at each symbol that makes it so.
static void note_reasons(struct model_builder *builder, struct diagnostic *diagnostic,
                         const struct expression *expression)
{
    struct reason_list reasons = {0};
    decide(builder, expression, &reasons);
    for (size_t i = 0; i < reasons.count && i < REASONS_LIMIT; i++) {
        bool is_new = true;
        for (size_t j = 0; j < i; j++) {
            is_new &= reasons.items[j] != reasons.items[i];
        }
        if (is_new) {
            symbol_note(builder, diagnostic, reasons.items[i]);
        }
    }
}

// What switches a partition off: its own condition, or that of one that it is in.
static void note_absence(struct model_builder *builder, struct diagnostic *diagnostic,
                         const struct model_partition *partition)
{
    const struct syntax_clause *depends = partition->clauses.slots[CLAUSE_DEPENDS];
    while (partition->table->is_absent && !(depends && !holds(builder, depends->value))) {
        partition = partition->table->host;
        depends = partition->clauses.slots[CLAUSE_DEPENDS];
        add_note(diagnostic, partition->name.span, "it is in `%s`, which is disabled",
                 partition->name.text);
    }
    add_note(diagnostic, depends->span, "`%s` is disabled here: the condition is false",
             partition->name.text);
    note_reasons(builder, diagnostic, depends->value);
}

// Why there is no such partition: it was removed, its table is not there, or it was never declared.
static void note_no_label(struct model_builder *builder, struct diagnostic *diagnostic,
                          const struct syntax_reference *reference)
{
    bool has_table = reference->second.text != NULL;
    const char *label = has_table ? reference->second.text : reference->first.text;
    const struct span *removed = map_find(&builder->model->removed, label);
    if (removed) {
        add_note(diagnostic, *removed, "it is removed here");
        return;
    }
    if (has_table && !map_find(&builder->model->table_names, reference->first.text)) {
        add_note(diagnostic, (struct span){0}, "there is no table `%s`", reference->first.text);
        return;
    }
    struct nearest nearest = nearest_to(label);
    for (size_t i = 0; wants_hints(builder->diagnostics) && i < builder->model->partitions.count;
         i++) {
        const struct model_partition *other = builder->model->partitions.items[i];
        nearest_offer(&nearest, other->name.text);
    }
    add_note(diagnostic, (struct span){0}, "%s%s",
             has_table ? "the table has no partition of this name"
                       : "no table has a partition of this name",
             nearest_hint(builder->arena, &nearest));
}

// One whose own statement, or the condition in it, has a mistake: it may have been meant to be
// there.
static bool is_mistaken(const struct model_builder *builder,
                        const struct model_partition *partition)
{
    const struct syntax_clause *depends =
        partition ? partition->clauses.slots[CLAUSE_DEPENDS] : NULL;
    return partition && (partition->is_broken || (depends && is_doubtful(builder, depends->value)));
}

// Says why the condition is true, and why the partition is not there.
static void report_required(struct model_builder *builder, const struct syntax_item *item,
                            const struct syntax_reference *reference,
                            const struct model_partition *partition)
{
    const struct diagnostics *diagnostics = builder->diagnostics;
    const char *condition = sources_text(diagnostics->sources, item->value->span);
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_REQUIRED_MISSING, reference->span,
               "`%s` is true, so partition `%s` must exist", condition,
               reference_text(builder->arena, reference));
    note_reasons(builder, diagnostic, item->value);
    if (partition) {
        note_absence(builder, diagnostic, partition);
    } else {
        note_no_label(builder, diagnostic, reference);
    }
}

// A partition that may exist because of a mistake elsewhere is not missed.
static void require_check(struct model_builder *builder, const struct syntax_item *item)
{
    bool is_needed = holds(builder, item->value) && !is_doubtful(builder, item->value) &&
                     !damage_touches(&builder->syntax->damage, item->span);
    for (size_t i = 0; i < item->require.references.count; i++) {
        const struct syntax_reference *reference = item->require.references.items[i];
        const struct model_partition_list found = reference_candidates(builder, reference);
        const struct model_partition *partition = found.count ? found.items[0] : NULL;
        if (found.count > 1) {
            reference_report_ambiguous(builder, reference, &found);
        } else if (is_needed && (!partition || partition->is_absent) &&
                   !is_mistaken(builder, partition)) {
            report_required(builder, item, reference, partition);
        } else if (!is_needed && !partition) {
            declared_check(builder, reference);
        }
    }
}

// Conditions first, then what is within what they switch off; only then can anything be missed.
void kconfig_apply(struct model_builder *builder)
{
    partitions_decide(builder);
    inner_decide(builder);
    for (size_t i = 0; i < builder->model->requires.count; i++) {
        require_check(builder, builder->model->requires.items[i]);
    }
}
