// Which edition of the language a file is written in.
#ifndef SYNTAX_EDITION_H
#define SYNTAX_EDITION_H

#include "parser.h"

/// Looks at the first tokens of a file: the end of the file instead of one that says that the file
/// is written for an edition that is not known, which is reported; else the token itself.
int edition_watch(struct parser *parser, int token, const union semantic *value, struct span place);

/// Reports an `edition` that is not the first item of its file.
void edition_check_place(struct parser *parser, struct span item);

#endif
