// Syntax errors in words that help.
#ifndef SYNTAX_PROBLEM_H
#define SYNTAX_PROBLEM_H

#include "parser.h"

/// A token that could have stood where another did.
struct expected {
    const char *name; // as the grammar calls it
    bool is_word;     // a word with a meaning
};

void problem_report(struct parser *parser, struct span place, const struct expected *expected,
                    size_t count);

/// Whether nothing of a statement is before the token that was read last.
bool problem_begins_statement(const struct parser *parser);

/// Blocks or parentheses are nested too deeply.
void problem_report_depth(struct parser *parser, struct span place);

/// Reports a line of a generator that is a partition: a brace is missing before it.
void problem_check_line(struct parser *parser, struct span place, const struct syntax_words *words);

/// What was expected, in a few words: "a clause or `;`". Null if it takes too many. At the start of
/// a statement, an empty one goes without saying.
const char *expected_text(struct arena *arena, const struct expected *expected, size_t count,
                          bool is_new_statement);

#endif
