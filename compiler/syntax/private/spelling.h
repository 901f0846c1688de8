// What is spelt as before edition 1 was settled: noted beside the tree, with its cure.
#ifndef SYNTAX_SPELLING_H
#define SYNTAX_SPELLING_H

#include "parser.h"

/// Notes what is spelt so, and how it is spelt now: a sentence without its end.
__attribute__((format(printf, 3, 4))) struct spelling *
spelling_note(struct parser *parser, struct span span, const char *format, ...);

/// What to write instead at one place.
__attribute__((format(printf, 4, 5))) void spelling_edit(struct parser *parser,
                                                         struct spelling *spelling,
                                                         struct span span, const char *format, ...);

/// Reports all that a file spells so; the tree says what was meant all the same.
void spellings_report(struct syntax *syntax, const struct syntax_file *file);

/// Whether a token is taken in this statement for what is spelt so alone: nobody is told to write
/// it. A statement that can end here is past what was spelt otherwise of `require`.
bool spelling_is_old(const struct parser *parser, const char *token, bool can_end);

/// A word that has another now: `within`.
void spelling_word(struct parser *parser, struct span word, const char *now);

/// `config X hex = E`: its first word and its relation. True if it is a default that is meant, as
/// in `config X bool = y`.
bool spelling_set(struct parser *parser, struct span word, struct span relation,
                  const struct expression *value);

/// `config X hex == E`: its first word and its relation.
void spelling_expect(struct parser *parser, struct span word, struct span relation);

/// `require KEXPR : p, q`
void spelling_require(struct parser *parser, struct span condition, struct span references);

/// `fill 0xff`, `fill 0xde 0xad`: the generator that makes the same now.
struct syntax_content *spelling_fill(struct parser *parser, struct span span,
                                     struct syntax_name name, struct syntax_words arguments);

/// `not FLAG` among the clauses of a partition; such clauses are taken as withdrawn.
void spelling_not(struct parser *parser, struct syntax_clauses *clauses);

/// `allow device media in ...`: what kind of change it allows.
void spelling_allow(struct parser *parser, struct syntax_name *kind);

/// The lines of a generator: options with `=`, attributes before the value, references in quotes.
void spelling_lines(struct parser *parser, struct syntax_content *content);

#endif
