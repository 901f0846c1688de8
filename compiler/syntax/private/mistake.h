// A mistake that is being explained: what is asked of its place by all who explain.
#ifndef SYNTAX_MISTAKE_H
#define SYNTAX_MISTAKE_H

#include "diagnostic.h"
#include "problem.h"

/// One that is being explained.
struct mistake {
    struct parser *parser;
    struct diagnostic *diagnostic;
    struct span place;
    const struct expected *expected;
    size_t count;
    const char *text;
    const char *previous;  // the token before; "" if there is none
    const char *statement; // the first token of the statement
    const char *rest;      // the bytes after the token
};

/// Whether a token of this name could have stood there.
bool expected_has(const struct expected *expected, size_t count, const char *name);

/// Whether a text begins as a name does.
bool text_is_word(const char *text);

/// Whether a word begins an item, or a partition.
bool text_starts_item(const char *text);

/// A token as it is written.
const char *parser_text(const struct parser *parser, struct span span);

/// Where the line of a place begins. Nobody looks further back than 512 bytes: a file of one long
/// line would take for ever.
const char *parser_line_start(const struct parser *parser, uint32_t place);

/// The first word of the line on which a brace is.
const char *parser_line_word(struct parser *parser, struct span brace);

/// What is written from a place on.
const char *parser_bytes(const struct parser *parser, uint32_t place);

/// Whether a token of this name, or a clause of a partition, could have stood there.
bool mistake_takes(const struct mistake *mistake, const char *name);
bool mistake_is_clause(const struct mistake *mistake);

void mistake_note(const struct mistake *mistake, const char *text);

/// A run of bytes up to one of `ends` or the end of the line, without spaces around it.
const char *mistake_run(const struct mistake *mistake, const char *from, const char *ends);

/// What is written from one place to another, if that is one line; else null.
const char *mistake_between(const struct mistake *mistake, uint32_t from, uint32_t to);

#endif
