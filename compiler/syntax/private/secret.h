// Secret values are hidden from messages as soon as their line says that they are secret.
#ifndef SYNTAX_SECRET_H
#define SYNTAX_SECRET_H

#include "parser.h"

/// Looks at a token, the next of the file, and hides what is found to be a secret value.
void hide_secret(struct parser *parser, int token, const union semantic *value, struct span place);

/// Looks at the text at a place that is no token, but may have the word `secret` in it all the
/// same: what a mistake swallowed.
void secret_swallowed(struct parser *parser, struct span place);

/// Counts the braces of `from {`, which begins a block that amends.
void secret_amending(struct parser *parser, int token);

/// At the end of a statement: the name of its key tells of secrets elsewhere, or is told by them.
/// `all`: from its value to its end; unknown where it has none.
void secret_name(struct parser *parser, struct span all);

#endif
