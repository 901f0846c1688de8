// The width of texts in cells. A cell is the width of a letter in a monospaced font; East Asian
// characters and emoji take two cells, combining marks none.
#ifndef PICTURE_CELLS_H
#define PICTURE_CELLS_H

#include "arena.h"
#include "buffer.h"
#include "list.h"

/// The cells of a text; an invalid byte counts as one.
size_t cells_count(const char *text);

/// The text itself if it has at most `limit` cells; otherwise its start and `ellipsis`.
const char *cells_clip(struct arena *arena, const char *text, size_t limit, const char *ellipsis);

/// Breaks a text at its spaces into lines of at most `limit` cells (at least 2); none for an empty
/// text. Longer words are cut, paths after a `/`.
struct text_list cells_wrap(struct arena *arena, const char *text, size_t limit);

/// The text itself, or a copy with `?` for each character that controls the terminal or the
/// direction of text.
const char *cells_clean(struct arena *arena, const char *text);

#endif
