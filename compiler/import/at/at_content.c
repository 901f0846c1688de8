// What fills the partitions of an ESP-AT project, by the directories of its raw data: one for
// certificates or keys has `_cert`, `_key` or `_ca` at its end; `ble_data` and `factory_param` have
// tables. generation_tools/mfg_nvs.py of ESP-AT puts all of them into namespaces of one NVS.
#include "csv.h"
#include "esp_at.h"
#include "python.h"

#include <string.h>

struct at_filler {
    struct importer *importer;
    const struct at_option *own; // that the partition depends on
    struct buffer text;
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t count = strlen(end);
    return length > count && strcmp(text + length - count, end) == 0;
}

// Whether a directory of raw data has a file with one of these ends, each after a dot.
static bool has_files(struct importer *importer, const char *directory, const char *const *ends)
{
    struct text_list names =
        host_list(importer->sources->host, importer->arena, at_raw_path(importer, directory), NULL);
    for_each (name, &names) {
        for (const char *const *end = ends; *end; end++) {
            if (ends_with(name, *end)) {
                return true;
            }
        }
    }
    return false;
}

static const char *const certificate_ends[] = {".crt", ".key", ".pem", NULL};
static const char *const pki_ends[] = {".pem", ".der", ".cer", ".crt", ".key", NULL};
static const char *const sheet_ends[] = {".csv", ".xls", ".xlsx", NULL};

static bool is_of_keys(const char *name)
{
    return ends_with(name, "_cert") || ends_with(name, "_key") || ends_with(name, "_ca");
}

static void use(struct at_option *option)
{
    if (option) {
        option->is_used = true;
    }
}

// A namespace for what a directory has, which is there under its option and another condition.
static void begin_space(struct at_filler *filler, const char *directory, const char *name,
                        const char *condition)
{
    struct at_option *option = at_find_option(filler->importer, directory);
    bool depends = option && option != filler->own;
    buffer_text(&filler->text, "        namespace ");
    schema_append_name(&filler->text, name);
    if (depends || condition) {
        buffer_format(&filler->text, " depends on %s%s%s", depends ? option->symbol : "",
                      depends && condition ? " && " : "", condition ? condition : "");
        use(depends ? option : NULL);
    }
    buffer_text(&filler->text, " {\n");
}

static void end_space(struct at_filler *filler)
{
    buffer_text(&filler->text, "        }\n");
}

// How many files a directory of raw data has; of them, `*name` is the one that is a certificate or
// key, null if there is none, or there are several.
static size_t count_files(struct importer *importer, const char *directory, const char **name)
{
    struct text_list names =
        host_list(importer->sources->host, importer->arena, at_raw_path(importer, directory), NULL);
    size_t found = 0;
    *name = NULL;
    for (size_t i = 0; i < names.count; i++) {
        for (const char *const *end = certificate_ends; *end; end++) {
            if (ends_with(names.items[i], *end)) {
                *name = names.items[i];
                found++;
            }
        }
    }
    *name = found == 1 ? *name : NULL;
    return names.count;
}

// ESP-AT numbers keys where a directory has several files, whatever they are; `each` where it takes
// several.
static void append_blob(struct at_filler *filler, const char *directory, const char *key)
{
    struct arena *arena = filler->importer->arena;
    struct buffer *out = &filler->text;
    const char *only;
    bool is_numbered = count_files(filler->importer, directory, &only) > 1 && only;
    const char *path = is_numbered ? arena_format(arena, "%s/%s", directory, only)
                                   : arena_format(arena, "%s/*.{crt,key,pem}", directory);
    buffer_text(out, "            blob ");
    schema_append_name(out, is_numbered ? arena_format(arena, "%s.0", key) : key);
    buffer_text(out, is_numbered ? " file " : " each ");
    schema_append_string(out, path, strlen(path));
    buffer_text(out, ends_with(directory, "_key") ? " secret;\n" : ";\n");
}

static void append_space(struct at_filler *filler, const char *directory, const char *name,
                         const char *condition)
{
    begin_space(filler, directory, name, condition);
    append_blob(filler, directory, name);
    end_space(filler);
}

// The name that older releases had for a namespace and its keys; null if they had no other.
static const char *legacy_name(const char *name)
{
    static const char *const names[][2] = {
        {"wpa_ent_ca", "wpa2_ca"}, {"wpa_ent_cert", "wpa2_cert"}, {"wpa_ent_key", "wpa2_key"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i][0]) == 0) {
            return names[i][1];
        }
    }
    return NULL;
}

static void append_certificates(struct at_filler *filler, const char *name)
{
    const char *old = legacy_name(name);
    struct at_option *legacy = old ? at_find_legacy(filler->importer) : NULL;
    if (!legacy) {
        append_space(filler, name, name, NULL);
        return;
    }
    use(legacy);
    append_space(filler, name, name, arena_format(filler->importer->arena, "!%s", legacy->symbol));
    append_space(filler, name, old, legacy->symbol);
}

// Whether ESP-AT puts what a directory has into the NVS, as certificates.
static bool is_in_keys(struct importer *importer, const char *name)
{
    bool has_tables = strcmp(name, "ble_data") == 0 || strcmp(name, "factory_param") == 0;
    return (importer->at.dependencies ? !has_tables : is_of_keys(name)) &&
           !at_find_row(importer, name) && has_files(importer, name, certificate_ends);
}

// In the order of the dependencies; without them by name.
static void append_all_certificates(struct at_filler *filler)
{
    struct importer *importer = filler->importer;
    struct text_list files = {0};
    if (!importer->at.dependencies) {
        files = host_list(importer->sources->host, importer->arena, importer->at.raw_data, NULL);
    }
    for_each (name, &files) {
        if (is_in_keys(importer, name)) {
            append_certificates(filler, name);
        }
    }
    for (size_t i = 0; importer->at.dependencies && i < importer->at.names.count; i++) {
        if (is_in_keys(importer, importer->at.names.items[i])) {
            append_certificates(filler, importer->at.names.items[i]);
        }
    }
}

static void append_factory_param(struct at_filler *filler)
{
    struct importer *importer = filler->importer;
    at_need_parameters(importer);
    if (importer->at.parameters.count) {
        begin_space(filler, "factory_param", "factory_param", NULL);
        at_append_parameters(&importer->at.parameters, &filler->text);
        end_space(filler);
    }
}

// ESP-AT looks at `gatts_data.csv`; tables of other names are taken where that is missing.
static const char *ble_tables(struct importer *importer)
{
    const char *path = at_raw_path(importer, "ble_data/gatts_data.csv");
    return host_is_file(importer->sources->host, path) ? "ble_data/gatts_data.csv"
                                                       : "ble_data/*.{csv,xls,xlsx}";
}

static bool has_ble_data(struct importer *importer)
{
    return !at_find_row(importer, "ble_data") && has_files(importer, "ble_data", sheet_ends) &&
           (!importer->at.dependencies || at_find_option(importer, "ble_data"));
}

// One NVS has everything that does not have a partition of its own, each in a namespace that
// depends on the option of its directory.
static const char *keys_block(struct importer *importer, const struct at_option *own)
{
    struct at_filler filler = {importer, own, {0}};
    buffer_init(&filler.text, importer->arena);
    buffer_text(&filler.text, "from nvs {\n");
    append_all_certificates(&filler);
    if (!at_find_row(importer, "factory_param")) {
        append_factory_param(&filler);
    }
    if (has_ble_data(importer)) {
        begin_space(&filler, "ble_data", "ble_data", NULL);
        buffer_format(&filler.text, "            gatts cfg \"%s\";\n", ble_tables(importer));
        end_space(&filler);
    }
    buffer_text(&filler.text, "    }");
    return filler.text.bytes;
}

static const char *pki_block(struct importer *importer, const char *name)
{
    const char *kind = ends_with(name, "_cert") ? "cert" : ends_with(name, "_key") ? "key" : "ca";
    const char *ends = strcmp(kind, "key") == 0 ? "pem,der,key" : "pem,der,cer,crt";
    return arena_format(importer->arena, "from pki { %s \"%s/*.{%s}\"; }", kind, name, ends);
}

static bool is_nvs(const struct importer *importer, const struct import_row *row)
{
    const struct platform_type *type = platform_find_type(importer->chip.platform, row->type);
    const struct platform_subtype *subtype =
        type ? platform_find_subtype(type, row->subtype) : NULL;
    return type && type->name && subtype && subtype->name && strcmp(type->name, "data") == 0 &&
           strcmp(subtype->name, "nvs") == 0;
}

// The name of the file system that a partition is for; null if it is for none that is made here.
static const char *file_system(const struct importer *importer, const struct import_row *row)
{
    const struct platform_type *type = platform_find_type(importer->chip.platform, row->type);
    const struct platform_subtype *subtype =
        type ? platform_find_subtype(type, row->subtype) : NULL;
    bool is_one = subtype && subtype->kind && strcmp(subtype->kind, "filesystem") == 0;
    return is_one ? subtype->name : NULL;
}

// Whether the directory of tools has a program of this name, which schemac would run; the schema
// says `no from` where it must not.
static bool has_tool(struct importer *importer, const char *label)
{
    struct text_list names = {0};
    size_t length = strlen(label);
    if (importer->at.tools) {
        names = host_list(importer->sources->host, importer->arena, importer->at.tools, NULL);
    }
    for_each (name, &names) {
        if (strncmp(name, label, length) == 0 && (name[length] == '.' || !name[length])) {
            return true;
        }
    }
    return false;
}

// The order matters: the first that applies to a partition fills it.
static const char *content_of(struct importer *importer, const struct import_row *row,
                              const struct at_option *option)
{
    if (strcmp(row->label, "mfg_nvs") == 0 && is_nvs(importer, row)) {
        return keys_block(importer, option);
    }
    if (is_of_keys(row->label) && has_files(importer, row->label, pki_ends)) {
        return pki_block(importer, row->label);
    }
    if (strcmp(row->label, "factory_param") == 0) {
        return at_record_block(importer);
    }
    if (file_system(importer, row) &&
        host_is_directory(importer->sources->host, at_raw_path(importer, row->label))) {
        return arena_format(importer->arena, "from %s \"%s/\"", file_system(importer, row),
                            row->label);
    }
    if (strcmp(row->label, "ble_data") == 0 && has_files(importer, row->label, sheet_ends)) {
        return "from gatts \"ble_data/*.{csv,xls,xlsx}\"";
    }
    return NULL;
}

void at_fill(struct importer *importer, struct import_row *row)
{
    struct at_option *option = at_find_option(importer, row->label);
    bool is_on = option && option->is_on;
    const char *from = content_of(importer, row, option);
    if (!from) { // ESP-AT starts programs for what an option that is on depends on, and no others
        row->clauses = has_tool(importer, row->label) && !is_on ? "no from" : NULL;
        return;
    }
    row->clauses =
        is_on ? arena_format(importer->arena, "depends on %s %s", option->symbol, from) : from;
    use(is_on ? option : NULL);
}
