// Secret values are hidden from messages as soon as their line says that they are secret.
#ifndef SYNTAX_SECRET_H
#define SYNTAX_SECRET_H

#include "parser.h"

/// Looks at a token, the next of the file, and hides what is found to be a secret value.
void hide_secret(struct parser *parser, int token, const union semantic *value, struct span place);

/// Looks at the text at a place that is no token, but may have the word `secret` in it all the
/// same: what a mistake swallowed.
void secret_swallowed(struct parser *parser, struct span place);

#endif
