// Texts as people may see them: what a terminal would obey, or what makes a line look like another
// one, is shown as `?`.
#ifndef BASE_SHOWN_H
#define BASE_SHOWN_H

#include "buffer.h"

/// Whether a UTF-8 character of so many bytes (at least 2) is a command to a terminal (U+0080 to
/// U+009F), turns the direction of what is beside it, or ends a line (U+2028, U+2029).
bool shown_is_unsafe(const char *character, size_t bytes);

/// Appends what is to be on one line: all control characters are unsafe, a tab becomes a space.
void shown_line(struct buffer *out, const char *text, size_t length);

/// Appends a text of schemac's own, with names of others in it: its line ends and its colors stay.
void shown_text(struct buffer *out, const char *text, size_t length);

#endif
