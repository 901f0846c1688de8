// What is spelt as before edition 1 was settled: noted beside the tree, with its cure.
#ifndef SYNTAX_SPELLING_H
#define SYNTAX_SPELLING_H

#include "parser.h"

/// A word that has another now: `within`.
void spelling_word(struct parser *parser, struct span word, const char *now);

/// A clause that has another form now: `at auto`.
void spelling_clause(struct parser *parser, struct span clause, const char *now);

/// `config X hex == E`: its first word and its relation.
void spelling_expect(struct parser *parser, struct span word, struct span relation);

/// `require KEXPR : p, q`
void spelling_require(struct parser *parser, struct span condition, struct span references);

/// `fill 0xff`, `fill 0xde 0xad`
void spelling_fill(struct parser *parser, struct span generator, const struct list *arguments);

/// `not FLAG` among the clauses of a partition; such clauses are taken as withdrawn.
void spelling_not(struct parser *parser, const struct list *clauses);

#endif
