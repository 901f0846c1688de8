// Differences between two pieces whose format is known.
#ifndef FLASH_VERIFY_PARTS_H
#define FLASH_VERIFY_PARTS_H

#include "flash.h"

/// Appends notes on the rows of a table, of which both have `table->format->size` bytes.
void verify_rows(const struct table *table, const char *expected, const char *actual,
                 struct arena *arena, struct text_list *notes);

/// Appends a note if the name or version of the app differs.
void verify_app(const char *expected, const char *actual, uint64_t length, struct arena *arena,
                struct text_list *notes);

/// Whether an app, if it is one, is for a layout, as far as its marks say; else a note is appended.
bool verify_mark(const struct layout *layout, const char *app, uint64_t size,
                 struct text_list *notes);

/// A name from a flash, up to a NUL or `limit` bytes. It may contain anything: what is not
/// printable ASCII becomes `\x1b`.
const char *verify_name(struct arena *arena, const char *bytes, size_t limit);

#endif
