// Missing braces, found by how lines are indented.
#ifndef SYNTAX_BRACES_H
#define SYNTAX_BRACES_H

#include "parser.h"

enum brace_action {
    BRACE_NONE,
    BRACE_CLOSED,  // a `}` is missing before the token
    BRACE_OPENED,  // a `{` is missing before it
    BRACE_DROPPED, // the token is a `}` that closes nothing
};

/// Keeps count of the braces that are open, as the scanner finds them.
void braces_count(struct parser *parser, char brace, struct span place);

/// What is to be read instead of a token, or before it.
enum brace_action braces_next(struct parser *parser, int token, struct span place,
                              bool starts_line);

/// Whether names are declared in the block of a brace.
bool braces_declare(struct parser *parser, struct span brace);

/// Whether a clause of partitions begins with a word.
bool braces_is_clause(const char *word);

/// The column in which the line of a place begins.
size_t braces_indentation(const struct parser *parser, struct span place);

#endif
