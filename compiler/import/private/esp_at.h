// What the parts of an ESP-AT project's import share.
#ifndef IMPORT_ESP_AT_H
#define IMPORT_ESP_AT_H

#include "importer.h"

/// An option, and the partitions and namespaces that depend on it.
struct at_option {
    const char *symbol; // without CONFIG_
    bool is_on;         // as the sdkconfig says; without one, it is
    bool is_used;       // something in the schema names it
    struct list names;  // of const char
};

/// The option that a partition or namespace depends on; null if there is none.
const struct at_option *at_find_option(const struct importer *importer, const char *name);

/// The partition of this name in any of the tables; null if there is none.
const struct import_row *at_find_row(const struct importer *importer, const char *label);

/// Says what fills a partition, where the folder of raw data has something for it.
void at_fill(struct importer *importer, struct import_row *row);

/// Takes what a folder of an ESP-AT project has. False, and reported, if something can't be read.
bool at_add_folder(struct importer *importer, const char *path);

/// Says which partitions depend on which options, and what fills them.
bool at_complete(struct importer *importer);

/// Appends what ESP-AT needs before the tables, and behind them.
void at_write_head(struct importer *importer);
void at_write_requires(struct importer *importer);

#endif
