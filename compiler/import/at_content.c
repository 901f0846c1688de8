// What fills the partitions of an ESP-AT project, by the folders of its raw data: one for
// certificates or keys has `_cert`, `_key` or `_ca` at its end; `ble_data` and `factory_param` have
// tables. generation_tools/mfg_nvs.py of ESP-AT puts all of them into namespaces of one NVS.
#include "csv.h"
#include "esp_at.h"
#include "folder.h"
#include "python.h"

#include <string.h>

struct filler {
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

static const char *raw_path(struct importer *importer, const char *name)
{
    return files_join(importer->arena, importer->at.raw_data, name);
}

// Whether a folder of raw data has a file with one of these ends, each behind a dot.
static bool has_files(struct importer *importer, const char *folder, const char *const *ends)
{
    struct list names = folder_list(importer->arena, raw_path(importer, folder), NULL);
    for (size_t i = 0; i < names.count; i++) {
        for (const char *const *end = ends; *end; end++) {
            if (ends_with(names.items[i], *end)) {
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

static void use(const struct at_option *option)
{
    if (option) {
        ((struct at_option *)option)->is_used = true;
    }
}

static void begin_space(struct filler *filler, const char *name)
{
    const struct at_option *option = at_find_option(filler->importer, name);
    buffer_text(&filler->text, "        namespace ");
    schema_append_name(&filler->text, name);
    if (option && option != filler->own) {
        buffer_format(&filler->text, " depends on %s", option->symbol);
        use(option);
    }
    buffer_text(&filler->text, " {\n");
}

static void end_space(struct filler *filler)
{
    buffer_text(&filler->text, "        }\n");
}

static void append_certificates(struct filler *filler, const char *name)
{
    begin_space(filler, name);
    buffer_text(&filler->text, "            blob ");
    schema_append_name(&filler->text, name);
    buffer_format(&filler->text, " each \"%s/*.{crt,key,pem}\"%s;\n", name,
                  ends_with(name, "_key") ? " secret" : "");
    end_space(filler);
}

// In the order of the dependencies; without them by name.
static void append_all_certificates(struct filler *filler)
{
    struct importer *importer = filler->importer;
    struct list names = {0};
    for (size_t i = 0; i < importer->at.options.count; i++) {
        const struct at_option *option = importer->at.options.items[i];
        for (size_t j = 0; j < option->names.count; j++) {
            list_append(importer->arena, &names, option->names.items[j]);
        }
    }
    if (!importer->at.dependencies) {
        names = folder_list(importer->arena, importer->at.raw_data, NULL);
    }
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        if (is_of_keys(name) && !at_find_row(importer, name) &&
            has_files(importer, name, certificate_ends)) {
            append_certificates(filler, name);
        }
    }
}

// The CSV in a folder of raw data whose name has a word in it; null if there is none.
static const struct source *find_csv(struct importer *importer, const char *folder,
                                     const char *word)
{
    struct list names = folder_list(importer->arena, raw_path(importer, folder), NULL);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        if (ends_with(name, ".csv") && strstr(text_lower(importer->arena, name), word)) {
            return files_add(importer,
                             files_join(importer->arena, raw_path(importer, folder), name));
        }
    }
    return NULL;
}

// A file right in a folder of raw data, as the schema has it.
static void append_raw_file(struct buffer *out, const char *folder, const struct source *file)
{
    const char *path = arena_format(out->arena, "%s%s", folder, strrchr(file->path, '/'));
    schema_append_string(out, path, strlen(path));
}

static const struct cell *find_cell(const struct row *head, const struct row *row, const char *name)
{
    for (size_t i = 0; i < head->count && i < row->count; i++) {
        if (strcmp(head->cells[i].text, name) == 0) {
            return &row->cells[i];
        }
    }
    return NULL;
}

static void append_parameter(struct filler *filler, const struct row *type,
                             const struct cell *value)
{
    struct buffer *out = &filler->text;
    struct number number;
    const char *encoding = type->cells[2].text;
    buffer_format(out, "            %s ", encoding);
    schema_append_name(out, type->cells[0].text);
    buffer_text(out, " = ");
    bool is_number = strcmp(encoding, "string") != 0 &&
                     python_integer(value->text, value->length, &number) == PYTHON_NUMBER;
    if (is_number) {
        buffer_text(out, text_number(out->arena, number));
    } else {
        schema_append_string(out, value->text, value->length);
    }
    buffer_text(out, ";\n");
}

static void append_parameters(struct filler *filler, const struct list *types,
                              const struct list *data)
{
    const struct row *head = data->items[0];
    const struct row *values = data->items[1];
    if (data->count > 2) {
        buffer_format(&filler->text, "            // The first of %zu rows.\n", data->count - 1);
    }
    for (size_t i = 0; i < types->count; i++) {
        const struct row *type = types->items[i];
        const struct cell *value =
            type->count == 3 ? find_cell(head, values, type->cells[0].text) : NULL;
        if (value && text_characters(type->cells[2].text, type->cells[2].length) <= 6) {
            append_parameter(filler, type, value);
        }
    }
}

static void append_factory_param(struct filler *filler)
{
    struct importer *importer = filler->importer;
    const struct source *types = find_csv(importer, "factory_param", "type");
    const struct source *data = find_csv(importer, "factory_param", "data");
    struct list type_rows = {0}, data_rows = {0};
    if (!types || !data || types == data ||
        !csv_read(importer->arena, importer->diagnostics, types, CSV_QUOTED, &type_rows) ||
        !csv_read(importer->arena, importer->diagnostics, data, CSV_QUOTED, &data_rows) ||
        data_rows.count < 2) {
        return;
    }
    begin_space(filler, "factory_param");
    append_parameters(filler, &type_rows, &data_rows);
    end_space(filler);
}

static const char *keys_block(struct importer *importer, const struct at_option *own)
{
    struct filler filler = {importer, own, {0}};
    buffer_init(&filler.text, importer->arena);
    buffer_text(&filler.text, "from nvs {\n");
    append_all_certificates(&filler);
    if (!at_find_row(importer, "factory_param")) {
        append_factory_param(&filler);
    }
    if (!at_find_row(importer, "ble_data") && has_files(importer, "ble_data", sheet_ends)) {
        begin_space(&filler, "ble_data");
        buffer_text(&filler.text, "            gatts cfg \"ble_data/*.{csv,xls,xlsx}\";\n");
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
    const struct type *type = facts_type_of(&importer->facts, row->type);
    const struct subtype *subtype = type ? facts_subtype_of(type, row->subtype) : NULL;
    return type && type->name && subtype && subtype->name && strcmp(type->name, "data") == 0 &&
           strcmp(subtype->name, "nvs") == 0;
}

// The table of types and that of values, of which the first row is picked.
static const char *record_block(struct importer *importer, const char *name)
{
    static const char *const picking[] = {"platform", "module_name"};
    const struct source *types = find_csv(importer, name, "type");
    const struct source *data = find_csv(importer, name, "data");
    struct list rows = {0};
    struct buffer text;
    if (!types || !data || types == data ||
        !csv_read(importer->arena, importer->diagnostics, data, CSV_QUOTED, &rows) ||
        rows.count < 2) {
        return NULL;
    }
    const struct row *head = rows.items[0];
    buffer_init(&text, importer->arena);
    buffer_text(&text, "from record ");
    append_raw_file(&text, name, types);
    buffer_text(&text, " ");
    append_raw_file(&text, name, data);
    buffer_text(&text, " {\n");
    for (size_t i = 0; i < sizeof picking / sizeof *picking; i++) {
        const struct cell *cell = find_cell(head, rows.items[1], picking[i]);
        if (cell) {
            buffer_format(&text, "        row %s = ", picking[i]);
            schema_append_string(&text, cell->text, cell->length);
            buffer_text(&text, ";\n");
        }
    }
    buffer_text(&text, "    }");
    return text.bytes;
}

// The name of the file system that a partition is for; null if it is for none that is made here.
static const char *file_system(const struct importer *importer, const struct import_row *row)
{
    const struct type *type = facts_type_of(&importer->facts, row->type);
    const struct subtype *subtype = type ? facts_subtype_of(type, row->subtype) : NULL;
    const struct syntax_clause *kind = subtype ? subtype->clauses.slots[CLAUSE_KIND] : NULL;
    return kind && strcmp(kind->name.text, "filesystem") == 0 ? subtype->name : NULL;
}

void at_fill(struct importer *importer, struct import_row *row)
{
    const struct at_option *option = at_find_option(importer, row->label);
    const char *from = NULL;
    if (strcmp(row->label, "mfg_nvs") == 0 && is_nvs(importer, row)) {
        from = keys_block(importer, option);
    } else if (is_of_keys(row->label) && has_files(importer, row->label, pki_ends)) {
        from = pki_block(importer, row->label);
    } else if (strcmp(row->label, "factory_param") == 0) {
        from = record_block(importer, row->label);
    } else if (file_system(importer, row) && files_is_folder(raw_path(importer, row->label))) {
        from = arena_format(importer->arena, "from %s \"%s/\"", file_system(importer, row),
                            row->label);
    } else if (strcmp(row->label, "ble_data") == 0 && has_files(importer, row->label, sheet_ends)) {
        from = "from gatts \"ble_data/*.{csv,xls,xlsx}\"";
    }
    if (from) {
        bool depends = option && option->is_on;
        row->clauses = depends
                           ? arena_format(importer->arena, "depends on %s %s", option->symbol, from)
                           : from;
        use(depends ? option : NULL);
    }
}
