// A partition table as it is read, by the records that its platform declares.
#ifndef FORMATS_TABLE_VIEW_H
#define FORMATS_TABLE_VIEW_H

#include "dump.h"

struct table_row {
    uint64_t type, subtype, offset, size, flags;
    const char *label;
    const char *type_name; // "data.nvs", by number where there is no name
    uint64_t place;        // of the row, in the file
    struct fact *fact;
};

struct table_row_list LIST(const struct table_row);

struct table_view {
    struct table_row_list rows;
    bool has_checksum, is_checked;
    size_t end; // bytes of the rows, with the checksum
};

/// Whether rows stand at the beginning of some bytes: one at least, and nothing else before the
/// blank rest or the checksum.
bool table_is_here(const struct dump_tables *tables, const uint8_t *bytes, size_t size);

/// What a table is like, without its rows.
struct table_outline {
    uint64_t rows;            // 0: none begins there
    uint64_t lowest, highest; // where the first partition begins and the last one ends, in bytes
    bool has_app;             // one of them is for an app
    bool is_checked;          // the checksum is there, and right
};

/// The outline of what some bytes begin with.
struct table_outline table_outline(const struct dump_tables *tables, const uint8_t *bytes,
                                   size_t size);

/// Reads the table at the beginning of the request's bytes, and tells of it in the fact.
void table_read(const struct dump_request *request, struct fact *fact, struct table_view *view);

/// Tells what the rows are like beside those of a table of the schema's.
void table_compare(const struct dump_request *request, const struct table *table,
                   const struct table_view *view, struct fact *fact);

/// The table of the schema's that lists most of these labels; null: none does.
const struct table *table_of_schema(const struct layout *layout, const struct table_view *view);

/// TYPE.SUBTYPE as the schema's platform has it; `is_native`: with the names alone that the
/// platform's own tools know.
const char *table_type_text(const struct dump_request *request, uint64_t type, uint64_t subtype,
                            bool is_native);

/// A CSV as ESP-IDF's tools write it.
void table_write_csv(const struct dump_request *request, const struct table_view *view,
                     struct buffer *text);

#endif
