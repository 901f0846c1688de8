// Texts about numbers and names, as messages and listings show them.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "arena.h"
#include "number.h"

/// `64K`, `1M`, `4000`: a number of bytes in the largest unit that divides it.
const char *text_size(struct arena *arena, uint64_t bytes);

/// `0x9000`
const char *text_offset(struct arena *arena, uint64_t offset);

/// A number in decimal.
const char *text_number(struct arena *arena, struct number number);

/// The number of bytes of the UTF-8 character at `text`, or 0 where none begins. `text` ends at
/// `end` and is not empty.
size_t text_character(const char *text, const char *end);

/// Whether a text is UTF-8 from its first to its last byte.
bool text_is_utf8(const char *text, size_t length);

/// How many characters a text has; a byte that is none counts as one.
size_t text_characters(const char *text, size_t length);

/// A C identifier for any label: letters, digits and `_` stay, every other character becomes `_`,
/// and a leading digit gets one before it. The label itself where it is one.
const char *text_identifier(struct arena *arena, const char *label);

/// The same in upper or lower case. What is lower case already is not copied.
const char *text_upper(struct arena *arena, const char *identifier);
const char *text_lower(struct arena *arena, const char *identifier);

/// Turns a text into upper case in place.
void text_make_upper(char *text);

/// The same without spaces and line ends around it; always a copy.
const char *text_trimmed(struct arena *arena, const char *text);

/// Whether a text has a control character: a line end, a tab and the like.
bool text_has_control(const char *text);

/// The fewest changes of one character (or swaps of two neighbours) that make `a` from `b`, or
/// `limit + 1` where they are more than `limit`.
size_t text_distance(const char *a, const char *b, size_t limit);

/// Whether a text is one of several.
bool text_is_one_of(const char *text, const char *const *texts, size_t count);

/// Collects the candidate nearest to a name that was not found.
struct nearest {
    const char *name;
    const char *found; // null while nothing is near enough to be worth a hint
    size_t limit;      // of changes
    size_t score;      // of what was found: less is nearer
};

struct nearest nearest_to(const char *name);
void nearest_offer(struct nearest *nearest, const char *candidate);

/// "; did you mean `nvs`?", or "" where nothing was near.
const char *nearest_hint(struct arena *arena, const struct nearest *nearest);

/// Whether two texts are the same but for numbers in them, as `led_1` and `led_12` are.
bool text_differs_in_digits(const char *a, const char *b);

#endif
