// A row of a CSV of partitions.
#ifndef IMPORT_CSV_ROW_H
#define IMPORT_CSV_ROW_H

#include "line.h"

/// Reads a line that is a row. What is wrong with it is reported, and no longer good.
struct import_row *csv_row_read(struct importer *importer, const struct csv_text_line *line,
                                bool *is_good);

#endif
