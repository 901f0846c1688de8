// All modules of an ESP-AT project: each directory module_config/module_NAME is read as the build
// of that module reads it, with its own sdkconfig.defaults, and each row of factory parameters that
// is for the directory makes one. Where all have a factory parameter, but not the same value, a
// constant is written in its place, so that what fills the partitions is the same in all.
#include "at_variants.h"
#include "project.h"

#include <stdlib.h>
#include <string.h>

enum { MODULE_LIMIT = 256 }; // each is compared with each

struct at_modules {
    struct importer *importer; // of the whole
    const char *root;
    struct at_variant_list variants;
    struct text_list known; // names of modules or chips, as the request picks by
    bool is_good;
};

static const char *directory_of(const struct importer *importer, const char *root, const char *name)
{
    return files_join(importer->arena, files_join(importer->arena, root, "module_config"), name);
}

static bool is_module(const struct importer *importer, const char *root, const char *name)
{
    const char *directory = directory_of(importer, root, name);
    return strncmp(name, "module_", 7) == 0 && name[7] &&
           (host_is_file(importer->sources->host,
                         files_join(importer->arena, directory, "sdkconfig.defaults")) ||
            host_is_file(importer->sources->host,
                         files_join(importer->arena, directory, "partitions_at.csv")));
}

static struct text_list find_directories(const struct importer *importer, const char *root)
{
    struct text_list names = host_list(importer->sources->host, importer->arena,
                                       files_join(importer->arena, root, "module_config"), NULL);
    struct text_list found = {0};
    for_each (name, &names) {
        if (is_module(importer, root, name)) {
            list_append(importer->arena, &found, name);
        }
    }
    return found;
}

bool at_wants_modules(const struct importer *importer)
{
    const struct import_request *request = importer->request;
    const char *root = request->paths.items[0];
    bool is_configured = request->project && request->project->sdkconfigs.count;
    bool is_root = request->paths.count == 1 && request->sources.count == 0;
    return request->all_modules ||
           (is_root && !is_configured && find_directories(importer, root).count > 0);
}

// What a module's build is configured by, and by what the request says of all.
static const struct import_request *request_of(const struct at_modules *modules,
                                               const char *sdkconfig)
{
    struct arena *arena = modules->importer->arena;
    struct import_request *request = arena_new(arena, sizeof *request);
    struct project_files *project = arena_new(arena, sizeof *project);
    *request = *modules->importer->request;
    *project =
        (struct project_files){.directory = modules->root, .is_project = true, .is_told = true};
    if (request->project) {
        project->subtypes = request->project->subtypes;
    }
    if (sdkconfig) {
        list_append(arena, &project->sdkconfigs, sdkconfig);
    }
    request->project = project;
    request->chip = NULL; // this and the next pick of the modules
    request->module = NULL;
    request->name = request->name || request->output ? request->name : "esp_at";
    return request;
}

static bool read_sdkconfig(struct importer *one)
{
    struct compilation *compilation = one->compilation;
    struct kconfig_files files = {.sdkconfigs = one->request->project->sdkconfigs};
    compilation->kconfig = NULL;
    if (files.sdkconfigs.count) {
        one->at.values = kconfig_read(&compilation->sources, &compilation->diagnostics,
                                      &compilation->names, &files);
        compilation->kconfig = one->at.values;
        list_append(one->arena, &one->imported->inputs, files.sdkconfigs.items[0]);
        return one->at.values != NULL;
    }
    return true;
}

static struct importer *new_importer(const struct at_modules *modules, const char *directory,
                                     size_t choice)
{
    struct importer *all = modules->importer;
    const char *path = files_join(all->arena, directory, "sdkconfig.defaults");
    struct importer *one = arena_new(all->arena, sizeof *one);
    *one = (struct importer){
        .compilation = all->compilation,
        .arena = all->arena,
        .diagnostics = all->diagnostics,
        .sources = all->sources,
        .request = request_of(modules, host_is_file(all->sources->host, path) ? path : NULL),
        .imported = arena_new(all->arena, sizeof *one->imported),
        .at = {.is_one_of_all = true, .choice = choice},
    };
    return one;
}

// Reads a module's directory, with one of the rows of factory parameters that are for it.
static struct importer *read_module(struct at_modules *modules, const char *name, size_t choice)
{
    const char *directory = directory_of(modules->importer, modules->root, name);
    struct importer *one = new_importer(modules, directory, choice);
    bool is_good =
        read_sdkconfig(one) && at_add_directory(one, one->at.values ? modules->root : directory);
    one->at.root = modules->root;
    one->at.directory = name + strlen("module_");
    one->at.platform = NULL; // of the module that was built last
    one->at.module = NULL;
    if (!is_good || !import_read(one)) {
        modules->is_good = false;
        return NULL;
    }
    const char *chip = modules->importer->request->chip;
    if (one->at.raw_data && (!chip || strcmp(chip, one->chip.name) == 0)) {
        at_need_parameters(one);
    }
    return one;
}

static bool has_name(const struct at_modules *modules, const char *name)
{
    for_each (variant, &modules->variants) {
        if (strcmp(variant->name, name) == 0) {
            return true;
        }
    }
    return false;
}

// The first module of a directory has the directory's name, others their own.
static const char *name_of(const struct at_modules *modules, const struct importer *one)
{
    struct arena *arena = one->arena;
    const char *own = one->at.picked ? text_lower(arena, one->at.picked) : "";
    bool is_usable = *own && *own != '.' && !strchr(own, '/') && !has_name(modules, own);
    if (one->at.choice == 0) {
        return one->at.directory;
    }
    return is_usable ? own : arena_format(arena, "%s-%zu", one->at.directory, one->at.choice + 1);
}

static bool is_picked(const struct at_modules *modules, const struct importer *one)
{
    const struct import_request *request = modules->importer->request;
    return (!request->chip || strcmp(request->chip, one->chip.name) == 0) &&
           (!request->module || (one->at.picked && strcmp(request->module, one->at.picked) == 0));
}

// No module is the one that was asked for.
static void report_none(const struct at_modules *modules)
{
    struct importer *importer = modules->importer;
    const struct import_request *request = importer->request;
    const char *name = request->module ? request->module : request->chip;
    struct nearest nearest = nearest_to(name);
    for_each (one, &modules->known) {
        nearest_offer(&nearest, one);
    }
    report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
           "`%s` has no module %s`%s`%s%s", modules->root, request->module ? "" : "for ", name,
           request->module && request->chip
               ? arena_format(importer->arena, " for `%s`", request->chip)
               : "",
           nearest_hint(importer->arena, &nearest));
}

static void add_directory(struct at_modules *modules, const char *name)
{
    size_t choices = 1;
    for (size_t choice = 0; choice < choices && modules->variants.count < MODULE_LIMIT; choice++) {
        struct importer *one = read_module(modules, name, choice);
        if (!one) {
            return;
        }
        choices = one->at.choices > choices ? one->at.choices : choices;
        const char *by = modules->importer->request->module ? one->at.picked : one->chip.name;
        list_append(one->arena, &modules->known, by ? by : "");
        if (is_picked(modules, one)) {
            struct at_variant *variant = arena_new(one->arena, sizeof *variant);
            *variant = (struct at_variant){.name = name_of(modules, one), .importer = one};
            list_append(one->arena, &modules->variants, variant);
        }
    }
}

static struct at_parameter *find_parameter(const struct importer *importer,
                                           const struct at_parameter *like)
{
    for_each (parameter, &importer->at.parameters) {
        if (strcmp(parameter->name, like->name) == 0 &&
            strcmp(parameter->encoding, like->encoding) == 0) {
            return parameter;
        }
    }
    return NULL;
}

static struct importer *importer_of(const struct at_modules *modules, size_t index)
{
    return modules->variants.items[index]->importer;
}

// Whether all modules have a parameter, and not all the same value.
static bool is_varying(const struct at_modules *modules, const struct at_parameter *like)
{
    bool varies = false;
    for_each (variant, &modules->variants) {
        const struct at_parameter *own = find_parameter(variant->importer, like);
        if (!own) {
            return false;
        }
        varies |= strcmp(own->value, like->value) != 0;
    }
    return varies;
}

static bool has_constant(const struct importer *importer, const char *name)
{
    for_each (parameter, &importer->at.parameters) {
        if (parameter->constant && strcmp(parameter->constant, name) == 0) {
            return true;
        }
    }
    return false;
}

static void name_constants(const struct at_modules *modules)
{
    const struct importer *first = importer_of(modules, 0);
    for_each (like, &first->at.parameters) {
        const char *name = text_upper(first->arena, text_identifier(first->arena, like->name));
        bool is_one = is_varying(modules, like) && !has_constant(first, name);
        for (size_t j = 0; is_one && j < modules->variants.count; j++) {
            find_parameter(modules->variants.items[j]->importer, like)->constant = name;
        }
    }
}

// What is declared in one is declared in all.
static void use_options(const struct at_modules *modules, const struct at_option *used)
{
    for (size_t i = 0; used->is_used && i < modules->variants.count; i++) {
        const struct at_option_list *options = &modules->variants.items[i]->importer->at.options;
        for_each (option, options) {
            option->is_used |= strcmp(option->symbol, used->symbol) == 0;
        }
    }
}

static void add_missing(const struct at_modules *modules, const char *name)
{
    for_each (variant, &modules->variants) {
        struct importer *one = variant->importer;
        list_append(one->arena, &one->at.missing, name);
    }
}

// A partition that a module lacks although its option is on is required in none; no option follows
// from one that has another table in it in some modules alone.
static void find_missing(const struct at_modules *modules, const struct importer *one)
{
    const struct import_row *first = at_second_host(importer_of(modules, 0));
    const struct import_row *host = at_second_host(one);
    if (first && (!host || strcmp(first->label, host->label) != 0)) {
        add_missing(modules, first->label);
    }
    if (host && (!first || strcmp(first->label, host->label) != 0)) {
        add_missing(modules, host->label);
    }
    for_each (option, &one->at.options) {
        for (size_t j = 0; option->is_on && j < option->names.count; j++) {
            const char *name = option->names.items[j];
            if (!at_find_row(one, name)) {
                add_missing(modules, name);
            }
        }
    }
}

// Options that any module uses are declared in all, so the schemas are made twice: once to find
// out, and then, in at_variants.c, as variants of one.
static bool finish(const struct at_modules *modules)
{
    struct compilation *compilation = modules->importer->compilation;
    bool is_good = modules->is_good;
    for_each (variant, &modules->variants) {
        find_missing(modules, variant->importer);
    }
    for_each (variant, &modules->variants) {
        struct importer *one = variant->importer;
        compilation->kconfig = one->at.values;
        is_good &= import_finish(one);
    }
    compilation->kconfig = NULL;
    for_each (variant, &modules->variants) {
        const struct at_option_list *options = &variant->importer->at.options;
        for_each (option, options) {
            use_options(modules, option);
        }
    }
    return is_good;
}

static void note_modules(const struct at_modules *modules)
{
    for_each (variant, &modules->variants) {
        const struct importer *one = variant->importer;
        project_note(modules->importer, false, "variant %s: %s, flash %s%s%s", variant->name,
                     one->chip.name, text_size(one->arena, one->flash),
                     one->at.picked ? ", module " : "", one->at.picked ? one->at.picked : "");
        for_each (input, &one->imported->inputs) {
            list_append(one->arena, &modules->importer->imported->inputs, input);
        }
    }
}

// Each module has an importer of its own, as if it were imported alone; only then what they share
// is found. All of them use one arena and one set of sources.
bool at_import_modules(struct importer *importer)
{
    struct at_modules modules = {.importer = importer, .is_good = true};
    const struct import_request *request = importer->request;
    const char *path = request->paths.items[0];
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    modules.root = arena_copy(importer->arena, path, length);
    struct text_list directories = find_directories(importer, modules.root);
    if (request->paths.count > 1 || directories.count == 0) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`--all-modules` requires the directory of an ESP-AT project, containing "
               "module_config/module_NAME, and nothing else");
        return false;
    }
    for_each (directory, &directories) {
        add_directory(&modules, directory);
    }
    if (modules.variants.count >= MODULE_LIMIT) {
        report(importer->diagnostics, CODE_IMPORT_FILES, (struct span){0},
               "`%s` has %d modules or more, too many for one schema; select some with `--chip` or "
               "`--module`",
               modules.root, MODULE_LIMIT);
        return false;
    }
    if (modules.is_good && modules.variants.count == 0) {
        report_none(&modules);
        return false;
    }
    if (!modules.is_good) {
        return false;
    }
    name_constants(&modules);
    if (!finish(&modules)) {
        return false;
    }
    note_modules(&modules);
    at_write_variants(importer, &modules.variants);
    return true;
}
