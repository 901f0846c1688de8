// Keys of an NVS CSV, between their rows and the schema's lines.
#ifndef IMPORT_KEYS_IMPORT_H
#define IMPORT_KEYS_IMPORT_H

#include "importer.h"

/// A line of the schema's block.
struct keys_line {
    const char *type, *name, *value; // name and value null: a remark or a namespace
    bool is_space;
    bool is_remark;
    bool documents; // what follows it
};

struct keys {
    struct importer *importer;
    const struct source *source;
    struct list rows;  // of struct row
    struct list lines; // of struct keys_line
    bool has_space;
    bool is_whole; // there is something that a schema cannot say: the file itself is imported
    bool has_wifi; // keys to which the tool adds others
    size_t end;    // of what was read of the source
};

/// Makes lines of the rows.
void keys_make_lines(struct keys *keys);

/// A text in quotes, as a schema has it.
const char *keys_quoted(const struct keys *keys, const char *text, size_t length);

#endif
