// The partitions, tables and types that have clauses.
//
// Clauses on one line are sorted wherever that cannot change which block belongs to which of them,
// and wherever no comment would get into another place.
#include "draft.h"

static const struct syntax_clause **sort_list(struct draft *draft,
                                              const struct syntax_clauses *list)
{
    return clauses_sorted(draft->arena, list->items, list->count);
}

// Columns after the name and type: size, place, and all others. Without a type, as in variants that
// amend, there is only one.
static void mark_columns(struct draft *draft, const struct syntax_clause *const *clauses,
                         size_t count, bool has_type)
{
    bool has_tail = false;
    for (size_t i = 0; i < count; i++) {
        struct draft_token *token = &draft->tokens[token_at(draft, clauses[i]->span.start)];
        bool is_size = clauses[i]->kind == CLAUSE_SIZE;
        bool is_tail = !is_size && clauses[i]->kind != CLAUSE_AT;
        token->glue = GLUE_CLAUSE;
        token->is_bounded = clauses[i]->minimum || clauses[i]->maximum;
        if (!has_type) {
            token->column = i == 0;
        } else if (!is_tail || !has_tail) {
            token->column = is_size ? 2 : is_tail ? 4 : 3;
        }
        has_tail |= is_tail;
    }
}

// Whether all comments before a token may as well be after the row. Documentation may not: it
// belongs to what is next to it.
static bool may_move(const struct draft *draft, uint32_t token)
{
    for (uint32_t i = draft->tokens[token].comment; i < draft->tokens[token + 1].comment; i++) {
        if (draft->file->comments[i].kind != COMMENT_LINE) {
            return false;
        }
    }
    return true;
}

// Whether clauses that end with `;` are to end with the block of a generator, and so without:
// sorting may move `from NAME { ... }` to the end.
static bool ends_with_block(const struct draft *draft, uint32_t brace, uint32_t last)
{
    return is_token(draft, last, ";") && is_token(draft, brace, "}");
}

// Clauses before a block: what has content cannot be the last of them.
static bool has_content(const struct syntax_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        if (clauses->items[i]->content) {
            return true;
        }
    }
    return false;
}

// The order of the source is kept in two cases: comments would get to another place, or the sorted
// clauses would end with a generator just before the partition's own block, which would then be
// taken for the generator's.
static void put_clauses(struct draft *draft, const struct syntax_partition *partition,
                        const struct syntax_clauses *clauses, uint32_t last)
{
    const struct syntax_clause *const *ordered = clauses->items;
    const struct syntax_clause **sorted = sort_list(draft, clauses);
    uint32_t end =
        clauses->count ? token_before(draft, sorted[clauses->count - 1]->span.end) : last;
    bool loses_end = ends_with_block(draft, end, last);
    if (loses_end && !(may_move(draft, last) && may_move(draft, end + 1))) {
        loses_end = false; // comments are bound to their places, so that all stays as it is
    } else if (!is_token(draft, last + 1, "{") || !has_content(clauses)) {
        ordered = sorted;
    }
    mark_columns(draft, ordered, clauses->count, span_is_known(partition->type.span));
    for (size_t i = 0; i < clauses->count && !draft->is_too_long; i++) {
        put_clause(draft, ordered[i]);
    }
    if (loses_end) {
        move_comments(draft, draft->tokens[end + 1].comment, comments_split(draft, end + 1, true));
        move_comments(draft, comments_split(draft, last, true), draft->tokens[last + 1].comment);
    } else if (is_token(draft, last, ";")) {
        put_tokens(draft, last, last);
    }
}

static void mark_subtype(struct draft *draft, const struct syntax_subtype *subtype)
{
    if (span_is_known(subtype->number.span)) {
        draft->tokens[token_at(draft, subtype->number.span.start) - 1].column = 1;
    }
}

static void put_subtype(struct draft *draft, const struct syntax_subtype *subtype)
{
    uint32_t first = token_at(draft, subtype->span.start);
    uint32_t last = token_before(draft, subtype->span.end);
    mark_subtype(draft, subtype);
    draft_begin_row(draft, ROW_SUBTYPE, first);
    if (is_token(draft, last, "}")) {
        uint32_t open = draft->tokens[last].pair;
        put_tokens(draft, first, open - 1);
        put_block(draft, open, put_clause_block, &subtype->clauses);
    } else {
        put_tokens(draft, first, last);
    }
    draft_end_row(draft, last);
}

// Clauses and subtypes, which the tree keeps in two lists, in the order of the source: a merge by
// their places.
void put_type_body(struct draft *draft, const void *type)
{
    const struct syntax_item *item = type;
    const struct syntax_clauses *clauses = &item->type.clauses;
    const struct syntax_subtypes *subtypes = &item->type.subtypes;
    size_t start = 0;
    for (size_t i = 0; i <= subtypes->count && !draft->is_too_long; i++) {
        const struct syntax_subtype *subtype = i < subtypes->count ? subtypes->items[i] : NULL;
        size_t end = start;
        while (end < clauses->count &&
               (!subtype || clauses->items[end]->span.start < subtype->span.start)) {
            end++;
        }
        if (end > start) {
            put_runs(draft, clauses->items + start, end - start);
        }
        if (subtype) {
            put_subtype(draft, subtype);
        }
        start = end;
    }
}

// The `{` of a partition's own block, before which clauses may be; NO_TOKEN: it has none. A `}` at
// the end may also be that of the last clause's generator.
static uint32_t own_block(const struct draft *draft, const struct syntax_partition *partition)
{
    uint32_t last = token_before(draft, partition->span.end);
    if (!is_token(draft, last, "}")) {
        return NO_TOKEN;
    }
    for (size_t i = 0; i < partition->clauses.count; i++) {
        const struct syntax_clause *clause = partition->clauses.items[i];
        if (clause->span.end == partition->span.end) {
            return NO_TOKEN; // of its generator
        }
    }
    return draft->tokens[last].pair;
}

static void put_split_clauses(struct draft *draft, const struct syntax_partition *partition,
                              uint32_t open)
{
    const struct syntax_clauses *clauses = &partition->clauses;
    struct syntax_clauses outer = *clauses;
    outer.count = 0;
    while (outer.count < clauses->count &&
           token_at(draft, outer.items[outer.count]->span.start) < open) {
        outer.count++;
    }
    struct syntax_clauses inner = {.count = clauses->count - outer.count};
    if (inner.count) {
        inner.items = clauses->items + outer.count;
    }
    if (outer.count) {
        put_clauses(draft, partition, &outer, open - 1);
    }
    put_block(draft, open, put_clause_block, &inner);
}

// The head is all that is put as it is: name, family and type, the last of which that is there.
static uint32_t head_end(const struct draft *draft, const struct syntax_partition *partition)
{
    const struct span *end = span_is_known(partition->type.span) ? &partition->type.span
                             : partition->last.text              ? &partition->last.span
                                                                 : &partition->name.span;
    return token_before(draft, end->end);
}

void put_partition(struct draft *draft, const struct syntax_partition *partition)
{
    uint32_t first = token_at(draft, partition->span.start);
    uint32_t last = token_before(draft, partition->span.end);
    bool has_type = span_is_known(partition->type.span);
    uint32_t open = own_block(draft, partition);
    if (has_type) {
        draft->tokens[token_at(draft, partition->type.span.start)].column = 1;
    }
    draft_begin_row(draft, has_type ? ROW_PARTITION : ROW_AMENDMENT, first);
    put_tokens(draft, first, head_end(draft, partition));
    if (open != NO_TOKEN) {
        put_split_clauses(draft, partition, open);
    } else {
        put_clauses(draft, partition, &partition->clauses, last);
    }
    draft_end_row(draft, last);
}

void put_partitions(struct draft *draft, const void *partitions)
{
    const struct syntax_partitions *list = partitions;
    for (size_t i = 0; i < list->count && !draft->is_too_long; i++) {
        put_partition(draft, list->items[i]);
    }
}

void put_table_clauses(struct draft *draft, const struct syntax_clauses *clauses)
{
    const struct syntax_clause **sorted = sort_list(draft, clauses);
    for (size_t i = 0; i < clauses->count && !draft->is_too_long; i++) {
        draft->tokens[token_at(draft, sorted[i]->span.start)].glue = GLUE_CLAUSE;
        put_clause(draft, sorted[i]);
    }
}
