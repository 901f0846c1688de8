// Keys of an NVS CSV, between their rows and the schema's lines.
#ifndef IMPORT_KEYS_IMPORT_H
#define IMPORT_KEYS_IMPORT_H

#include "csv.h"
#include "importer.h"

/// A line of the schema's block.
struct keys_line {
    const char *type, *name, *value; // name and value null: a remark or a namespace
    bool is_space;
    bool is_remark;
    bool documents;   // what follows it
    struct span span; // of what it came from
};

/// What a row gives.
enum keys_part {
    KEYS_SPACE,      // a namespace
    KEYS_OF_ALL,     // a key with its value
    KEYS_PER_DEVICE, // a key whose value is that of a device
};

struct keys {
    struct importer *importer;
    const struct source *source;
    struct csv_row_list rows;
    struct LIST(struct keys_line) lines;
    bool has_space;
    bool is_whole;    // there is something that a schema cannot say: the file itself is imported
    bool has_wifi;    // keys to which the tool adds others
    bool keeps_paths; // of files: the schema says where they begin
    size_t end;       // of what was read of the source
};

/// Makes lines of the rows.
void keys_make_lines(struct keys *keys);

/// Adds the line of a row (`KEY,TYPE,ENCODING,VALUE`). False if a schema cannot have its value.
bool keys_add_row(struct keys *keys, const struct csv_row *row, enum keys_part part);

/// Appends the schema with the lines, in a partition of this size; or with one that imports the
/// file `whole`, where that is not null. `raw_data` is where its paths begin; null: beside the
/// schema.
void keys_append_schema(const struct keys *keys, uint64_t size, const char *whole,
                        const char *raw_data, struct buffer *out);

/// A text in quotes, as a schema has it.
const char *keys_quoted(const struct keys *keys, const char *text, size_t length);

#endif
