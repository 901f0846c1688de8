// The values of one device, from a CSV with a row for each.
#ifndef IMAGE_VALUES_H
#define IMAGE_VALUES_H

#include "csv.h"
#include "image.h"

struct values {
    const struct row *names; // the first row
    const struct row *row;   // null: there is none
    bool was_read;
};

/// Reads the row that the command line chose. None, and reported, if there is none; `span` is of
/// what needs it. No message shows what stands in secret columns (a list of const char, of their
/// names), nor what may: where one is missing, or the rows can't be read.
void values_read(const struct image_request *request, struct span span, const struct list *secrets,
                 struct values *values);

/// The value in a column; null, and reported at `span`, if there is no such column.
const struct cell *values_find(const struct image_request *request, const struct values *values,
                               const char *column, struct span span);

#endif
