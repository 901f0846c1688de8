// What the parts of an import share.
#ifndef IMPORT_IMPORTER_H
#define IMPORT_IMPORTER_H

#include "import_chip.h"
#include "import.h"

enum import_part { PART_NAME, PART_TYPE, PART_OFFSET, PART_SIZE, PART_FLAGS, PART_COUNT };

/// A comment of a CSV, or a blank line.
struct import_remark {
    const char *text; // null: a blank line
    bool documents;   // what follows it
};

struct import_remark_list LIST(struct import_remark);

struct import_row {
    const char *label;
    uint64_t type, subtype;
    bool has_offset; // given in its file
    bool is_outside; // its place is the platform's
    bool is_sized;   // so is its size
    bool is_fixed;   // it is not where it would be by itself
    uint64_t offset;
    struct number end; // negative: it ends at this; else its size
    uint64_t size;
    uint32_t flags;
    struct import_remark_list before;
    const char *behind; // a remark; null: none
    struct span span, spans[PART_COUNT];
    const char *clauses; // what else is to be written, with a space before it; null: nothing
};

/// A part of the schema's text, and what it came from.
struct import_piece {
    size_t start, end;
    struct span span;
    const struct import_row *row;
};

struct source_table {
    struct imported_table *imported;
    const struct source *source;
    size_t start; // of a binary table in its source, which is more than that
    bool is_dump; // it is a flash dump
    bool is_binary;
    bool has_checksum;
    struct import_remark_list head; // of the whole file
    struct import_remark_list tail; // after the last row
    struct source_table *host;
    const struct import_row *host_row;
};

struct source_table_list LIST(struct source_table);
struct at_option_list LIST(struct at_option);
struct at_parameter_list LIST(struct at_parameter);

/// What an ESP-AT project has beside its tables.
struct project_parts {
    const struct source *dependencies; // or null
    struct at_option_list options;     // that these dependencies name
    struct text_list names;            // what depends on them, in their order
    const char *root;                  // the project's directory, or null
    const struct kconfig *kconfig;     // of a module that was not built; or null
    const char *raw_data, *tools;      // directories, or null
    const char *directory;             // of the module, after `module_`; null: not known
    const char *platform, *module;     // as factory_param_data.csv calls them; null: not known
    bool has_parameters;               // they were read
    struct at_parameter_list parameters;
    bool is_one_of_all;           // all rows are taken, one after the other
    size_t choice, choices;       // which of how many
    const char *picked;           // the module of the row that was taken
    const struct kconfig *values; // of one of all modules: its sdkconfig
    struct text_list missing;     // partitions that another of them lacks
};

struct importer {
    struct compilation *compilation;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct sources *sources;
    const struct import_request *request;
    struct imported *imported;
    struct import_chip chip;
    uint64_t table_offset;  // of the main table
    bool sets_table_offset; // it is not where the platform has it
    uint64_t flash;         // 0: not known
    uint64_t boot_at, recovery_at;
    uint64_t secure_boot;           // the version; 0: none
    bool has_short_apps;            // it takes apps in partitions of any length
    uint64_t dump_table, dump_size; // of a flash dump: where its table is; 0: none
    const char *dump_chip;          // that its bootloader is for; null: not known
    const char *dump_chip_from;
    const char *chip_from; // what names the chip; null: nothing, or it is not looked for yet
    struct LIST(const struct extra_subtype) subtypes;
    const char *project_table;      // the project's own CSV; null: not known
    const char *table_from;         // what names it
    const char *built_in_directory; // of a project with a table of its SDK's; null: none
    struct source_table_list tables;
    const struct source *keys;        // an NVS CSV, or null
    const struct source *device_keys; // a CSV of mass_mfg's keys, or null; its values are a table
    struct project_parts at;
    bool is_misplaced; // a row of a CSV, which was reported
};

/// Appends a name as a schema has it: in quotes where it must be.
void schema_append_name(struct buffer *out, const char *name);

/// Adds a table, which begins at a place in its source.
struct source_table *import_add_table(struct importer *importer, const struct source *source,
                                      size_t start);

/// Finds a binary table at the start of a sector, as in a flash dump. False if there is
/// none.
bool import_find_table(const char *bytes, size_t length, size_t *offset);

/// Reads the rows of a CSV or of a binary table. False, and reported, if that can't be done.
bool csv_import(struct importer *importer, struct source_table *table);
bool table_import(struct importer *importer, struct source_table *table);

/// Adds the tables that are in partitions of one in a flash dump.
bool table_import_inner(struct importer *importer, const struct source_table *table);

/// The text of a source in UTF-8, which may be another source, and where it starts in that. Null,
/// and reported, if it is not text.
const struct source *decode_text(struct importer *importer, const struct source *source,
                                 size_t *start);

/// Finds whether a row's place and size are the platform's.
void rows_judge(const struct import_chip *chip, struct import_row *row);

/// Whether it is known where the recovery bootloaders in a CSV are; reported if not.
bool rows_find_recovery(struct importer *importer, const struct source_table *table);

/// Gives every row of a CSV its place as gen_esp32part does. False, and reported, if it refuses
/// one.
bool rows_place(struct importer *importer, struct source_table *table);

/// Finds which of the tables is the main one, which comes first, and where the others are in it;
/// and where their rows are. False, and reported, if they do not belong together.
bool nesting_find(struct importer *importer);

/// What the binary form of the rows must be.
void rows_encode(struct importer *importer, struct source_table *table);

/// Appends a string in quotes.
void schema_append_string(struct buffer *out, const char *text, size_t length);

/// A path as the schema has to write it, which is where the request says.
const char *files_path_from_schema(struct importer *importer, const char *path);

/// The name of a file without its directory and its last suffix.
const char *files_stem(struct arena *arena, const char *path);

/// The name of a file without its directory.
const char *files_name(const char *path);

const char *files_join(struct arena *arena, const char *directory, const char *name);

/// The same path from the root of the file system, without links; the path itself if it leads
/// nowhere.
const char *files_absolute(const struct host *host, struct arena *arena, const char *path);

/// Reads a file; null, and reported, if that can't be done.
const struct source *files_add(struct importer *importer, const char *path);

/// Takes a file by what it is. False, and reported, if it is nothing that can be imported.
bool import_add(struct importer *importer, const char *path, const struct source *source);

/// Makes the schema of mass_mfg's CSV of keys and that of their values. False, and reported, if
/// that can't be done.
bool mass_import(struct importer *importer, const struct source *source,
                 const struct source *values);

/// Makes the schema of an NVS CSV. False, and reported, if that can't be done.
bool keys_import(struct importer *importer, const struct source *source);

/// Reads and places what was added. False, and reported, if that can't be done.
bool import_read(struct importer *importer);

/// Makes the schema of what was read. False, and reported, if that can't be done.
bool import_finish(struct importer *importer);

/// What the schema is called: as its own file is to be, or what it is made of.
const char *schema_name(struct importer *importer);

/// The parts of a partition's line in their order: name, type, size, place, and the rest; "" where
/// there is none.
enum { SCHEMA_NAME, SCHEMA_TYPE, SCHEMA_SIZE, SCHEMA_PLACE, SCHEMA_REST, SCHEMA_CELL_COUNT };
void schema_row_cells(struct importer *importer, const struct import_row *row,
                      const char *cells[SCHEMA_CELL_COUNT]);

/// Appends the line of the target, without a space before it. A variant's amends that of `base`,
/// and says again what that sets; null: it is the schema's.
void schema_append_target(struct importer *importer, const struct importer *base,
                          struct buffer *out);

/// Appends what the head of a table has after its name.
void schema_append_table_clauses(struct importer *importer, const struct source_table *table,
                                 struct buffer *out);

/// The layout that a text gives, in a variant (null: none); null if it gives none.
const struct layout *compile_check_layout(const struct buffer *text, const char *variant,
                                          struct compilation *check);

/// Writes the schema, and tries it. False, and reported, if the tables are such that their own tool
/// refuses them.
bool compile_check_schema(struct importer *importer);

/// Writes the schema.
void schema_write(struct importer *importer);

/// Gives the schema's text its canonical form, where it has no mistakes; its pieces stay what they
/// were.
void schema_format(struct importer *importer);

/// Where a text came from; an unknown place where it came from nowhere.
const struct import_piece *import_find_piece(const struct imported *imported, size_t offset);

#endif
