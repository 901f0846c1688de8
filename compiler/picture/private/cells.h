// Texts by the room that they take: a cell is the width of a letter in a font that gives all the
// same; the characters of East Asian scripts and emoji take two, combining ones none.
#ifndef PICTURE_CELLS_H
#define PICTURE_CELLS_H

#include "arena.h"
#include "buffer.h"
#include "list.h"

/// The cells of a text; a byte that is no character counts as one.
size_t cells_count(const char *text);

/// The text itself where it has no more than `limit` cells; else its beginning and `ellipsis`.
const char *cells_clip(struct arena *arena, const char *text, size_t limit, const char *ellipsis);

/// Breaks a text at its blanks into lines of at most `limit` cells: a list of const char, empty for
/// an empty text. Words that are longer are cut, paths behind a `/`.
struct text_list cells_wrap(struct arena *arena, const char *text, size_t limit);

/// The text itself, or with a `?` for each character that controls a terminal, or the direction of
/// what follows.
const char *cells_clean(struct arena *arena, const char *text);

#endif
