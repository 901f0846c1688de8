// The lines of a Kconfig file, and their words.
#ifndef KCONFIG_LINE_H
#define KCONFIG_LINE_H

#include "reader.h"

enum token_kind {
    TOKEN_END, // of the line
    TOKEN_WORD,
    TOKEN_TEXT, // in quotes; kept without them
    TOKEN_PUNCTUATION,
};

struct kconfig_token {
    enum token_kind kind;
    const char *text; // interned
    struct span span;
};

/// What is being read: a place in a source, and the words of the line at which it is.
struct reader {
    struct kconfig *kconfig;
    const struct source *source;
    size_t at;
    struct map *variables;      // from an interned name to its text
    struct kconfig_token token; // the one that is looked at
    uint32_t behind;            // where the one before it ends
    const char *missing;        // a variable of the line that nothing sets; null: none
    bool is_wrong;              // the line has a mistake that was reported
};

/// Goes on to the next line that is neither empty nor a comment. False at the end of the file.
bool line_next(struct reader *reader);

/// Looks at the line's next word.
void line_advance(struct reader *reader);

/// Leaves the rest of the line out.
void line_skip(struct reader *reader);

/// What is left of the line, as it is written.
const char *line_rest(struct reader *reader);

/// Goes past a help text: lines that are indented as its first.
void line_skip_help(struct reader *reader);

bool token_is(const struct kconfig_token *token, const char *text);

/// Reports what is wrong with the line, once.
struct diagnostic *line_report(struct reader *reader, struct span span, const char *message);

/// Whether all texts that variables are replaced by, together with one of this length, are still
/// not too many: a variable may be made of others, twice. Reported if not.
bool line_may_expand(struct reader *reader, size_t length);

/// A text with its `$(NAME)`, `${NAME}` and `$NAME` replaced by variables of the file or of the
/// environment. `*missing` is the last name that there was nothing for, or stays as it is.
const char *line_expand(struct reader *reader, const char *text, const char **missing);

/// An expression, up to the end of the line or `if`.
struct condition condition_read(struct reader *reader);

/// One symbol or value.
struct condition operand_read(struct reader *reader);

/// `if` and an expression, where they follow; else what is always true.
struct condition condition_read_if(struct reader *reader);

#endif
