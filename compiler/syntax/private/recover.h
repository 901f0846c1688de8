// What is read after a mistake.
#ifndef SYNTAX_RECOVER_H
#define SYNTAX_RECOVER_H

#include "parser.h"

/// Keeps a token, in case that its line has to be read again.
void recover_keep(struct parser *parser, int token, const union semantic *value, struct span place,
                  bool starts_line);

/// The next token of a line that is read again; false if there is none.
bool recover_next(struct parser *parser, int *token, union semantic *value, struct span *place);

/// Whether a token belongs to a statement that is left out.
bool recover_is_left_out(struct parser *parser, int token, struct span place, bool starts_line);

/// Notes a mistake that was found at a token. True if the statement ended before the token's line.
bool recover_begin(struct parser *parser, struct span place);

/// Leaves an item out whose name is the first word of a line that the item ran into.
void recover_check_name(struct parser *parser, struct span item, struct span name);

/// Takes the words of a line that is not finished from the one that it ran into.
void recover_split_line(struct parser *parser, struct syntax_words *words, struct span *span);

/// Whether the token at which the mistake was found is to be left out as well.
bool recover_gives_up(struct parser *parser);

/// Whether the line before a token breaks off, so that it has to do with what follows no more.
bool recover_is_broken_off(const struct parser *parser, struct span place);

/// Reports that the line that ends with a token is not finished.
void recover_report_unfinished(struct parser *parser, struct span last);

#endif
