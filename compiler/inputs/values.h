// The values of one device, from a CSV with a row for each.
#ifndef INPUTS_VALUES_H
#define INPUTS_VALUES_H

#include "csv.h"
#include "image_request.h"

struct values {
    struct text_list secrets; // the columns that no message may show
    struct csv_row_list rows;
    const struct csv_row *names; // the first row
    const struct csv_row *row;   // null: there is none
    size_t device;               // its number, from 1
    bool was_read;
};

/// Reads the row that the command line chose, or the first one where all are checked. None, and
/// reported, if there is none; `span` is of what needs it. No message shows what is in the
/// secret columns, nor what may: where one is missing, or the rows can't be read.
void values_read(const struct image_request *request, struct span span, struct values *values);

/// Goes on to the next device, where all are checked; false if there is none. The row is null, and
/// reported, if it is not as wide as the names are.
bool values_next(const struct image_request *request, struct values *values);

/// Hides what the row has in secret columns: done for each row of which something was reported.
void values_hide(const struct image_request *request, const struct values *values);

/// The value in a column; null, and reported at `span`, if there is no such column.
const struct csv_cell *values_find(const struct image_request *request, const struct values *values,
                                   const char *column, struct span span);

#endif
