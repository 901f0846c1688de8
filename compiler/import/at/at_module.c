// Which module of an ESP-AT project is imported, and its row of factory parameters.
//
// ESP-AT's build.py keeps the chosen platform and module in build/module_info.json, and its
// mfg_nvs.py takes the row of factory_param_data.csv that has both. A module's tables are in
// module_config/module_NAME, its name in lower case, or if it has no such directory in that of
// its chip, module_CHIP_default. So without the file, the directory still tells which rows can be
// meant.
#include "csv.h"
#include "esp_at.h"

#include <string.h>

#define PREFIX "module_"

// Not a JSON parser: build.py writes this file, with two flat texts that matter. A text that looks
// like the name of a member is taken for it only before a colon, and one with escapes is not taken.
static const char *json_text(struct arena *arena, const char *json, const char *name)
{
    static const char blanks[] = " \t\r\n";
    const char *quoted = arena_format(arena, "\"%s\"", name);
    for (const char *at = strstr(json, quoted); at; at = strstr(at + 1, quoted)) {
        const char *value = at + strlen(quoted);
        value += strspn(value, blanks);
        value += *value == ':' ? 1 + strspn(value + 1, blanks) : 0;
        size_t length = *value == '"' ? strcspn(value + 1, "\"\\") : 0;
        if (value[-1] != '"' && length && value[1 + length] == '"') {
            return arena_copy(arena, value + 1, length);
        }
    }
    return NULL;
}

bool at_read_module_info(struct importer *importer, const char *directory)
{
    const char *path = files_join(importer->arena, directory, "build/module_info.json");
    if (!host_is_file(importer->sources->host, path)) {
        return true;
    }
    const struct source *source = files_add(importer, path);
    if (source && !importer->request->module) {
        importer->at.platform = json_text(importer->arena, source->bytes, "platform");
        importer->at.module = json_text(importer->arena, source->bytes, "module");
    }
    return source != NULL;
}

// `esp32c3_default` of a path with a directory `module_esp32c3_default`; null if it has none.
static const char *module_directory(struct arena *arena, const char *path)
{
    const char *found = NULL;
    while (path && *path) {
        size_t length = strcspn(path, "/");
        if (length >= sizeof PREFIX && strncmp(path, PREFIX, sizeof PREFIX - 1) == 0 &&
            strncmp(path, "module_config", length) != 0) {
            found = arena_copy(arena, path + sizeof PREFIX - 1, length - sizeof PREFIX + 1);
        }
        path = path[length] ? path + length + 1 : NULL;
    }
    return found;
}

void at_note_module(struct importer *importer, const char *path)
{
    const char *found = module_directory(importer->arena, path);
    importer->at.directory = found ? found : importer->at.directory;
}

static const struct csv_cell *cell_of(const struct csv_row *head, const struct csv_row *row,
                                      const char *name)
{
    for (size_t i = 0; i < head->count && i < row->count; i++) {
        if (strcmp(head->cells[i].text, name) == 0) {
            return &row->cells[i];
        }
    }
    return NULL;
}

const struct csv_cell *at_find_cell(const struct csv_row_list *rows, const struct csv_row *row,
                                    const char *name)
{
    return cell_of(rows->items[0], row, name);
}

static bool is_text(const struct csv_cell *cell, const char *text)
{
    return cell && strcmp(cell->text, text) == 0;
}

// Whether module_config has a directory for a module itself, beside that of its chip.
static bool has_directory(const struct importer *importer, const char *module)
{
    struct arena *arena = importer->arena;
    const char *name = arena_format(arena, "module_config/" PREFIX "%s", text_lower(arena, module));
    return importer->at.root &&
           host_is_directory(importer->sources->host, files_join(arena, importer->at.root, name));
}

// Whether a module is one that ESP-AT builds with the directory that is imported.
static bool is_of_directory(const struct importer *importer, const char *module)
{
    struct arena *arena = importer->arena;
    const char *directory = importer->at.directory;
    const char *chips = arena_format(arena, "%s_default", importer->chip.name);
    if (!directory || strcmp(text_lower(arena, module), directory) == 0) {
        return true;
    }
    return strcmp(directory, chips) == 0 && !has_directory(importer, module);
}

const char *at_platform(const struct importer *importer)
{
    struct arena *arena = importer->arena;
    return importer->at.platform
               ? importer->at.platform
               : arena_format(arena, "PLATFORM_%s", text_upper(arena, importer->chip.name));
}

struct csv_row_list at_find_rows(const struct importer *importer, const struct csv_row_list *rows)
{
    struct csv_row_list found = {0};
    const char *platform = at_platform(importer);
    for (size_t i = 1; i < rows->count; i++) {
        const struct csv_row *row = rows->items[i];
        const struct csv_cell *module = at_find_cell(rows, row, "module_name");
        bool is_it = is_text(at_find_cell(rows, row, "platform"), platform) && module;
        bool is_named = importer->at.module != NULL;
        if (is_it && (is_named ? is_text(module, importer->at.module)
                               : is_of_directory(importer, module->text))) {
            list_append(importer->arena, &found, row);
        }
    }
    return found;
}

// `MINI-1`, or the row's number where it has no name.
static const char *row_name(const struct importer *importer, const struct csv_row_list *rows,
                            const struct csv_row *row)
{
    const struct csv_cell *module = at_find_cell(rows, row, "module_name");
    const struct csv_cell *platform = at_find_cell(rows, row, "platform");
    return module
               ? arena_format(importer->arena, "`%s`%s%s%s", module->text, platform ? " of `" : "",
                              platform ? platform->text : "", platform ? "`" : "")
               : "the first row";
}

static const char *wanted_name(const struct importer *importer)
{
    struct arena *arena = importer->arena;
    const char *platform = at_platform(importer);
    const char *name = importer->at.module ? importer->at.module : importer->at.directory;
    return name ? arena_format(arena, "`%s` of `%s`", name, platform)
                : arena_format(arena, "`%s`", platform);
}

static void add_others(struct arena *arena, struct diagnostic *diagnostic,
                       const struct csv_row_list *rows, const struct csv_row_list *found)
{
    struct buffer names;
    buffer_init(&names, arena);
    for (size_t i = 1; i < found->count; i++) {
        const struct csv_cell *module = at_find_cell(rows, found->items[i], "module_name");
        buffer_format(&names, "%s`%s`", i > 1 ? ", " : "", module->text);
    }
    if (names.length) {
        add_note(diagnostic, (struct span){0}, "it could also be %s", names.bytes);
    }
}

static void report_unknown_module(struct importer *importer, const struct csv_row_list *rows)
{
    struct nearest nearest = nearest_to(importer->at.module);
    for (size_t i = 1; i < rows->count; i++) {
        const struct csv_row *row = rows->items[i];
        const struct csv_cell *module = at_find_cell(rows, row, "module_name");
        if (module && is_text(at_find_cell(rows, row, "platform"), at_platform(importer))) {
            nearest_offer(&nearest, module->text);
        }
    }
    report(importer->diagnostics, CODE_IMPORT_FILES, rows->items[0]->span,
           "no row of factory parameters is for %s, selected by `--module`%s",
           wanted_name(importer), nearest_hint(importer->arena, &nearest));
}

// Several rows may fit, where neither the request nor build/module_info.json names one. Then the
// first is taken, which a warning says, with the others.
static const struct csv_row *pick(struct importer *importer, const struct csv_row_list *rows)
{
    struct csv_row_list found = at_find_rows(importer, rows);
    const struct csv_row *first = rows->items[1];
    const struct csv_row *row = found.count ? found.items[0] : first;
    if (importer->at.is_one_of_all && found.count) {
        importer->at.choices = found.count;
        return found.items[importer->at.choice < found.count ? importer->at.choice : 0];
    }
    if (found.count == 1 || (rows->count == 2 && !at_find_cell(rows, first, "module_name"))) {
        return row;
    }
    if (found.count == 0 && importer->request->module) {
        report_unknown_module(importer, rows);
        return NULL;
    }
    struct diagnostic *diagnostic;
    if (found.count) {
        diagnostic = report(importer->diagnostics, CODE_IMPORT_MODULE, row->span,
                            "%zu rows of factory parameters are for %s; using %s", found.count,
                            wanted_name(importer), row_name(importer, rows, row));
        add_others(importer->arena, diagnostic, rows, &found);
    } else {
        diagnostic = report(importer->diagnostics, CODE_IMPORT_MODULE, row->span,
                            "no row of factory parameters is for %s; using %s",
                            wanted_name(importer), row_name(importer, rows, row));
    }
    add_note(diagnostic, (struct span){0}, "select another with `--module NAME`");
    return row;
}

const struct csv_row *at_pick_row(struct importer *importer, const struct csv_row_list *rows)
{
    const struct csv_row *row = pick(importer, rows);
    const struct csv_cell *module = row ? at_find_cell(rows, row, "module_name") : NULL;
    importer->at.picked = module ? module->text : NULL;
    return row;
}
