// The options of an ESP-AT module that was not built: its sdkconfig.defaults has some of them, and
// the project's own Kconfig files (main/Kconfig) say what the others are. ESP-IDF's files are not
// there: what the defaults set of its symbols is declared in a file of our own, so that it counts.
#include "esp_at.h"
#include "project.h"

#include <string.h>

static const char *const roots[] = {"main/Kconfig",
                                    "components/customized_partitions/Kconfig.projbuild"};

static bool is_defaults(const char *path)
{
    return strstr(files_name(path), "defaults") != NULL;
}

// Whether all that is known of the options are some values.
static bool is_partial(const struct importer *importer)
{
    const struct project_files *project = importer->request->project;
    size_t count = project ? project->sdkconfigs.count : 0;
    bool is_it = count > 0;
    for (size_t i = 0; i < count; i++) {
        is_it &= is_defaults(project->sdkconfigs.items[i]);
    }
    return is_it;
}

static bool add_source(struct importer *importer, struct kconfig_source_list *sources,
                       const char *path)
{
    const char *error;
    const struct source *source = sources_read_data(importer->sources, path, &error);
    if (source) {
        list_append(importer->arena, sources, source);
    }
    return source != NULL;
}

static const char *kind_of(const struct kconfig_symbol *symbol)
{
    const char *value = symbol->value;
    if (symbol->form == KCONFIG_TEXT) {
        return "string";
    }
    bool is_truth = strcmp(value, "y") == 0 || strcmp(value, "n") == 0;
    return is_truth ? "bool" : strncmp(value, "0x", 2) == 0 ? "hex" : "int";
}

// What the sdkconfig sets of symbols that these files do not define.
static const struct source *declare_others(struct importer *importer, const struct kconfig *defined)
{
    struct kconfig_symbol_list symbols = kconfig_symbols(importer->compilation->kconfig);
    struct buffer text;
    buffer_init(&text, importer->arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < symbols.count; i++) {
        const struct kconfig_symbol *symbol = symbols.items[i];
        const struct kconfig_symbol *own = kconfig_find(defined, symbol->name);
        if (symbol->is_set && symbol->value && !(own && span_is_known(own->span))) {
            buffer_format(&text, "config %s\n\t%s \"%s\"\n", symbol->name, kind_of(symbol),
                          symbol->name);
        }
    }
    return sources_add(importer->sources, "<symbols of ESP-IDF>", text.bytes, text.length);
}

static const struct kconfig *read_all(struct importer *importer, struct kconfig_sources *files)
{
    struct compilation *compilation = importer->compilation;
    struct kconfig_sources own = {.roots = files->roots};
    const struct kconfig *defined =
        kconfig_new(&compilation->sources, &compilation->diagnostics, &compilation->names, &own);
    const struct source *others = defined ? declare_others(importer, defined) : NULL;
    if (!others) {
        return NULL;
    }
    list_append(importer->arena, &files->roots, others);
    return kconfig_new(&compilation->sources, &compilation->diagnostics, &compilation->names,
                       files);
}

// Only for a module that was not built: a full sdkconfig already says what each option is.
void at_read_kconfig(struct importer *importer)
{
    struct kconfig_sources files = {0};
    bool is_mute = importer->diagnostics->is_mute;
    if (!importer->at.root || !importer->compilation->kconfig || !is_partial(importer)) {
        return;
    }
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        const char *path = files_join(importer->arena, importer->at.root, roots[i]);
        if (host_is_file(importer->sources->host, path)) {
            add_source(importer, &files.roots, path);
        }
    }
    for_each (path, &importer->request->project->sdkconfigs) {
        add_source(importer, &files.sdkconfigs, path);
    }
    if (files.roots.count) {
        importer->diagnostics->is_mute = true; // much is said of what ESP-IDF's files would explain
        importer->at.kconfig = read_all(importer, &files);
        importer->diagnostics->is_mute = is_mute;
    }
}

const struct kconfig_symbol *at_kconfig_symbol(const struct importer *importer, const char *symbol)
{
    const char *name = names_find(&importer->compilation->names, symbol, strlen(symbol));
    const struct kconfig_symbol *found =
        importer->at.kconfig && name ? kconfig_find(importer->at.kconfig, name) : NULL;
    return found && span_is_known(found->span) ? found : NULL;
}
