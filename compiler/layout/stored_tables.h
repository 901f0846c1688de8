// The digest of a layout: one number for the tables that a device stores, so that a device, a
// firmware and an update can be compared without comparing rows. LANGUAGE.md, "The layout digest",
// has its definition, which never changes.
#ifndef LAYOUT_STORED_TABLES_H
#define LAYOUT_STORED_TABLES_H

#include "layout.h"

/// A table as it is in flash.
struct stored_table {
    uint64_t flash;     // the index of the flash that it is in
    uint64_t offset;    // in this flash
    struct buffer rows; // all of them, with the checksum row and without blank ones
};

struct stored_table_list LIST(struct stored_table);

/// Of tables in any order, which it sorts. 0: there are none.
uint64_t stored_tables_digest(struct arena *arena, struct stored_table_list *tables);

/// Of all tables of a layout that have a binary form and are present. No expression or table may be
/// poisoned.
uint64_t layout_digest(const struct layout *layout);

/// "0x0123456789abcdef"
const char *layout_digest_text(struct arena *arena, uint64_t digest);

#endif
