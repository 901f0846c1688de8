// The cells of one attribute.
#ifndef FORMATS_GATTS_CELLS_H
#define FORMATS_GATTS_CELLS_H

#include "csv.h"
#include "gatts.h"

struct gatts_row {
    const struct image_request *request;
    struct csv_cell cells[GATTS_COLUMN_COUNT]; // without spaces around; a missing one is empty
    bool is_sheet; // of a spreadsheet, which may have changed what was typed
    bool is_noted; // that was said
    bool is_good;  // nothing was reported
};

/// Judges the cells, and fills in what they say. False, and reported, if not all of it is true.
bool gatts_read_cells(struct gatts_row *row, struct gatts_attribute *attribute);

#endif
