// What the parts of an ESP-AT project's import share.
#ifndef IMPORT_ESP_AT_H
#define IMPORT_ESP_AT_H

#include "csv.h"
#include "importer.h"

/// An option, and the partitions and namespaces that depend on it.
struct at_option {
    const char *symbol; // without CONFIG_
    bool is_on;         // as the sdkconfig says; without one, it is
    bool is_used;       // something in the schema names it
    struct text_list names;
};

/// Reads what the project's Kconfig files make of an sdkconfig that has some values alone, if there
/// are any.
void at_read_kconfig(struct importer *importer);

/// A symbol that they define; null if there is none.
const struct kconfig_symbol *at_kconfig_symbol(const struct importer *importer, const char *symbol);

/// Reads the list of dependencies. False, and reported, if it can't be read.
bool at_read_dependencies(struct importer *importer);

/// The option that a partition or namespace depends on; null if there is none.
struct at_option *at_find_option(const struct importer *importer, const char *name);

/// The partition of this name in any of the tables; null if there is none.
const struct import_row *at_find_row(const struct importer *importer, const char *label);

/// The option that gives namespaces the names of older releases; null if the project has none.
struct at_option *at_find_legacy(struct importer *importer);

/// Reads which module is built, where a project's directory says so. False, and reported, if that
/// can't be read.
bool at_read_module_info(struct importer *importer, const char *directory);

/// Notes the directory of a module that a path leads through, if any.
void at_note_module(struct importer *importer, const char *path);

/// The chip as ESP-AT calls it: PLATFORM_ESP32C3.
const char *at_platform(const struct importer *importer);

/// The cell of a row in the column of this name, of rows whose first names the columns; null if
/// there is none.
const struct csv_cell *at_find_cell(const struct csv_row_list *rows, const struct csv_row *row,
                                    const char *name);

/// The rows of factory parameters that may be meant, of rows whose first names the columns.
struct csv_row_list at_find_rows(const struct importer *importer, const struct csv_row_list *rows);

/// The one that is taken; null, and reported, if the request names one that is not there.
const struct csv_row *at_pick_row(struct importer *importer, const struct csv_row_list *rows);

/// A factory parameter of the module.
struct at_parameter {
    const char *name, *encoding;
    const char *value;    // as a schema has it
    const char *constant; // that is written in its place; null: none
};

/// Reads all, unless that was done.
void at_need_parameters(struct importer *importer);

/// Appends the constants that stand for some of the module's.
void at_write_constants(struct importer *importer);

/// Appends them as the keys of a namespace.
void at_append_parameters(const struct at_parameter_list *parameters, struct buffer *out);

/// What fills a partition `factory_param` of older releases; null if nothing does.
const char *at_record_block(struct importer *importer);

/// A path below the directory of raw data.
const char *at_raw_path(struct importer *importer, const char *name);

/// Says what fills a partition, where the directory of raw data has something for it.
void at_fill(struct importer *importer, struct import_row *row);

/// Takes what a directory of an ESP-AT project has. False, and reported, if something can't be
/// read.
bool at_add_directory(struct importer *importer, const char *path);

/// The partition that a second table is in; null if there is none.
const struct import_row *at_second_host(const struct importer *importer);

/// Whether the second table that the sdkconfig names was found; reported if not.
bool at_check_second(struct importer *importer);

/// Whether all modules of a project's directory are asked for.
bool at_wants_modules(const struct importer *importer);

/// Makes a schema of all modules, with a variant for each. False, and reported, if that can't be
/// done.
bool at_import_modules(struct importer *importer);

/// Finds out which options partitions depend on. False, and reported, if that can't be done.
bool at_prepare(struct importer *importer);

/// Says what fills the partitions.
bool at_complete(struct importer *importer);

/// Appends the options that something depends on.
void at_write_options(struct importer *importer);

/// Appends what ESP-AT needs before the tables, and after them.
void at_write_head(struct importer *importer);
void at_write_requires(struct importer *importer);

#endif
