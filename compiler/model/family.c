// Families: `partition ota_0 .. ota_3 ...` is one element of the syntax, and its members here.
//
// Every member is a partition of its own, declared and amended by a statement that is made for it:
// the family's, with the member's name, its subtype and what it was called. What is wrong with the
// statement is reported once, for the first member. The members that are left are in a row: where
// one partition is placed (`at`, `before`, `after`), the family is, by the first of them.
#include "builder.h"

#include <inttypes.h>
#include <string.h>

enum { FAMILY_LIMIT = 128 }; // no table of flash has room for more

// The names of a family: a text and the numbers that follow it.
struct numbering {
    const char *text;
    size_t prefix;
    uint64_t first, last;
};

static const char *number_name(struct model_builder *builder, const struct numbering *numbering,
                               uint64_t number)
{
    const char *name = arena_format(builder->arena, "%.*s%" PRIu64, (int)numbering->prefix,
                                    numbering->text, number);
    return names_intern(builder->syntax->names, name, strlen(name));
}

// What is wrong with two names that are to be the first and the last of a family; null: nothing.
static const char *read_numbering(const char *first, const char *last, struct numbering *numbering)
{
    size_t prefix;
    numbering->text = first;
    if (!type_split_number(first, &numbering->prefix, &numbering->first) ||
        !type_split_number(last, &prefix, &numbering->last)) {
        return "the name of each member must end with its number, without leading zeros";
    }
    if (prefix != numbering->prefix || strncmp(first, last, prefix) != 0) {
        return "the names of its members may only differ in the number at their end";
    }
    if (numbering->last < numbering->first) {
        return "its members must count upwards";
    }
    return numbering->last - numbering->first >= FAMILY_LIMIT ? "it can have at most 128 members"
                                                              : NULL;
}

static bool check_numbering(struct model_builder *builder, struct span span,
                            struct syntax_name first, struct syntax_name last,
                            struct numbering *numbering)
{
    const char *problem = read_numbering(first.text, last.text, numbering);
    if (problem) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_BAD_FAMILY, span, "`%s .. %s` is not a family: %s",
                   first.text, last.text, problem);
        add_note(diagnostic, (struct span){0}, "write it as `ota_0 .. ota_3`");
    }
    return !problem;
}

// `ota_0 .. ota_3` as a whole: the mistake is in the range.
static struct span family_span(const struct syntax_partition *syntax)
{
    bool has_last = span_is_known(syntax->last.span);
    return has_last ? span_join(syntax->name.span, syntax->last.span) : syntax->name.span;
}

// A label that was removed may have been declared again, for another partition.
static bool is_left(const struct model_partition *partition)
{
    return map_find(&partition->table->labels, partition->name.text) == partition;
}

// At most 128 members: a walk is cheap.
struct model_partition *family_head(struct model_partition *partition)
{
    const struct model_partition_list *members =
        partition->family ? &partition->family->members : NULL;
    for (size_t i = 0; members && i < members->count; i++) {
        if (is_left(members->items[i])) {
            return members->items[i];
        }
    }
    return partition;
}

const struct model_partition *family_tail(const struct model_partition *partition)
{
    const struct model_partition_list *members =
        partition->family ? &partition->family->members : NULL;
    for (size_t i = members ? members->count : 0; i > 0; i--) {
        if (is_left(members->items[i - 1])) {
            return members->items[i - 1];
        }
    }
    return partition;
}

// In the row as it is: a removed member is not a neighbour any more.
const struct model_partition *model_family_before(const struct model_partition *partition)
{
    const struct model_partition *before = partition->previous;
    return before && before->family && before->family == partition->family ? before : NULL;
}

struct model_partition *model_family_after(const struct model_partition *partition)
{
    struct model_partition *after = partition->next;
    return after && after->family && after->family == partition->family ? after : NULL;
}

// `was a_0 .. a_3` as each member has it; null, and reported, where that names no such family.
static const struct syntax_clause *was_of_member(struct model_builder *builder,
                                                 const struct syntax_clause *clause,
                                                 const struct numbering *numbering, uint64_t step)
{
    struct numbering old;
    struct syntax_name first = clause->reference->first;
    struct syntax_name last = clause->reference->second;
    uint64_t count = numbering->last - numbering->first;
    bool has_range = last.text != NULL;
    if (has_range && !check_numbering(builder, clause->reference->span, first, last, &old)) {
        return NULL;
    }
    if (!has_range || old.last - old.first != count) {
        report(builder->diagnostics, CODE_BAD_FAMILY, clause->span,
               "the family has %" PRIu64
               " members, so `was` must name as many: write `was old_0 .. old_%" PRIu64 "`",
               count + 1, count);
        return NULL;
    }
    struct syntax_clause *copy = arena_new(builder->arena, sizeof *copy);
    *copy = *clause;
    copy->name.text = number_name(builder, &old, old.first + step);
    copy->reference = NULL;
    return copy;
}

// Each member has the family's clauses, but its own part of `was`.
static struct syntax_clauses clauses_of_member(struct model_builder *builder,
                                               const struct syntax_clauses *clauses,
                                               const struct numbering *numbering, uint64_t step)
{
    struct syntax_clauses own = {0};
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        if (clause->kind == CLAUSE_WAS && !clause->is_withdrawn) {
            clause = was_of_member(builder, clause, numbering, step);
        }
        if (clause) {
            list_append(builder->arena, &own, clause);
        }
    }
    return own;
}

// The statement of one member. False if there is no such subtype.
static bool make_statement(struct model_builder *builder, const struct syntax_partition *family,
                           const struct numbering *numbering, uint64_t step,
                           struct syntax_partition *member)
{
    *member = *family;
    member->last = (struct syntax_name){0};
    member->name.text = number_name(builder, numbering, numbering->first + step);
    member->name.span = family_span(family);
    member->clauses = clauses_of_member(builder, &family->clauses, numbering, step);
    return !span_is_known(family->type.span) ||
           type_of_member(builder, &family->type, step, &member->type);
}

// Takes the statement of a member; what is wrong with it was said of the first, for all. False if
// the subtypes do not reach so far.
static bool take_member(struct model_builder *builder, struct model_table *table,
                        const struct syntax_partition *family, const struct numbering *numbering,
                        uint64_t step, bool is_heard)
{
    struct diagnostics unheard;
    struct diagnostics *diagnostics = builder->diagnostics;
    struct syntax_partition *member = arena_new(builder->arena, sizeof *member);
    if (!is_heard) {
        diagnostics_init(&unheard, builder->arena, diagnostics->sources);
        builder->diagnostics = &unheard;
    }
    bool is_good = make_statement(builder, family, numbering, step, member);
    bool is_lost = family->clauses.count > 0 && member->clauses.count == 0 && // it was reported
                   !span_is_known(family->type.span);
    if (!is_lost) {
        partition_take(builder, table, member);
    }
    builder->diagnostics = diagnostics;
    return is_good;
}

static void report_subtypes(struct model_builder *builder, const struct syntax_partition *syntax,
                            const struct numbering *numbering, uint64_t found)
{
    report(builder->diagnostics, CODE_BAD_FAMILY, syntax->type.span,
           "the family has %" PRIu64
           " members, but from `%s.%s` on there are subtypes for only %" PRIu64,
           numbering->last - numbering->first + 1, syntax->type.type.text,
           syntax->type.subtype.text, found);
}

// The members are statements of single partitions, made from that of the family.
static void declare_family(struct model_builder *builder, struct model_table *table,
                           const struct syntax_partition *syntax, const struct numbering *numbering)
{
    struct model_family *family = arena_new(builder->arena, sizeof *family);
    family->first = syntax->name;
    family->last = syntax->last;
    family->table = table;
    list_append(builder->arena, &builder->families, family);
    uint64_t count = numbering->last - numbering->first + 1;
    uint64_t typed = 0;
    bool is_taken = false; // one of the names is: that is said once, too
    for (uint64_t i = 0; i < count; i++) {
        const char *name = number_name(builder, numbering, numbering->first + i);
        struct model_partition *known = map_find(&table->labels, name);
        bool is_heard = known ? !is_taken : family->members.count == 0;
        typed += take_member(builder, table, syntax, numbering, i, is_heard);
        struct model_partition *member = map_find(&table->labels, name);
        is_taken |= known != NULL;
        if (member != known) {
            member->family = family;
            list_append(builder->arena, &family->members, member);
        }
    }
    if (typed < count) {
        report_subtypes(builder, syntax, numbering, typed);
    }
}

// One or some members are named where the family is meant, or has to be.
static void report_part(struct model_builder *builder, const struct model_partition *member,
                        struct span span, const char *clause)
{
    const struct model_family *family = member->family;
    const char *why =
        clause ? arena_format(builder->arena, "`%s` applies to all members of a family", clause)
               : "a family can only be amended as a whole";
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_FAMILY_MEMBER, span, "%s: write `partition %s .. %s`",
               why, family->first.text, family->last.text);
    add_fix(diagnostic, span, "%s .. %s", family->first.text, family->last.text);
    add_note(diagnostic, member->syntax->name.span, "the family is declared here");
}

// What makes the members of a family alike, and keeps them side by side.
static bool is_of_family(enum clause_kind kind)
{
    static const bool shared[CLAUSE_COPIES + 1] = {
        [CLAUSE_AT] = true,       [CLAUSE_SIZE] = true,     [CLAUSE_ALIGN] = true,
        [CLAUSE_PREFER] = true,   [CLAUSE_MULTIPLE] = true, [CLAUSE_BOUNDARY] = true,
        [CLAUSE_POSITION] = true, [CLAUSE_HEADROOM] = true,
    };
    return shared[kind];
}

// What keeps members alike can only be said of all of them.
bool family_allows(struct model_builder *builder, const struct model_partition *partition,
                   const struct syntax_partition *syntax)
{
    const struct syntax_clauses *clauses = &syntax->clauses;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct syntax_clause *clause = clauses->items[i];
        bool is_range =
            clause->kind == CLAUSE_WAS && clause->reference && clause->reference->second.text;
        if (is_range) {
            report(builder->diagnostics, CODE_BAD_FAMILY, clause->span,
                   "`%s` is a single partition, so `was` must name a single one: write `was NAME`",
                   syntax->name.text);
            return false;
        }
        if (partition && partition->family && is_of_family(clause->kind)) {
            report_part(builder, partition, syntax->name.span, clause_name(clause));
            return false;
        }
    }
    return true;
}

// The first member that is left: some may have been removed.
static struct model_partition *find_member(struct model_builder *builder,
                                           const struct model_table *table,
                                           const struct syntax_partition *syntax,
                                           const struct numbering *numbering)
{
    for (uint64_t i = numbering->first; i <= numbering->last; i++) {
        struct model_partition *member =
            map_find(&table->labels, number_name(builder, numbering, i));
        if (member) {
            return member;
        }
    }
    struct syntax_name first = syntax->name;
    lookup_report_partition(builder, table, first);
    return NULL;
}

// Whether a statement names the family by its first and last member, or by those that are left.
static bool is_whole(struct model_partition *member, const struct syntax_partition *syntax)
{
    const struct model_family *family = member->family;
    const char *first = family_head(member)->name.text;
    const char *last = family_tail(member)->name.text;
    return (syntax->name.text == family->first.text || syntax->name.text == first) &&
           (syntax->last.text == family->last.text || syntax->last.text == last);
}

// What is wrong is reported for the first member that is left, not for each of them.
static void amend_family(struct model_builder *builder, struct model_table *table,
                         const struct syntax_partition *syntax, const struct numbering *numbering)
{
    struct model_partition *member = find_member(builder, table, syntax, numbering);
    if (member && !member->family) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_FAMILY_MEMBER, family_span(syntax),
                   "`%s` is a single partition, not a member of a family: amend it alone",
                   member->name.text);
        add_note(diagnostic, member->name.span, "it is declared here");
    } else if (member && !is_whole(member, syntax)) {
        report_part(builder, member, family_span(syntax), NULL);
    } else if (member) {
        bool is_first = true;
        for (uint64_t i = 0; i <= numbering->last - numbering->first; i++) {
            const char *name = number_name(builder, numbering, numbering->first + i);
            if (map_find(&table->labels, name)) {
                take_member(builder, table, syntax, numbering, i, is_first);
                is_first = false;
            }
        }
    }
}

// A range that cannot be read declares nothing, and the names in it stay unknown.
void family_take(struct model_builder *builder, struct model_table *table,
                 const struct syntax_partition *syntax)
{
    struct numbering numbering;
    if (!check_numbering(builder, family_span(syntax), syntax->name, syntax->last, &numbering)) {
        builder->model->has_namesake = true; // what names its members is not a mistake of its own
    } else if (builder->level == 0 || span_is_known(syntax->type.span)) {
        declare_family(builder, table, syntax, &numbering);
    } else {
        amend_family(builder, table, syntax, &numbering);
    }
}

// A partition between two members: it was put there by its own `before` or `after`.
static void report_between(struct model_builder *builder, struct model_partition *member)
{
    const struct model_partition *other = member->next;
    while (other && !other->clauses.slots[CLAUSE_POSITION]) {
        other = other->next;
    }
    const struct model_family *family = member->family;
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_BAD_POSITION,
               other ? other->clauses.slots[CLAUSE_POSITION]->span : member->name.span,
               "`%s` cannot be here: the members of `%s .. %s` must be side by side",
               other ? other->name.text : member->name.text, family->first.text, family->last.text);
    add_note(diagnostic, member->name.span, "write `before %s` or `after %s`",
             family_head(member)->name.text, family_tail(member)->name.text);
}

static void finish_member(struct model_builder *builder, struct model_partition *member,
                          struct model_partition *before)
{
    const struct syntax_clause *at = member->clauses.slots[CLAUSE_AT];
    if (before && model_family_before(member) != before) {
        report_between(builder, before);
    }
    if (before && at && !at->is_withdrawn && at->form == FORM_PLAIN) {
        member->clauses.slots[CLAUSE_AT] = NULL;
    }
}

// Only the first member keeps a fixed place: the others follow it.
void families_finish(struct model_builder *builder)
{
    for_each (family, &builder->families) {
        struct model_partition *before = NULL;
        for (size_t j = 0; j < family->members.count && !family->table->is_removed; j++) {
            struct model_partition *member = family->members.items[j];
            if (is_left(member)) {
                finish_member(builder, member, before);
                before = member;
            }
        }
    }
}
