// Where a table of BLE services has its columns.
#ifndef FORMATS_GATTS_COLUMNS_H
#define FORMATS_GATTS_COLUMNS_H

#include "csv.h"
#include "gatts.h"

struct gatts_columns {
    const struct image_request *request;
    const struct csv_row *header;      // null: the table has none
    enum gatts_column *order;          // as in struct gatts_attribute
    size_t places[GATTS_COLUMN_COUNT]; // of each column; SIZE_MAX: nowhere
};

/// Finds the columns by a table's first row, which may name them. False, and reported, if not all
/// are there.
bool gatts_find_columns(struct gatts_columns *columns, const struct csv_row *first);

/// False, and reported, if a row has more cells than there are columns.
bool gatts_check_width(const struct gatts_columns *columns, const struct csv_row *row);

/// A row's cell, without the spaces around it; an empty one where there is none.
struct csv_cell gatts_get_cell(const struct gatts_columns *columns, const struct csv_row *row,
                               enum gatts_column column);

#endif
