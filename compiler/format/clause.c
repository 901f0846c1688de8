// A single clause, and the order in which clauses are written. Sorting is stable, and by counting:
// there are few ranks, and a partition may have many clauses.
#include "draft.h"

// The order of clauses: size and place, as most partitions have a size and few have a fixed place;
// what bounds both; what a partition is; when it is there; what it contains. Kinds that exclude
// each other, or mean the same, share a rank, so that sorting keeps their order.
static int clause_rank(const struct syntax_clause *clause)
{
    static const unsigned char ranks[] = {
        [CLAUSE_SIZE] = 1,      [CLAUSE_AT] = 2,        [CLAUSE_ALIGN] = 3,
        [CLAUSE_PREFER] = 4,    [CLAUSE_MULTIPLE] = 5,  [CLAUSE_BOUNDARY] = 6,
        [CLAUSE_HEADROOM] = 7,  [CLAUSE_POSITION] = 8,  [CLAUSE_FLAG] = 9,
        [CLAUSE_NOT] = 9,       [CLAUSE_OUTSIDE] = 10,  [CLAUSE_UNIQUE] = 11,
        [CLAUSE_KIND] = 12,     [CLAUSE_RESERVED] = 12, [CLAUSE_FROZEN] = 13,
        [CLAUSE_LIFETIME] = 14, [CLAUSE_DEPENDS] = 15,  [CLAUSE_WAS] = 16,
        [CLAUSE_FROM] = 17,     [CLAUSE_IN] = 18,       [CLAUSE_ON] = 19,
        [CLAUSE_CHECKSUM] = 20, [CLAUSE_COPIES] = 21,
    };
    return ranks[clause->kind];
}

// Counting sort: the starts of all ranks are found first, then each clause goes to the next place
// of its rank.
const struct syntax_clause **
clauses_sorted(struct arena *arena, const struct syntax_clause *const *clauses, size_t count)
{
    enum { RANKS = 22 };
    const struct syntax_clause **sorted = arena_array(arena, count, sizeof *sorted);
    size_t starts[RANKS + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[clause_rank(clauses[i]) + 1]++;
    }
    for (size_t i = 0; i < RANKS; i++) {
        starts[i + 1] += starts[i];
    }
    for (size_t i = 0; i < count; i++) {
        sorted[starts[clause_rank(clauses[i])]++] = clauses[i];
    }
    return sorted;
}

// Where a line may be broken in a clause: in its expressions, and between a generator's arguments.
void mark_clause(struct draft *draft, const struct syntax_clause *clause)
{
    mark_value(draft, clause->value);
    mark_value(draft, clause->minimum);
    mark_value(draft, clause->maximum);
    if (!clause->content) {
        return;
    }
    const struct syntax_words *arguments = &clause->content->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct syntax_word *word = arguments->items[i];
        draft->tokens[token_at(draft, word->span.start)].glue = GLUE_BREAK;
    }
}

// `min` comes before `max`, whichever was first in the source: the three parts are put one by one.
void put_clause(struct draft *draft, const struct syntax_clause *clause)
{
    uint32_t first = token_at(draft, clause->span.start);
    uint32_t last = token_before(draft, clause->span.end);
    mark_clause(draft, clause);
    if (clause->content && is_token(draft, last, "}")) {
        uint32_t open = draft->tokens[last].pair;
        put_tokens(draft, first, open - 1);
        put_block(draft, open, put_lines, &clause->content->lines);
    } else if (clause->minimum && clause->maximum &&
               clause->maximum->span.start < clause->minimum->span.start) {
        uint32_t minimum = token_at(draft, clause->minimum->span.start) - 1;
        uint32_t maximum = token_at(draft, clause->maximum->span.start) - 1;
        put_tokens(draft, first, maximum - 1);
        put_tokens(draft, minimum, last);
        put_tokens(draft, maximum, minimum - 1);
    } else {
        put_tokens(draft, first, last);
    }
}
