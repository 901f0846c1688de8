// Clauses: one a kind is in effect; a later statement replaces or withdraws that of an earlier one.
//
// `no X` leaves the slot empty, so that what the type says, which no partition can undo, holds
// again. Only `no from` stays in its slot: it forbids the program of that name in the directory of
// `tools`, too.
#include "builder.h"

// As it is written, so that messages can quote it.
const char *clause_name(const struct syntax_clause *clause)
{
    static const char *const names[] = {
        [CLAUSE_AT] = "at",
        [CLAUSE_SIZE] = "size",
        [CLAUSE_ALIGN] = "align",
        [CLAUSE_PREFER] = "prefer",
        [CLAUSE_MULTIPLE] = "multiple",
        [CLAUSE_BOUNDARY] = "boundary",
        [CLAUSE_POSITION] = "before",
        [CLAUSE_DEPENDS] = "depends",
        [CLAUSE_FROZEN] = "frozen",
        [CLAUSE_WAS] = "was",
        [CLAUSE_FROM] = "from",
        [CLAUSE_OUTSIDE] = "outside",
        [CLAUSE_UNIQUE] = "unique",
        [CLAUSE_KIND] = "kind",
        [CLAUSE_RESERVED] = "reserved",
        [CLAUSE_FLAG] = "flag",
        [CLAUSE_NOT] = "not",
        [CLAUSE_IN] = "in",
        [CLAUSE_ON] = "on",
        [CLAUSE_CHECKSUM] = "checksum",
        [CLAUSE_COPIES] = "copies",
        [CLAUSE_LIFETIME] = "preserve",
        [CLAUSE_HEADROOM] = "headroom",
    };
    return clause->form == FORM_AFTER     ? "after"
           : clause->form == FORM_SCRATCH ? "scratch"
                                          : names[clause->kind];
}

// Outside of variants, a note says what `no` is for.
void clause_report_needless(struct model_builder *builder, const struct syntax_clause *clause)
{
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_WITHDRAWS_NOTHING, clause->span,
               "`%s` has no effect: it was not set before",
               sources_text(builder->diagnostics->sources, clause->span));
    if (builder->level == 0) {
        add_note(diagnostic, (struct span){0},
                 "a variant uses `no` to withdraw what the schema says about this partition%s",
                 clause->kind == CLAUSE_FLAG
                     ? "; for what a type forbids, write `not FLAG` in the type"
                     : "");
    }
}

// Of two words that share a slot, `before` and `after`, `preserve` and `scratch`, only the one that
// was said can be withdrawn.
static bool has_said(const struct syntax_clause *old, const struct syntax_clause *clause)
{
    bool shares = clause->kind == CLAUSE_POSITION || clause->kind == CLAUSE_LIFETIME;
    return old && !old->is_withdrawn && (!shares || old->form == clause->form);
}

static void clause_withdraw(struct model_builder *builder, const struct syntax_clause *clause,
                            const struct syntax_clause **slot)
{
    bool was_said = has_said(*slot, clause);
    if (clause->kind == CLAUSE_FROM) {
        *slot = clause;
        if (!was_said) {
            list_append(builder->arena, &builder->needless, clause);
        }
    } else if (was_said) {
        *slot = NULL;
    } else {
        clause_report_needless(builder, clause);
    }
}

// `no from` is only needless without a directory of `tools`, which a later item may name.
void needless_check(struct model_builder *builder)
{
    const char *tools = builder->model->tools;
    for (size_t i = 0; i < builder->needless.count && (!tools || !*tools); i++) {
        clause_report_needless(builder, builder->needless.items[i]);
    }
}

// `no preserve scratch`, `at end no at`: one of them is too many.
static void report_withdrawn_too(struct model_builder *builder, const struct syntax_clause *clause,
                                 const struct syntax_clause *before)
{
    const struct syntax_clause *given = clause->is_withdrawn ? before : clause;
    const struct syntax_clause *withdrawn = clause->is_withdrawn ? clause : before;
    const struct sources *sources = builder->diagnostics->sources;
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, withdrawn->span,
               "`%s` is not needed beside `%s`, which replaces the earlier value: leave it out",
               sources_text(sources, withdrawn->span), clause_name(given));
    add_note(diagnostic, given->span, "`%s` is given here", clause_name(given));
}

static void report_twice(struct model_builder *builder, const struct syntax_clause *clause,
                         const struct syntax_clause *before)
{
    if (clause->is_withdrawn != before->is_withdrawn) {
        report_withdrawn_too(builder, clause, before);
        return;
    }
    bool are_two = clause->kind == CLAUSE_LIFETIME && clause->form != before->form;
    struct diagnostic *diagnostic =
        are_two ? report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, clause->span,
                         "a partition cannot be both `%s` and `%s`", clause_name(before),
                         clause_name(clause))
                : report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, clause->span,
                         "`%s` is given twice", clause_name(clause));
    add_note(diagnostic, before->span, are_two ? "`%s` is given here" : "it was first given here",
             clause_name(before));
}

// A later statement replaces a clause of the same kind; within one statement that is a mistake.
void clauses_merge(struct model_builder *builder, const struct syntax_clauses *clauses,
                   struct clauses *into, bool is_of_type)
{
    const struct syntax_clause *seen[CLAUSE_SLOT_COUNT] = {NULL};
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind >= CLAUSE_SLOT_COUNT || (is_of_type && clause->is_withdrawn)) {
            continue;
        }
        if (seen[clause->kind]) {
            report_twice(builder, clause, seen[clause->kind]);
            continue;
        }
        seen[clause->kind] = clause;
        if (clause->is_withdrawn) {
            clause_withdraw(builder, clause, &into->slots[clause->kind]);
        } else if (clause->content && !clause->content->generator.text) {
            into->slots[CLAUSE_FROM] = content_amend(builder, clause, into->slots[CLAUSE_FROM]);
        } else {
            into->slots[clause->kind] = clause;
        }
    }
}
