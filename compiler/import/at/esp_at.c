// What an ESP-AT project has beside its tables: the list of dependencies of its component, the
// directory of raw data with a directory a partition or namespace, and that of programs.
#include "esp_at.h"
#include "project.h"

#include <string.h>

static void take_directory(struct importer *importer, const char *directory, const char *name,
                           const char **where)
{
    const char *path = files_join(importer->arena, directory, name);
    if (!*where && host_is_directory(importer->sources->host, path)) {
        *where = path;
    }
}

static bool take_file(struct importer *importer, const char *directory, const char *name)
{
    const char *path = files_join(importer->arena, directory, name);
    if (!host_is_file(importer->sources->host, path)) {
        return true;
    }
    const struct source *source = files_add(importer, path);
    return source && import_add(importer, path, source);
}

// The list of dependencies: the component's own, where several are there.
static bool take_dependencies(struct importer *importer, const char *directory)
{
    return importer->at.dependencies ||
           take_file(importer, directory, "at_customized_config_dependency.txt");
}

// What is beside the tables: in the directory of a project or of its component.
static bool add_component(struct importer *importer, const char *path)
{
    static const char *const directories[] = {"components/customized_partitions",
                                              "customized_partitions",
                                              ""}; // the component's own first
    bool is_good = at_read_module_info(importer, path);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        const char *directory =
            *directories[i] ? files_join(importer->arena, path, directories[i]) : path;
        is_good &= take_dependencies(importer, directory);
        take_directory(importer, directory, "raw_data", &importer->at.raw_data);
        take_directory(importer, directory, "generation_tools", &importer->at.tools);
        take_directory(importer, directory, "generation_tool", &importer->at.tools);
    }
    return is_good;
}

// The project of which a directory `module_config/module_NAME` is; null if it is not such a
// directory.
static const char *project_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *parent = slash ? arena_copy(arena, path, (size_t)(slash - path)) : NULL;
    const char *name = parent ? strrchr(parent, '/') : NULL;
    bool is_it = slash && strncmp(slash, "/module_", 8) == 0 &&
                 strcmp(name ? name + 1 : parent, "module_config") == 0;
    return !is_it ? NULL
           : name ? arena_copy(arena, parent, name > parent ? (size_t)(name - parent) : 1)
                  : ".";
}

// The table that a symbol of the sdkconfig names; else the first of these that is there.
static bool take_table(struct importer *importer, const char *path, const char *symbol,
                       const char *const *names)
{
    const char *named = project_value(importer, symbol);
    if (named && host_is_file(importer->sources->host, files_join(importer->arena, path, named))) {
        at_note_module(importer, named);
        return take_file(importer, path, named);
    }
    bool is_good = true;
    for (; *names; names++) {
        is_good &= take_file(importer, path, *names);
    }
    return is_good;
}

// A directory may be a project or one of its module_config/module_NAME; of the latter, tables and
// sdkconfig are its own, and all else is the project's.
bool at_add_directory(struct importer *importer, const char *path)
{
    static const char *const second_names[] = {"at_customize.csv", NULL};
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    path = arena_copy(importer->arena, path, length);
    const char *project = project_of(importer->arena, path);
    const char *named = project_value(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
    importer->at.root = project ? project : importer->at.root ? importer->at.root : path;
    at_note_module(importer, path);
    if (named) {
        at_note_module(importer, named);
    }
    bool is_good = project_add_table(importer, path);
    is_good &= take_table(importer, path, "AT_CUSTOMIZED_PARTITION_TABLE_FILE", second_names);
    is_good &= add_component(importer, path);
    return is_good && (!project || add_component(importer, project));
}

// Without its second table ESP-AT's firmware starts, but finds none of its settings: a mistake that
// is easy to make by naming one CSV of two.
bool at_check_second(struct importer *importer)
{
    const char *named = project_value(importer, "AT_CUSTOMIZED_PARTITION_TABLE_FILE");
    const char *support = project_value(importer, "AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT");
    if (!importer->at.root || !named || !*named || (support && kconfig_truth(support) == 0)) {
        return true;
    }
    for_each (table, &importer->tables) {
        if (strcmp(files_name(table->source->path), files_name(named)) == 0) {
            return true;
        }
    }
    report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
           "`%s` does not exist: CONFIG_AT_CUSTOMIZED_PARTITION_TABLE_FILE names it as the second "
           "table",
           files_join(importer->arena, importer->at.root, named));
    return false;
}

// ESP-AT flashes the second table to where an option says, and its firmware looks for it in the
// partition.
static void check_offset(struct importer *importer)
{
    const struct kconfig_symbol *symbol =
        project_symbol(importer, "AT_CUSTOMIZED_PARTITION_TABLE_OFFSET");
    const struct import_row *host = at_second_host(importer);
    struct arena *arena = importer->arena;
    uint64_t offset = 0;
    if (symbol && host && project_read_hex(arena, symbol->value, &offset) &&
        offset != host->offset) {
        add_note(report(importer->diagnostics, CODE_IMPORT_MODULE, symbol->value_span,
                        "ESP-AT writes the second table to %s, but `%s`, where firmware looks for "
                        "it, starts at %s",
                        text_offset(arena, offset), host->label, text_offset(arena, host->offset)),
                 host->spans[PART_NAME], "this is the partition");
    }
}

bool at_prepare(struct importer *importer)
{
    at_read_kconfig(importer);
    check_offset(importer);
    return !importer->at.dependencies || at_read_dependencies(importer);
}

// What fills partitions is looked for last: it depends on options, on the module, and on which
// partitions there are.
bool at_complete(struct importer *importer)
{
    size_t errors = importer->diagnostics->errors;
    for_each (table, &importer->tables) {
        for (size_t i = 0; importer->at.raw_data && i < table->imported->rows.count; i++) {
            at_fill(importer, table->imported->rows.items[i]);
        }
    }
    if (importer->request->module && !importer->at.picked &&
        importer->diagnostics->errors == errors) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`--module %s` selects a row of ESP-AT's factory parameters, but there are none "
               "here; name the project's directory",
               importer->request->module);
    }
    return importer->diagnostics->errors == errors;
}

static void append_directory(struct importer *importer, const char *word, const char *directory)
{
    struct buffer *out = &importer->imported->text;
    const char *path = files_path_from_schema(importer, directory);
    buffer_format(out, "%s ", word);
    schema_append_string(out, path, strlen(path));
    buffer_text(out, ";\n");
}

void at_write_head(struct importer *importer)
{
    if (importer->at.tools) {
        append_directory(importer, "tools", importer->at.tools);
    }
    if (importer->at.raw_data) {
        append_directory(importer, "raw_data", importer->at.raw_data);
    }
    at_write_options(importer);
    at_write_constants(importer);
}
