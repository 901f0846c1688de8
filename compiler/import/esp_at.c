// What an ESP-AT project has beside its tables: the options that its customized partitions depend
// on (components/customized_partitions/at_customized_config_dependency.txt), the folder of raw data
// with a folder a partition or namespace, and that of programs.
#include "esp_at.h"
#include "project.h"

#include <string.h>

static struct at_option *find_option(struct importer *importer, const char *symbol)
{
    for (size_t i = 0; i < importer->at.options.count; i++) {
        struct at_option *option = (struct at_option *)importer->at.options.items[i];
        if (strcmp(option->symbol, symbol) == 0) {
            return option;
        }
    }
    return NULL;
}

static bool is_on(const struct importer *importer, const char *symbol)
{
    const struct kconfig *kconfig = importer->compilation->kconfig;
    const char *value = facts_sdkconfig_value(importer, symbol);
    return !kconfig || !kconfig_has_sdkconfig(kconfig) || (value && kconfig_truth(value) > 0);
}

static void add_dependency(struct importer *importer, const char *symbol, const char *name)
{
    struct at_option *option = find_option(importer, symbol);
    if (!option) {
        option = arena_new(importer->arena, sizeof *option);
        option->symbol = symbol;
        option->is_on = is_on(importer, symbol);
        list_append(importer->arena, &importer->at.options, option);
    }
    list_append(importer->arena, &option->names, name);
    list_append(importer->arena, &importer->at.names, name);
}

const struct at_option *at_find_legacy(struct importer *importer)
{
    static const char symbol[] = "AT_EAP_LEGACY_NAMESPACE_SUPPORT";
    struct at_option *option = find_option(importer, symbol);
    if (!option && facts_sdkconfig_value(importer, symbol)) {
        option = arena_new(importer->arena, sizeof *option);
        option->symbol = symbol;
        option->is_on = is_on(importer, symbol);
        list_append(importer->arena, &importer->at.options, option);
    }
    return option;
}

const char *at_raw_path(struct importer *importer, const char *name)
{
    return files_join(importer->arena, importer->at.raw_data, name);
}

static bool is_symbol(const char *text)
{
    static const char characters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    return *text && text[strspn(text, characters)] == 0;
}

// `AT_BLE_COMMAND_SUPPORT=y ble_data`
static bool read_line(struct importer *importer, const struct source *source, size_t at,
                      size_t length)
{
    struct arena *arena = importer->arena;
    char *text = (char *)text_trimmed(arena, arena_copy(arena, source->bytes + at, length));
    char *equal = strchr(text, '=');
    char *blank = equal ? strpbrk(equal, " \t") : NULL;
    if (!*text || *text == '#') {
        return true;
    }
    bool is_good = blank && blank == equal + 2 && equal[1] == 'y';
    if (is_good) {
        *equal = 0;
        const char *symbol = strncmp(text, "CONFIG_", 7) == 0 ? text + 7 : text;
        const char *name = text_trimmed(arena, blank);
        is_good =
            is_symbol(symbol) && *name && !strpbrk(name, " \t\"\\") && !text_has_control(name);
        add_dependency(importer, symbol, name);
    }
    if (!is_good) {
        uint32_t start = source->start + (uint32_t)at;
        report(importer->diagnostics, CODE_IMPORT_DEPENDENCY,
               (struct span){start, start + (uint32_t)length},
               "a line is `OPTION=y PARTITION`, such as `AT_BLE_COMMAND_SUPPORT=y ble_data`");
    }
    return is_good;
}

static bool read_dependencies(struct importer *importer)
{
    size_t at;
    const struct source *text = decode_text(importer, importer->at.dependencies, &at);
    bool is_good = text != NULL;
    while (text && at < text->length) {
        size_t length = strcspn(text->bytes + at, "\r\n");
        is_good &= read_line(importer, text, at, length);
        at += length + 1;
    }
    return is_good;
}

static void take_folder(struct importer *importer, const char *folder, const char *name,
                        const char **where)
{
    const char *path = files_join(importer->arena, folder, name);
    if (!*where && files_is_folder(path)) {
        *where = path;
    }
}

static bool take_file(struct importer *importer, const char *folder, const char *name)
{
    const char *path = files_join(importer->arena, folder, name);
    if (!files_is_file(path)) {
        return true;
    }
    const struct source *source = files_add(importer, path);
    return source && import_add(importer, path, source);
}

// What is beside the tables: in the folder of a project or of its component.
static bool add_component(struct importer *importer, const char *path)
{
    static const char *const folders[] = {"", "customized_partitions",
                                          "components/customized_partitions"};
    bool is_good = at_read_module_info(importer, path);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *folder = *folders[i] ? files_join(importer->arena, path, folders[i]) : path;
        is_good &= take_file(importer, folder, "at_customized_config_dependency.txt");
        take_folder(importer, folder, "raw_data", &importer->at.raw_data);
        take_folder(importer, folder, "generation_tools", &importer->at.tools);
        take_folder(importer, folder, "generation_tool", &importer->at.tools);
    }
    return is_good;
}

// The project of which a folder `module_config/module_NAME` is; null if it is no such folder.
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
    const char *named = facts_sdkconfig_value(importer, symbol);
    if (named && files_is_file(files_join(importer->arena, path, named))) {
        at_note_module(importer, named);
        return take_file(importer, path, named);
    }
    bool is_good = true;
    for (; *names; names++) {
        is_good &= take_file(importer, path, *names);
    }
    return is_good;
}

bool at_add_folder(struct importer *importer, const char *path)
{
    static const char *const second_names[] = {"at_customize.csv", NULL};
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    path = arena_copy(importer->arena, path, length);
    const char *project = project_of(importer->arena, path);
    const char *named = facts_sdkconfig_value(importer, "PARTITION_TABLE_CUSTOM_FILENAME");
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

const struct at_option *at_find_option(const struct importer *importer, const char *name)
{
    for (size_t i = 0; i < importer->at.options.count; i++) {
        const struct at_option *option = importer->at.options.items[i];
        for (size_t j = 0; j < option->names.count; j++) {
            if (strcmp(option->names.items[j], name) == 0) {
                return option;
            }
        }
    }
    return NULL;
}

const struct import_row *at_find_row(const struct importer *importer, const char *label)
{
    for (size_t i = 0; i < importer->tables.count; i++) {
        const struct list *rows =
            &((const struct source_table *)importer->tables.items[i])->imported->rows;
        for (size_t j = 0; j < rows->count; j++) {
            if (strcmp(((const struct import_row *)rows->items[j])->label, label) == 0) {
                return rows->items[j];
            }
        }
    }
    return NULL;
}

bool at_check_second(struct importer *importer)
{
    const char *named = facts_sdkconfig_value(importer, "AT_CUSTOMIZED_PARTITION_TABLE_FILE");
    const char *support = facts_sdkconfig_value(importer, "AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT");
    if (!importer->at.root || !named || !*named || (support && kconfig_truth(support) == 0)) {
        return true;
    }
    for (size_t i = 0; i < importer->tables.count; i++) {
        const struct source_table *table = importer->tables.items[i];
        if (strcmp(files_name(table->source->path), files_name(named)) == 0) {
            return true;
        }
    }
    report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
           "`%s` is not there: CONFIG_AT_CUSTOMIZED_PARTITION_TABLE_FILE names it for the second "
           "table",
           files_join(importer->arena, importer->at.root, named));
    return false;
}

bool at_complete(struct importer *importer)
{
    size_t errors = importer->diagnostics->errors;
    if (importer->at.dependencies && !read_dependencies(importer)) {
        return false;
    }
    for (size_t i = 0; i < importer->tables.count; i++) {
        const struct list *rows =
            &((const struct source_table *)importer->tables.items[i])->imported->rows;
        for (size_t j = 0; j < rows->count && importer->at.raw_data; j++) {
            at_fill(importer, (struct import_row *)rows->items[j]);
        }
    }
    return importer->diagnostics->errors == errors;
}

static bool is_used(const struct importer *importer, const struct at_option *option)
{
    for (size_t i = 0; i < option->names.count; i++) {
        if (at_find_row(importer, option->names.items[i])) {
            return true;
        }
    }
    return option->is_used;
}

static bool uses_any(const struct importer *importer)
{
    for (size_t i = 0; i < importer->at.options.count; i++) {
        if (is_used(importer, importer->at.options.items[i])) {
            return true;
        }
    }
    return false;
}

static void append_folder(struct importer *importer, const char *word, const char *folder)
{
    struct buffer *out = &importer->imported->text;
    const char *path = files_path_from_schema(importer, folder);
    buffer_format(out, "%s ", word);
    schema_append_string(out, path, strlen(path));
    buffer_text(out, ";\n");
}

void at_write_head(struct importer *importer)
{
    struct buffer *out = &importer->imported->text;
    if (importer->at.tools) {
        append_folder(importer, "tools", importer->at.tools);
    }
    if (importer->at.raw_data) {
        append_folder(importer, "raw_data", importer->at.raw_data);
    }
    buffer_text(out, uses_any(importer) ? "\n" : "");
    for (size_t i = 0; i < importer->at.options.count; i++) {
        const struct at_option *option = importer->at.options.items[i];
        if (is_used(importer, option)) {
            buffer_format(out, "config %s bool default %s;\n", option->symbol,
                          option->is_on ? "y" : "n");
        }
    }
}

void at_write_requires(struct importer *importer)
{
    struct buffer *out = &importer->imported->text;
    bool is_first = true;
    for (size_t i = 0; i < importer->at.options.count; i++) {
        const struct at_option *option = importer->at.options.items[i];
        bool has_any = false;
        for (size_t j = 0; j < option->names.count; j++) {
            const char *name = option->names.items[j];
            if (!at_find_row(importer, name)) {
                continue;
            }
            if (has_any) {
                buffer_text(out, ", ");
            } else {
                buffer_format(out, "%srequire %s : ", is_first ? "\n" : "", option->symbol);
            }
            schema_append_name(out, name);
            has_any = true;
            is_first = false;
        }
        buffer_text(out, has_any ? ";\n" : "");
    }
}
