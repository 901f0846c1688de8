// Texts with gaps that look like what they become: build fragments, pages, style sheets.
//
// A template has sections, each of which starts after a line `@@ NAME` and ends before the next.
// In a section, `@name@` is replaced by the value of that name; any other `@` stays as it is, as in
// `@media screen` or `$@`. A line that starts with `@?name@` is left out if that value is empty,
// one that starts with `@!name@` if it is not. A line that starts with `@#` is a comment.
#ifndef BASE_TEMPLATE_H
#define BASE_TEMPLATE_H

#include "buffer.h"

enum { TEMPLATE_VALUES_MOST = 32 };

/// Values by name. Copying them makes an inner scope, whose values the outer one does not see.
struct template_values {
    struct template_value {
        const char *name;
        const char *text;
    } items[TEMPLATE_VALUES_MOST];
    size_t count;
};

/// Gives a name its value, also where it has one already. Neither text is copied; null is "".
void template_set(struct template_values *values, const char *name, const char *text);

/// Appends a section of a template. It is a mistake of the caller's if there is no such section, or
/// if a name in it has no value.
void template_append(struct buffer *out, const char *text, const char *section,
                     const struct template_values *values);

#endif
