// What differs between two tables, row by row.
#ifndef FLASH_VERIFY_TABLE_H
#define FLASH_VERIFY_TABLE_H

#include "flash.h"

/// Appends notes, of const char, on a table's bytes as they should be and as they are.
void verify_rows(const struct table *table, const char *expected, const char *actual,
                 struct arena *arena, struct list *notes);

#endif
