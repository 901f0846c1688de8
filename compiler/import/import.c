// From files to the text of a schema: what each file is, what chip they are for, and what belongs
// to what.
#include "esp_at.h"
#include "app_chip.h"
#include "image.h"
#include "project.h"

#include <string.h>

static bool is_host(const char *chip)
{
    return chip && strcmp(chip, "linux") == 0;
}

// The chip's platform, and what the command line and the sdkconfig say otherwise.
static bool find_platform(struct importer *importer)
{
    const char *chip = project_chip(importer, &importer->chip_from);
    const char *from = importer->chip_from;
    struct facts *facts = &importer->facts;
    if (!facts_find(importer, !chip || is_host(chip) ? "esp32" : chip, facts)) {
        return false;
    }
    if (!chip) {
        const struct project_files *project = importer->request->project;
        bool has_others = project && project->others;
        project_note(importer, true, "chip esp32: assumed; --chip says another%s%s",
                     has_others ? ", and there are defaults for " : "",
                     has_others ? project->others : "");
    } else if (is_host(chip)) {
        project_note(importer, true,
                     "chip esp32: assumed, because `linux` (%s) is not a chip; --chip says another",
                     from);
    } else {
        project_note(importer, false, "chip %s: %s", chip, from);
    }
    if (!subtypes_find(importer) ||
        (importer->subtypes.count && !facts_find(importer, facts->chip, facts))) {
        return false;
    }
    project_note_missing(importer);
    importer->table_offset = facts->platform->table_at;
    project_find_flash(importer);
    project_find_offset(importer);
    if (importer->table_from) {
        project_note(importer, false, "table %s: %s", importer->project_table,
                     importer->table_from);
    }
    project_find_secure_boot(importer);
    if (facts->dialect->boot_at) {
        const char *recovery = facts_sdkconfig_value(importer, "BOOTLOADER_RECOVERY_OFFSET");
        importer->boot_at = platform_parameter(facts->platform, facts->dialect->boot_at);
        importer->recovery_at = platform_parameter(facts->platform, facts->dialect->recovery_at);
        if (recovery) {
            project_read_hex(importer->arena, recovery, &importer->recovery_at);
        }
    }
    return true;
}

struct source_table *import_add_table(struct importer *importer, const struct source *source,
                                      size_t start)
{
    struct source_table *table = arena_new(importer->arena, sizeof *table);
    table->source = source;
    table->start = start;
    table->is_dump = start > 0;
    table->is_binary = true;
    table->imported = arena_new(importer->arena, sizeof *table->imported);
    table->imported->path = start ? arena_format(importer->arena, "%s at %s", source->path,
                                                 text_offset(importer->arena, start))
                                  : source->path;
    list_append(importer->arena, &importer->tables, table);
    list_append(importer->arena, &importer->imported->tables, table->imported);
    return table;
}

// Where a table lies in a file: at its start, or in the read-back of a flash, which `--offset` says
// where to look in. False, and reported, if it is not there.
static bool find_table(struct importer *importer, const struct source *source, size_t *start)
{
    const struct import_request *request = importer->request;
    size_t found = 1;
    import_find_table(source->bytes, source->length, start);
    if (*start == 0 || !request->has_table_offset) {
        return true;
    }
    *start = (size_t)request->table_offset;
    if (*start < source->length) {
        import_find_table(source->bytes + *start, source->length - *start, &found);
    }
    if (found) {
        report(importer->diagnostics, CODE_IMPORT_TABLE, (struct span){0},
               "`%s` has no table at %s, where `--offset` says that it lies", source->path,
               text_offset(importer->arena, *start));
    }
    return found == 0;
}

// Bootloaders lie at one of these places, by the chip.
static void find_dump_chip(struct importer *importer, const struct source *source)
{
    static const uint16_t places[] = {0, 0x1000, 0x2000};
    for (size_t i = 0; i < sizeof places / sizeof *places && !importer->dump_chip; i++) {
        uint16_t place = places[i];
        if (place < source->length) {
            importer->dump_chip = image_boot_chip((const uint8_t *)source->bytes + place,
                                                  source->length - place, place);
            importer->dump_chip_from =
                arena_format(importer->arena, "the bootloader at %s of %s",
                             text_offset(importer->arena, place), source->path);
        }
    }
}

static bool add_binary(struct importer *importer, const struct source *source)
{
    size_t start = 0;
    if (!find_table(importer, source, &start)) {
        return false;
    }
    import_add_table(importer, source, start);
    if (start) {
        importer->dump_table = start;
        importer->dump_size = source->length;
        find_dump_chip(importer, source);
    }
    return true;
}

// Whether a file was named before, or is in a folder that was.
static bool is_known(const struct importer *importer, const struct source *source)
{
    for (size_t i = 0; i < importer->tables.count; i++) {
        const struct source *other =
            ((const struct source_table *)importer->tables.items[i])->source;
        bool is_file = source->file && !source->is_input;
        if (other == source ||
            (is_file && other->file == source->file && other->device == source->device)) {
            return true;
        }
    }
    return false;
}

static void report_unknown_file(const struct importer *importer, const char *path,
                                const struct source *source)
{
    size_t length = strlen(path);
    bool is_schema = length > 8 && strcmp(path + length - 8, ".pschema") == 0;
    enum foreign_kind kind = import_foreign(path, source->bytes, source->length);
    const char *cure = is_schema ? "is a schema already: `schemac check` reads it"
                       : kind == FOREIGN_SDKCONFIG
                           ? "is an sdkconfig: name the directory that it is "
                             "in, or a table and `--sdkconfig`"
                       : kind == FOREIGN_LOCK ? "is the lock of a schema"
                                              : "is not a file that can be imported";
    struct diagnostic *diagnostic =
        report(importer->diagnostics, CODE_IMPORT_UNKNOWN, (struct span){0}, "`%s` %s", path, cure);
    if (!is_schema && kind != FOREIGN_SDKCONFIG) {
        add_note(diagnostic, (struct span){0},
                 "what is imported: a partitions.csv, a binary table, a flash dump, a CSV of NVS "
                 "keys, or the directory of a project");
    }
}

// Of two lists, none is taken for the one that counts.
static bool add_dependencies(struct importer *importer, const struct source *source)
{
    const struct source *other = importer->at.dependencies;
    importer->at.dependencies = source;
    if (other && (other->file != source->file || other->device != source->device)) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` and `%s` both say what partitions depend on; name one of them", other->path,
               source->path);
        return false;
    }
    return true;
}

bool import_add(struct importer *importer, const char *path, const struct source *source)
{
    if (is_known(importer, source)) {
        return true;
    }
    switch (import_recognise(path, source->bytes, source->length)) {
    case IMPORT_PARTITIONS:
        import_add_table(importer, source, 0)->is_binary = false;
        at_note_module(importer, path);
        return true;
    case IMPORT_TABLE:
        return add_binary(importer, source);
    case IMPORT_KEYS:
        importer->keys = source;
        return true;
    case IMPORT_DEVICE_KEYS:
        if (importer->device_keys) {
            report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
                   "`%s` and `%s` both have keys without values; name one, and the CSV with the "
                   "values of each device",
                   importer->device_keys->path, path);
            return false;
        }
        importer->device_keys = source;
        return true;
    case IMPORT_DEPENDENCIES:
        return add_dependencies(importer, source);
    default:
        report_unknown_file(importer, path, source);
        return false;
    }
}

static bool add_path(struct importer *importer, const char *path, const struct source *known)
{
    if (!known && host_is_directory(importer->sources->host, path)) {
        return at_add_folder(importer, path);
    }
    const struct source *source = known ? known : files_add(importer, path);
    if (known) {
        list_append(importer->arena, &importer->imported->inputs, path);
    }
    return source && import_add(importer, path, source);
}

static bool read_tables(struct importer *importer)
{
    bool is_good = true;
    size_t count = importer->tables.count;
    for (size_t i = 0; i < count; i++) {
        struct source_table *table = (struct source_table *)importer->tables.items[i];
        is_good &= table->is_binary
                       ? table_import(importer, table)
                       : csv_import(importer, table) && rows_find_recovery(importer, table);
    }
    for (size_t i = 0; is_good && i < count; i++) {
        is_good &= table_import_inner(importer, importer->tables.items[i]);
    }
    return is_good;
}

static bool place_tables(struct importer *importer)
{
    bool is_good = hosts_find(importer);
    for (size_t i = 0; is_good && i < importer->tables.count; i++) {
        struct source_table *table = (struct source_table *)importer->tables.items[i];
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
           "`%s` has keys without values; name it and the CSV with the values of each device, and "
           "nothing else: `schemac import %s VALUES.csv`",
           importer->device_keys->path, importer->device_keys->path);
    return false;
}

static bool check_files(struct importer *importer)
{
    if (importer->device_keys) {
        return check_device_keys(importer);
    }
    const char *first = importer->request->paths.items[0];
    if (importer->keys && (importer->request->paths.count > 1 || importer->tables.count)) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s`, a CSV of NVS keys, is imported by itself", importer->keys->path);
        return false;
    }
    if (!importer->keys && importer->tables.count == 0 && !importer->built_in_folder) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               importer->at.dependencies
                   ? "`%s` says what partitions depend on; name their tables, too"
                   : "`%s` has no table of partitions right in it; name the CSVs, too",
               importer->at.dependencies ? importer->at.dependencies->path : first);
        return false;
    }
    return true;
}

static bool add_paths(struct importer *importer)
{
    const struct import_request *request = importer->request;
    bool is_good = true;
    for (size_t i = 0; i < request->paths.count; i++) {
        const struct source *known = i < request->sources.count ? request->sources.items[i] : NULL;
        is_good &= add_path(importer, request->paths.items[i], known);
    }
    return is_good;
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

bool import_finish(struct importer *importer)
{
    if (importer->device_keys) {
        const struct source_table *values = importer->tables.items[0];
        importer->imported->tables.count = 0; // they are no partitions
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
    return schema_make(importer) && !importer->is_misplaced;
}

bool import_files(struct compilation *compilation, const struct import_request *request,
                  struct imported *imported)
{
    struct importer importer = {
        .compilation = compilation,
        .arena = &compilation->arena,
        .diagnostics = &compilation->diagnostics,
        .sources = &compilation->sources,
        .request = request,
        .imported = imported,
        .at = {.module = request->module},
    };
    *imported = (struct imported){0};
    for (size_t i = 0; request->project && i < request->project->sdkconfigs.count; i++) {
        list_append(importer.arena, &imported->inputs, request->project->sdkconfigs.items[i]);
    }
    if (at_wants_modules(&importer)) {
        return at_import_modules(&importer);
    }
    return add_paths(&importer) && import_read(&importer) && import_finish(&importer);
}
