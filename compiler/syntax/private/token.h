// The scanner's tokens: their places, values and mistakes.
#ifndef SYNTAX_TOKEN_H
#define SYNTAX_TOKEN_H

#include "parser.h"

struct span token_place(const struct parser *parser, const char *text, size_t length);

void token_comment(struct parser *parser, struct span place);
void token_unclosed_comment(struct parser *parser, struct span place);
void token_strange(struct parser *parser, struct span place, const char *text, size_t length);

/// Marks the place of a token with a mistake: what it would have said is lost.
void token_damage(struct parser *parser, struct span place);

// Each returns the token's kind.
int token_word(struct parser *parser, union semantic *value, struct span place, const char *text,
               size_t length);
int token_number(struct parser *parser, union semantic *value, struct span place, const char *text,
                 size_t length);
int token_float(struct parser *parser, union semantic *value, struct span place, const char *text,
                size_t length);
int token_string(struct parser *parser, union semantic *value, struct span place, const char *text,
                 size_t length);
int token_unclosed_string(struct parser *parser, union semantic *value, struct span place,
                          const char *text, size_t length);
int token_character(struct parser *parser, char character, struct span place);

/// The system has no memory left for the scanner.
_Noreturn void token_exhausted(const struct parser *parser);

#endif
