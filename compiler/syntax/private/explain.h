// What an unexpected token was probably meant to be.
#ifndef SYNTAX_EXPLAIN_H
#define SYNTAX_EXPLAIN_H

#include "mistake.h"

/// How a family is written, where one seems to be meant.
bool explain_family(const struct mistake *mistake);

/// What a row of a table should be.
void explain_partition(const struct mistake *mistake);

/// Adds notes to what is reported at a token: what to write instead.
void explain_unexpected(struct parser *parser, struct diagnostic *diagnostic, struct span place,
                        const struct expected *expected, size_t count, const char *text);

#endif
