// The words of one line of a lock, from left to right.
#ifndef COMPARE_LOCK_CURSOR_H
#define COMPARE_LOCK_CURSOR_H

#include "lock_line.h"

/// After a mistake, which is reported once, it gives nothing more.
struct lock_cursor {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct lock_line *line;
    size_t next;
    unsigned number;                 // of the lock
    const struct lock_word *skipped; // the first such; null: none
    bool is_bad;
};

/// The word that comes next; null at the end of the line.
const struct lock_word *cursor_peek(const struct lock_cursor *cursor);

/// Whether a word (or null) is this one, and no name in quotes.
bool lock_word_is(const struct lock_word *word, const char *text);

/// Reports that something else is wanted where the cursor is.
void cursor_expected(struct lock_cursor *cursor, const char *what);

/// Reports what is wrong with the line as a whole.
void cursor_fail(struct lock_cursor *cursor, const char *what);

/// Takes a word if it comes next.
bool cursor_accept(struct lock_cursor *cursor, const char *text);

void cursor_take_keyword(struct lock_cursor *cursor, const char *text);

/// Never null.
const char *cursor_take_name(struct lock_cursor *cursor);

/// A name, or null for `-`.
const char *cursor_take_optional_name(struct lock_cursor *cursor);

uint64_t cursor_take_number(struct lock_cursor *cursor);
/// Whether a number follows the word that comes next.
bool cursor_has_number(const struct lock_cursor *cursor);

/// Skips a mark that is not known, if it may be.
bool cursor_skip_mark(struct lock_cursor *cursor);

void cursor_take_end(struct lock_cursor *cursor);

#endif
