// The one canonical form of a schema's text: LANGUAGE.md has its rules ("The canonical form").
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "buffer.h"
#include "syntax.h"

enum format_result {
    FORMAT_DONE,
    FORMAT_WRONG_INPUT, // the text has mistakes, which were reported
    FORMAT_OUR_FAULT,   // what came of it is not what was written: it is not to be used
};

/// Appends the canonical form of a source; what it includes is not read. A result is compared with
/// the source: it has the same tree, documentation and comments.
enum format_result format_source(struct syntax *syntax, const struct source *source,
                                 struct buffer *text);

/// The same for a file of the draft, from before edition 1 was settled: it is spelt as edition 1
/// has it, and what means something else there is reported, unless an edit keeps the meaning.
enum format_result format_from_draft(struct syntax *syntax, const struct source *source,
                                     struct buffer *text);

/// The same for a text in memory, whose mistakes are not reported.
enum format_result format_text(struct arena *arena, const char *bytes, size_t length,
                               struct buffer *text);

/// Appends what differs between two texts, as unified diffs have it (POSIX diff, "Diff -u Output
/// Format"); nothing where they are the same. `shown_old` and `shown_new` have the same lines, as
/// they may be shown.
void format_difference(const char *path, const struct buffer *old_text,
                       const struct buffer *new_text, const struct buffer *shown_old,
                       const struct buffer *shown_new, struct buffer *out);

#endif
