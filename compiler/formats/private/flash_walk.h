// A walk through a flash, from row to row of its tables.
#ifndef FORMATS_FLASH_WALK_H
#define FORMATS_FLASH_WALK_H

#include "stored_tables.h"
#include "table_view.h"

struct flash_walker {
    const struct dump_request *request;
    struct dump_result *result;
    struct tree_node *files;
    struct table_row_list taken;     // places that something is known of
    struct table_row_list tables;    // the tables that were met
    struct stored_table_list stored; // these tables, as they are in the flash
    const uint8_t *keys;             // of a partition of NVS keys; null: there is none
    struct fact *bootloader;         // what its image says; null: none was found
    uint64_t bootloader_at;
    bool is_damaged; // the table at its place is
    uint64_t left;   // bytes that may be decoded: rows may overlap, but not without end
};

/// Whether a row's type begins so: "app.", "data.nvs".
bool flash_has_type(const struct table_row *row, const char *begin);

/// Tells what a partition holds. `table` is that of the schema, or null. Null: nothing is told but
/// why.
struct fact *flash_decode_row(struct flash_walker *walker, const struct table *table,
                              const struct table_row *row);

/// Adds what no place in `walker->taken` covers and is not erased. Sorts these places.
void flash_tell_gaps(struct flash_walker *walker, struct fact *fact);

/// Keeps a table that was met for flash_judge_marks().
void flash_keep_table(struct flash_walker *walker, uint64_t offset, const struct table_view *view);

/// Remarks on apps that are made for another layout than that of the tables that were met.
void flash_judge_marks(struct flash_walker *walker);

#endif
