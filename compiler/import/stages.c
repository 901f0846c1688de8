// The two stages of an import after files were added: reading all of them, and writing the schema.
//
// Their order matters. The chip comes first, because it decides what types, sizes and places mean;
// then the tables, then which table is inside of which other, then what depends on ESP-AT's
// options. Between the two stages at_modules.c compares what all modules have.
#include "esp_at.h"
#include "importer.h"
#include "project.h"

#include <string.h>

// ESP-IDF can build for the machine that builds (IDF_TARGET=linux); that is not a chip, and has no
// flash of its own.
static bool is_host(const char *chip)
{
    return chip && strcmp(chip, "linux") == 0;
}

// The chip's platform, and what the command line and the sdkconfig say otherwise. With subtypes of
// the project the chip is looked up again, as they become part of its platform.
static bool find_platform(struct importer *importer)
{
    const char *name = project_chip(importer, &importer->chip_from);
    const char *from = importer->chip_from;
    struct import_chip *chip = &importer->chip;
    if (!import_chip_find(importer, !name || is_host(name) ? "esp32" : name, chip)) {
        return false;
    }
    if (!name) {
        const struct project_files *project = importer->request->project;
        bool has_others = project && project->others;
        project_note(importer, true, "chip esp32: assumed; select another with --chip%s%s",
                     has_others ? "; there are defaults for " : "",
                     has_others ? project->others : "");
    } else if (is_host(name)) {
        project_note(
            importer, true,
            "chip esp32: assumed, because `linux` (%s) is not a chip; select another with --chip",
            from);
    } else {
        project_note(importer, false, "chip %s: %s", name, from);
    }
    if (!subtypes_find(importer) ||
        (importer->subtypes.count && !import_chip_find(importer, chip->name, chip))) {
        return false;
    }
    project_note_missing(importer);
    importer->table_offset = chip->platform->table_at;
    project_find_flash(importer);
    project_find_offset(importer);
    if (importer->table_from) {
        project_note(importer, false, "table %s: %s", importer->project_table,
                     importer->table_from);
    }
    project_find_secure_boot(importer);
    if (chip->dialect->boot_at) {
        const char *recovery = project_value(importer, "BOOTLOADER_RECOVERY_OFFSET");
        importer->boot_at = platform_parameter(chip->platform, chip->dialect->boot_at);
        importer->recovery_at = platform_parameter(chip->platform, chip->dialect->recovery_at);
        if (recovery) {
            project_read_hex(importer->arena, recovery, &importer->recovery_at);
        }
    }
    return true;
}

// Inner tables are looked for once all tables that were named are read: those found are not
// searched again.
static bool read_tables(struct importer *importer)
{
    bool is_good = true;
    size_t count = importer->tables.count;
    for (size_t i = 0; i < count; i++) {
        struct source_table *table = importer->tables.items[i];
        is_good &= table->is_binary
                       ? table_import(importer, table)
                       : csv_import(importer, table) && rows_find_recovery(importer, table);
    }
    for (size_t i = 0; is_good && i < count; i++) {
        is_good &= table_import_inner(importer, importer->tables.items[i]);
    }
    return is_good;
}

// A table in a partition has a checksum as ESP-AT's tool writes it; the main one has it as
// CONFIG_PARTITION_TABLE_MD5 says. A binary table shows whether it has one.
static bool place_tables(struct importer *importer)
{
    bool is_good = nesting_find(importer);
    for (size_t i = 0; is_good && i < importer->tables.count; i++) {
        struct source_table *table = importer->tables.items[i];
        if (!table->is_binary) {
            table->has_checksum = table->host || project_wants_checksum(importer);
        }
        rows_encode(importer, table);
    }
    return is_good;
}

// Keys of mass_mfg and their values, which are a CSV like any other.
static bool check_device_keys(struct importer *importer)
{
    const struct source_table *values = importer->tables.count ? importer->tables.items[0] : NULL;
    if (importer->tables.count == 1 && !values->is_binary && !importer->keys &&
        !importer->at.root && !importer->at.dependencies) {
        return true;
    }
    report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
           "`%s` lists keys without values; name only it and the CSV with the values for each "
           "device: `schemac import %s VALUES.csv`",
           importer->device_keys->path, importer->device_keys->path);
    return false;
}

// What was added must be one of: keys of NVS alone, keys of mass_mfg with one CSV of values, or
// tables and what belongs to them.
static bool check_files(struct importer *importer)
{
    if (importer->device_keys) {
        return check_device_keys(importer);
    }
    const char *first = importer->request->paths.items[0];
    if (importer->keys && (importer->request->paths.count > 1 || importer->tables.count)) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` is a CSV of NVS keys and must be imported alone", importer->keys->path);
        return false;
    }
    if (!importer->keys && importer->tables.count == 0 && !importer->built_in_directory) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               importer->at.dependencies
                   ? "`%s` lists what partitions depend on; also name their tables"
                   : "`%s` has no partition table at its top level; also name the CSVs",
               importer->at.dependencies ? importer->at.dependencies->path : first);
        return false;
    }
    return true;
}

bool import_read(struct importer *importer)
{
    if (!check_files(importer) || !at_check_second(importer) || !find_platform(importer) ||
        !project_add_built_in(importer)) {
        return false;
    }
    importer->imported->name = schema_name(importer);
    if (importer->device_keys || importer->keys) {
        return true;
    }
    return read_tables(importer) && place_tables(importer) && at_prepare(importer);
}

// A table whose rows are in the wrong places was reported, and its schema is made all the same, for
// the messages that only a compilation gives.
bool import_finish(struct importer *importer)
{
    if (importer->device_keys) {
        const struct source_table *values = importer->tables.items[0];
        importer->imported->tables.count = 0; // they are not partitions
        return mass_import(importer, importer->device_keys, values->source);
    }
    if (importer->keys) {
        return keys_import(importer, importer->keys);
    }
    if (!at_complete(importer)) {
        return false;
    }
    importer->imported->name = schema_name(importer); // now that the main table is known
    project_choose_flash(importer);
    return compile_check_schema(importer) && !importer->is_misplaced;
}
