// Clauses in blocks: a row each, sorted within runs that no empty line separates. `align` and
// `prefer` are one row, since one says what must be and the other what is better.
//
// The tokens of a clause are put as they are; only whole clauses change places. `draft->next`,
// which otherwise finds tokens that nobody put, is set aside meanwhile.
#include "draft.h"

// The last token of a clause in a block, its `;` included. A clause with a block of its own has
// none.
static uint32_t clause_end(const struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t last = token_before(draft, clause->span.end);
    return is_token(draft, last + 1, ";") && !is_token(draft, last, "}") ? last + 1 : last;
}

// The last token of a clause that was written as `align A prefer B`; else of the clause.
static uint32_t row_end(const struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t end = clause_end(draft, clause);
    while (clause->kind == CLAUSE_ALIGN && !is_token(draft, end, ";")) {
        end++;
    }
    return end;
}

// Puts a clause with whatever follows it on its row.
static void put_clause_row(struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t last = token_before(draft, clause->span.end);
    uint32_t end = row_end(draft, clause);
    draft->next = NO_TOKEN; // it may now be before others that it was after
    draft_begin_row(draft, ROW_PLAIN, token_at(draft, clause->span.start));
    put_clause(draft, clause);
    if (end > last) {
        put_tokens(draft, last + 1, end);
    }
    draft_end_row(draft, end);
}

// Whether a clause ends with `;` and has no comment within.
static bool is_bare(const struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t begin = token_at(draft, clause->span.start);
    uint32_t end = clause_end(draft, clause);
    return is_token(draft, end, ";") &&
           draft->tokens[begin + 1].comment == draft->tokens[end + 1].comment;
}

// Whether two clauses become one row, `align A prefer B`: no comment is bound to either at the
// place where the other is to be. Where they are does not matter, as sorting makes them neighbours.
static bool is_pair(const struct draft *draft, const struct syntax_clause *align,
                    const struct syntax_clause *prefer)
{
    if (align->kind != CLAUSE_ALIGN || prefer->kind != CLAUSE_PREFER || align->is_withdrawn ||
        prefer->is_withdrawn || !is_bare(draft, align) || !is_bare(draft, prefer)) {
        return false;
    }
    uint32_t behind = clause_end(draft, align) + 1;
    uint32_t begin = token_at(draft, prefer->span.start);
    return comments_split(draft, behind, false) == draft->tokens[behind].comment &&
           comments_split(draft, begin, false) == draft->tokens[begin + 1].comment;
}

static void put_pair_row(struct draft *draft, const struct syntax_clause *align,
                         const struct syntax_clause *prefer)
{
    uint32_t end = clause_end(draft, prefer);
    draft->next = NO_TOKEN;
    draft_begin_row(draft, ROW_PLAIN, token_at(draft, align->span.start));
    put_clause(draft, align);
    put_clause(draft, prefer);
    put_tokens(draft, end, end);
    draft_end_row(draft, end);
}

// Whether an empty line is before a clause in a block, or between it and its comments: it ends a
// run.
static bool is_set_apart(const struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t token = token_at(draft, clause->span.start);
    uint32_t comment = comments_split(draft, token, false);
    for (; comment <= draft->tokens[token + 1].comment; comment++) {
        if (lines_before(draft, token, comment) > 1) {
            return true;
        }
    }
    return false;
}

// Puts the comments that an empty line separates from a clause: they stay where they are, whatever
// clause is sorted to this place. Whether there is such a line.
static bool put_detached_comments(struct draft *draft, uint32_t token)
{
    uint32_t first = comments_split(draft, token, false);
    uint32_t attached = draft->tokens[token + 1].comment;
    while (attached > first && lines_before(draft, token, attached) < 2) {
        attached--;
    }
    bool has_blank = lines_before(draft, token, attached) > 1;
    put_comments(draft, token, first, attached);
    draft->tokens[token].comment = attached;
    return has_blank;
}

// `first` is the clause that was first in the source: its empty line belongs to the run, whichever
// clause is the first now.
static void put_sorted_run(struct draft *draft, const struct syntax_clause *first,
                           const struct syntax_clause *const *sorted, size_t count)
{
    bool has_blank =
        !draft->inline_depth && put_detached_comments(draft, token_at(draft, first->span.start));
    size_t first_row = draft->row_count;
    for (size_t i = 0; i < count && !draft->is_too_long; i++) {
        if (i + 1 < count && is_pair(draft, sorted[i], sorted[i + 1])) {
            put_pair_row(draft, sorted[i], sorted[i + 1]);
            i++;
        } else {
            put_clause_row(draft, sorted[i]);
        }
    }
    for (size_t i = first_row; i < draft->row_count; i++) { // of the clause that was the first
        struct row *row = &draft->rows[i];
        row->has_blank = row->level == draft->level ? i == first_row && has_blank : row->has_blank;
    }
}

// Whether a clause is the second of `align A prefer B`.
static bool is_second(const struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t before = token_before(draft, clause->span.start);
    return clause->kind == CLAUSE_PREFER && !is_token(draft, before, ";") &&
           !is_token(draft, before, "{") && !is_token(draft, before, "}");
}

// Clauses that no empty line separates, in their order; their comments go with them. The second of
// `align A prefer B` is put by the first.
static void put_run(struct draft *draft, const struct syntax_clause *const *clauses, size_t count)
{
    const struct syntax_clause **kept = arena_array(draft->arena, count, sizeof *kept);
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_second(draft, clauses[i])) {
            mark_clause(draft, clauses[i]);
        } else {
            kept[kept_count++] = clauses[i];
        }
    }
    put_sorted_run(draft, clauses[0], clauses_sorted(draft->arena, kept, kept_count), kept_count);
}

// Clauses of a block in runs, which end where there is anything else. Each clause is in one run,
// and sorting takes linear time.
void put_runs(struct draft *draft, const struct syntax_clause *const *clauses, size_t count)
{
    for (size_t start = 0, i = 0; i < count && !draft->is_too_long; start = i) {
        uint32_t next;
        put_strays(draft, token_at(draft, clauses[start]->span.start));
        do {
            next = clause_end(draft, clauses[i]) + 1;
            i++;
        } while (i < count && token_at(draft, clauses[i]->span.start) == next &&
                 (draft->inline_depth || is_second(draft, clauses[i]) ||
                  !is_set_apart(draft, clauses[i])));
        put_run(draft, clauses + start, i - start);
        draft->next = next;
    }
}

void put_clause_block(struct draft *draft, const void *node)
{
    const struct syntax_clauses *clauses = node;
    put_runs(draft, clauses->items, clauses->count);
}
