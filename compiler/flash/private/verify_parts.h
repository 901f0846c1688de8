// What differs between two pieces of which the form is known.
#ifndef FLASH_VERIFY_PARTS_H
#define FLASH_VERIFY_PARTS_H

#include "flash.h"

/// Appends notes on the rows of a table's bytes as they should be and as they are.
void verify_rows(const struct table *table, const char *expected, const char *actual,
                 struct arena *arena, struct text_list *notes);

/// Appends a note if one application stands where another should, as they say themselves.
void verify_app(const char *expected, const char *actual, uint64_t length, struct arena *arena,
                struct text_list *notes);

/// A name from a flash, which may hold anything, up to a NUL or `limit` bytes: what does not show
/// as it is, as `\x1b`.
const char *verify_name(struct arena *arena, const char *bytes, size_t limit);

#endif
