// What `compile` and `check` say of a layout.
#ifndef SUMMARY_H
#define SUMMARY_H

#include "layout.h"

/// The flash as a table: every partition and gap, by offset.
void summary_map(const struct layout *layout, struct buffer *out);

#endif
