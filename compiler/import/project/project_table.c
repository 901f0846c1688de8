// Which table a project is built with: a CSV of its own, or one that its SDK has built in.
//
// The choice is that of ESP-IDF's components/partition_table/Kconfig.projbuild:
// PARTITION_TABLE_TYPE has a member for each built-in table, and some tables have another version
// if core dumps go into flash. Without an sdkconfig the default counts, unless the directory has a
// CSV with a usual name, which then is assumed, and said.
#include "importer.h"
#include "project.h"

#include <string.h>

// Members of the choice PARTITION_TABLE_TYPE, and the files that they stand for.
static const struct {
    const char *symbol;
    const char *file;     // without `.csv`; null: the project's own
    const char *coredump; // likewise, where core dumps go into flash; null: the same
} tables[] = {
    {"PARTITION_TABLE_CUSTOM", NULL, NULL},
    {"PARTITION_TABLE_SINGLE_APP", "partitions_singleapp", "partitions_singleapp_coredump"},
    {"PARTITION_TABLE_SINGLE_APP_LARGE", "partitions_singleapp_large",
     "partitions_singleapp_large_coredump"},
    {"PARTITION_TABLE_TWO_OTA", "partitions_two_ota", "partitions_two_ota_coredump"},
    {"PARTITION_TABLE_TWO_OTA_LARGE", "partitions_two_ota_large", NULL},
    {"PARTITION_TABLE_SINGLE_APP_ENCRYPTED_NVS", "partitions_singleapp_encr_nvs", NULL},
    {"PARTITION_TABLE_SINGLE_APP_LARGE_ENC_NVS", "partitions_singleapp_large_encr_nvs", NULL},
    {"PARTITION_TABLE_TWO_OTA_ENCRYPTED_NVS", "partitions_two_ota_encr_nvs", NULL},
    {"PARTITION_TABLE_SINGLE_APP_TEE", "partitions_singleapp_tee", NULL},
    {"PARTITION_TABLE_TWO_OTA_TEE", "partitions_two_ota_tee", NULL},
};

enum { TABLE_COUNT = sizeof tables / sizeof *tables };

static const char *const core_dumps[] = {
    "ESP_COREDUMP_ENABLE_TO_FLASH",   "ESP_COREDUMP_ENABLE_TO_UART",
    "ESP_COREDUMP_ENABLE_TO_NONE",    "ESP32_COREDUMP_ENABLE_TO_FLASH",
    "ESP32_COREDUMP_ENABLE_TO_UART",  "ESP32_COREDUMP_ENABLE_TO_NONE",
    "ESP32_ENABLE_COREDUMP_TO_FLASH", "ESP32_ENABLE_COREDUMP_TO_UART",
    "ESP32_ENABLE_COREDUMP_TO_NONE",  NULL};

static const struct kconfig_symbol *find_choice(const struct importer *importer)
{
    const char *members[TABLE_COUNT + 1] = {NULL};
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        members[i] = tables[i].symbol;
    }
    return project_chosen(importer, members);
}

static bool add_csv(struct importer *importer, const char *path)
{
    const struct source *source = files_add(importer, path);
    return source && import_add(importer, path, source);
}

// The file that an option names. A path of ESP-AT's begins at another directory than the one that
// the file is in.
static const char *find_file(struct importer *importer, const char *directory, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *path = project_path(importer->arena, directory, name);
    const char *beside = project_path(importer->arena, directory, slash ? slash + 1 : name);
    return host_is_file(importer->sources->host, path) ||
                   !host_is_file(importer->sources->host, beside)
               ? path
               : beside;
}

// CONFIG_PARTITION_TABLE_CUSTOM=y: a CSV of the project's own.
static bool add_custom(struct importer *importer, const char *directory,
                       const struct kconfig_symbol *choice)
{
    const struct kconfig_symbol *name = project_symbol(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
    const char *path = find_file(importer, directory, name ? name->value : "partitions.csv");
    if (!host_is_file(importer->sources->host, path) && importer->request->paths.count > 1) {
        return true; // it is named beside the directory
    }
    if (!host_is_file(importer->sources->host, path)) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (name ? name : choice)->value_span,
               "the table is in `%s`, which does not exist", path);
        return false;
    }
    importer->project_table = path;
    importer->table_from = project_place(importer, name ? name : choice);
    return add_csv(importer, path);
}

// What is in the directory of a project that has no sdkconfig, nor defaults.
static bool add_found(struct importer *importer, const char *directory)
{
    static const char *const names[] = {"partitions_at.csv", "partitions.csv"};
    bool is_good = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = files_join(importer->arena, directory, names[i]);
        if (host_is_file(importer->sources->host, path)) {
            importer->project_table = path;
            importer->table_from =
                "assumed, because it is in the directory and no sdkconfig names another";
            is_good &= add_csv(importer, path);
        }
    }
    const struct project_files *project = importer->request->project;
    if (!importer->project_table && project && project->is_project) {
        importer->built_in_directory = directory;
    }
    return is_good;
}

static const char *built_in_file(const struct importer *importer, bool is_esp8266)
{
    const struct kconfig_symbol *choice = find_choice(importer);
    const struct kconfig_symbol *dump = project_chosen(importer, core_dumps);
    bool has_dump = dump && strstr(dump->name, "_TO_FLASH");
    size_t index = 1; // PARTITION_TABLE_SINGLE_APP
    for (size_t i = 0; choice && i < TABLE_COUNT; i++) {
        index = strcmp(tables[i].symbol, choice->name) == 0 ? i : index;
    }
    const char *file =
        has_dump && tables[index].coredump ? tables[index].coredump : tables[index].file;
    bool is_small = is_esp8266 && importer->flash == 1 << 20;
    return arena_format(importer->arena, "%s%s.csv", file,
                        is_small && strcmp(file, "partitions_two_ota") == 0 ? ".1MB" : "");
}

// Kconfig saves an sdkconfig with all members of the choice: one that has none was written by hand,
// and the file that it names is meant. Of defaults this is not so: there the build heeds no name
// without the choice.
static const struct kconfig_symbol *find_name(const struct importer *importer)
{
    const struct kconfig_symbol *name = project_symbol(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
    return name && !strstr(project_place(importer, name), "defaults") ? name : NULL;
}

bool project_add_table(struct importer *importer, const char *directory)
{
    const struct kconfig_symbol *choice = find_choice(importer);
    choice = choice ? choice : find_name(importer);
    const char *own = files_join(importer->arena, directory, "partitions_at.csv");
    if (choice && strncmp(choice->name, tables[0].symbol, strlen(tables[0].symbol)) == 0) {
        return add_custom(importer, directory, choice);
    }
    if (!choice &&
        (!project_has_sdkconfig(importer) || host_is_file(importer->sources->host, own))) {
        return add_found(importer, directory);
    }
    importer->built_in_directory = directory;
    return true;
}

// A CSV in the directory that the build passes over.
static void note_unused(struct importer *importer, const char *directory)
{
    const struct kconfig_symbol *name = project_symbol(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
    const char *path = find_file(importer, directory, name ? name->value : "partitions.csv");
    if (host_is_file(importer->sources->host, path)) {
        project_note(importer, false,
                     "%s: not used by the build, because CONFIG_PARTITION_TABLE_CUSTOM is not "
                     "set; name it to import it",
                     path);
    }
}

// Whether none of the files is there that the project names for its options: reported.
static bool is_unknown(struct importer *importer)
{
    const struct project_files *project = importer->request->project;
    if (!project || project->sdkconfigs.count || project->missing.count == 0) {
        return false;
    }
    struct diagnostic *diagnostic =
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` names sdkconfig files, but none of them exists; name the one it is built "
               "with: `--sdkconfig FILE`",
               project->directory);
    for_each (text, &project->missing) {
        add_note(diagnostic, (struct span){0}, "%s", (const char *)text);
    }
    return true;
}

// Called once the chip is known, which decides between the two SDKs and their tables.
bool project_add_built_in(struct importer *importer)
{
    const struct kconfig_symbol *choice = find_choice(importer);
    bool is_esp8266 = strcmp(importer->chip.dialect->platform, "esp8266_rtos") == 0;
    const char *sdk = is_esp8266 ? "the ESP8266_RTOS_SDK" : "ESP-IDF";
    if (!importer->built_in_directory || importer->tables.count) {
        return true;
    }
    if (is_unknown(importer)) {
        return false;
    }
    const char *file = built_in_file(importer, is_esp8266);
    const char *rows = built_in_table(is_esp8266, file);
    if (!rows) {
        report(importer->diagnostics, CODE_IMPORT_FILES, choice->value_span, "%s has no table `%s`",
               sdk, file);
        return false;
    }
    project_note(importer, false, "table %s of %s: %s", file, sdk,
                 choice ? project_place(importer, choice)
                        : "its default, because nothing names another");
    note_unused(importer, importer->built_in_directory);
    const struct source *source = sources_add(importer->sources, file, rows, strlen(rows));
    return source && import_add(importer, file, source);
}
