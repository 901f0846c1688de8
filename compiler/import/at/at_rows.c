// Where the parts of an ESP-AT project are: rows of its tables, the partition with its second
// table, and files of its raw data.
//
// These have a file of their own because all other parts of at/ need them.
#include "esp_at.h"

#include <string.h>

const char *at_raw_path(struct importer *importer, const char *name)
{
    return files_join(importer->arena, importer->at.raw_data, name);
}

const struct import_row *at_find_row(const struct importer *importer, const char *label)
{
    for_each (table, &importer->tables) {
        for_each (row, &table->imported->rows) {
            if (strcmp(row->label, label) == 0) {
                return row;
            }
        }
    }
    return NULL;
}

// The first table is the main one (nesting.c); the second table of ESP-AT is the first that is
// inside of a partition.
const struct import_row *at_second_host(const struct importer *importer)
{
    for (size_t i = 1; i < importer->tables.count; i++) {
        const struct source_table *table = importer->tables.items[i];
        if (table->host) {
            return table->host_row;
        }
    }
    return NULL;
}
