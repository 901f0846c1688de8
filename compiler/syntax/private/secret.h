// Secret values are hidden from messages as soon as their line says that they are secret.
#ifndef SYNTAX_SECRET_H
#define SYNTAX_SECRET_H

#include "parser.h"

/// Looks at a token, the next of the file, and hides what is found to be a secret value.
void hide_secret(struct parser *parser, int token, const union semantic *value, struct span place);

/// Looks at the text at a place that is not a token, but may have the word `secret` in it all the
/// same: what a mistake swallowed.
void secret_swallowed(struct parser *parser, struct span place);

/// Counts the braces of `from {`, which begins a block that amends.
void secret_amending(struct parser *parser, int token);

/// At the end of a statement: by the name of its key, values elsewhere are secret, or its own is.
/// `all`: from its value to its end; unknown where it has none.
void secret_name(struct parser *parser, struct span all);

/// Whether a word is another one, or was meant for it: two letters may differ, and capitals count
/// as small letters.
bool secret_resembles(const struct parser *parser, const char *word, const char *meant);

/// Whether a word is `secret`, was meant for it, or may become it.
bool secret_is_meant(const struct parser *parser, const char *word);
bool secret_is_begun(const struct parser *parser, const char *word);

/// Whether a token may be a name, a literal value, or an attribute after a value.
bool secret_is_name(int token);
bool secret_is_literal(int token);
bool secret_is_attribute(int token, const union semantic *value);

/// Whether no statement begins with a token, so that it is the rest of one that was cut off.
bool secret_begins_oddly(int token);

#endif
