// The way in: what other tools made, as the text of a schema.
//
// bytes -> rows (of a partition CSV or a binary table), or keys (of an NVS CSV) -> text of a schema
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "driver.h"

struct proposal;

enum import_kind {
    IMPORT_SCHEMA, // or nothing that is known
    IMPORT_PARTITIONS,
    IMPORT_TABLE,
    IMPORT_KEYS,
    IMPORT_DEVICE_KEYS, // of mass_mfg: their values are in another file
    IMPORT_DEPENDENCIES,
};

/// What a file is, by its bytes, and where these are text that could be several things, by its
/// name.
enum import_kind import_recognise(const char *path, const char *bytes, size_t length);

struct cmake_variable_list LIST(const struct cmake_variable);

/// What a project's directory is configured by.
struct project_files {
    const char *directory;       // without a slash at its end
    const char *sdk;             // the SDK whose own example it is; null: none's
    struct text_list sdkconfigs; // paths, those that win last
    struct text_list missing;    // what is said of files that should be there
    const char *chip;            // null: they name none
    const char *chip_from;       // what names it: `sdkconfig.defaults:3`
    const char *others;          // chips with defaults of their own: `esp32c3, esp32s3`; null: none
    struct cmake_variable_list subtypes; // EXTRA_PARTITION_SUBTYPES, one each
    bool is_project;                     // the SDK's build begins here
    bool is_told;                        // it was said which files these are
};

/// Finds the files that a project's directory is configured by, for a chip (null: the one that they
/// name).
void import_find_project(const struct host *host, struct arena *arena, const char *directory,
                         const char *chip, struct project_files *files);

/// What the command line says of an import.
struct import_request {
    struct text_list paths;                   // files; "-" is standard input
    struct LIST(const struct source) sources; // what the first of them hold, where they
                                              // were read already
    const struct project_files *project; // of the directory among the paths; null: there is none
    const char *chip;                    // null: what the files say, or else esp32
    bool all_modules;                    // of ESP-AT, although it is configured for one
    const char *module;                  // of ESP-AT, as it calls it; null: what the project says
    const char *name;          // of the schema; null: that of the output or of the first file
    const char *output;        // where the schema goes, so that it can name files; null: unknown
    bool has_table_offset;     // else it is what the sdkconfig says, or the platform
    uint64_t table_offset;     // of the main table
    struct text_list subtypes; // `TYPE, NAME, NUMBER`: what the platform lacks
    uint64_t size;             // of an NVS partition; 0: as small as can be
    const struct text_list *defines; // `NAME=VALUE`: for `$NAME` in a CSV; or null
    const char *const *environment;  // likewise, null at its end; or null
};

struct import_row_list LIST(struct import_row);
struct import_piece_list LIST(struct import_piece);

/// A table that was read, and what its binary form must be.
struct imported_table {
    const char *path;
    const char *name; // in the schema
    struct import_row_list rows;
    struct buffer bytes; // the rows and their checksum, without the blank rest
};

struct imported_table_list LIST(struct imported_table);

/// What was found out beside the tables, and where.
struct imported_setting {
    const char *text; // `chip esp32s3: sdkconfig.defaults:3`
    bool is_assumed;  // nothing says so
};

/// A variant of the schema, and what it was made of.
struct imported_variant {
    const char *name;
    struct imported_table_list tables;
};

struct imported {
    struct buffer text; // of the schema
    struct LIST(const struct imported_setting) settings;
    const char *name; // of the schema
    struct imported_table_list tables;
    struct LIST(const struct imported_variant) variants; // empty: it has none
    struct import_piece_list pieces;                     // what of the text came from where
    struct text_list inputs;                             // all files that were read
    const struct layout *layout; // that it was tried with: with every place that could be found
    const struct source *keys;   // the NVS CSV that it was made of; null: it was made of tables
    struct buffer image;         // of that
    const char *summary;         // lines about it, if it has no image of its own; null: none
};

/// Makes a schema of files that belong together. False, and reported, if they can't be read or are
/// such that their own tools refuse them.
bool import_files(struct compilation *compilation, const struct import_request *request,
                  struct imported *imported);

/// Makes the schema of a table that is proposed for the flash in the file `path`, with comments
/// that say what of it is a guess. Null; else why that cannot be done.
const char *import_proposal(struct compilation *compilation, const struct proposal *proposal,
                            const char *path, const char *output, struct imported *imported);

/// Moves what was reported of the schema's text to the row that it came from. `text` is that text
/// as a source; null: it was never read. `is_hidden`: nobody sees it, so that what came from no row
/// is moved to the first.
void import_move_reports(const struct imported *imported, const struct source *text, bool is_hidden,
                         struct diagnostics *diagnostics);

/// Says in `text` what of the tables is not as in the layout that was made of them; false if
/// anything is. `images` may be null where that breaks rules: then it says what it can.
bool import_compare(struct sources *sources, const struct imported *imported,
                    const struct images *images, struct buffer *text);

/// The same for a variant, of which it says only what is not as it should be.
bool import_compare_variant(const struct imported_variant *variant, const struct layout *layout,
                            struct buffer *text);

/// What is not a schema, nor anything that makes one.
enum foreign_kind {
    FOREIGN_NONE, // not known: perhaps a schema
    FOREIGN_LOCK,
    FOREIGN_SDKCONFIG,
    FOREIGN_KCONFIG,
    FOREIGN_BINARY,
};

/// What a file is that is given as a schema. A file that is called `.pschema` is meant to be one.
enum foreign_kind import_foreign(const char *path, const char *bytes, size_t length);

#endif
